"""A workshop from plan to feedback by its rules, on both engines."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.actions import cancel_booking, places, plan_workshop, tell_booked
from bot.actions.appoint import appoint, drop
from bot.actions.cancel_workshop import call_off
from bot.actions.move_workshop import Move, move
from bot.core import workshops
from bot.core.errors import Rule
from bot.ports import Lane, PersonId, State, millis
from tests.actions.plans import NOW, POSTER, booked, officer, opened, settings, someone

BEGINS = datetime(2026, 12, 3, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)


def ruled(code):
    return pytest.raises(Rule, match=f"^{re.escape(code)}$")


def agenda(tx, activity):
    return {(due.kind, due.occurrence): due for due in tx.agenda.of(activity.id) if due.state == "waiting"}


def told_by(tx):
    """Telling as the officers' doors do it."""

    def told(moved, before, after, content):
        urgent = tell_booked.is_urgent(told.now, 48, before.begins, after.begins)
        notice = tell_booked.make(
            tx, "moved", moved, after.sequence, content, PersonId(1), told.now, urgent=urgent, not_after=millis(after.begins)
        )  # fmt: skip
        tell_booked.tell(tx, notice, moved, 0, told.now)

    told.now = NOW
    return told


def off_by(tx, now=NOW):
    def told(off, workshop, content):
        notice = tell_booked.make(
            tx, "workshop_cancelled", off, workshop.sequence, content, PersonId(1), now,
            urgent=tell_booked.is_urgent(now, 48, workshop.begins), not_after=millis(workshop.over),
        )  # fmt: skip
        tell_booked.tell_off(tx, notice, off, 0, cancel_booking.cancel_all, now)

    return told


def verbs(tx):
    return [entry.verb for entry in tx.audit.after(0, 1000)]


async def test_an_officer_opens_it_without_a_tester_and_everything_due_is_put(store):
    def work(tx):
        plan = opened(tx, officer(tx))
        assert plan.state == "open"
        found = workshops.read(json.loads(plan.settings))
        assert found.feedback == "write-feedback"
        assert tx.activities.named("write-feedback") is None, "nothing is there before its time"
        assert tx.seats.pool(plan.id).cap == 3
        return {key: (due.wall, due.at, due.not_after) for key, due in agenda(tx, plan).items()}

    at = millis
    assert await store.write(work) == {
        ("remind", "0"): ("2026-12-02T18:00", at(BEGINS - timedelta(days=1)), at(BEGINS - HOUR / 4)),
        ("remind", "1"): ("2026-12-03T16:00", at(BEGINS - 2 * HOUR), at(BEGINS - HOUR / 4)),
        ("workshop_over", ""): ("2026-12-03T20:00", at(BEGINS + 2 * HOUR), 0),
        ("feedback", ""): ("2026-12-03T21:00", at(BEGINS + 3 * HOUR), at(BEGINS + 3 * HOUR + timedelta(days=7))),
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"fixed": {}}, "workshop.incomplete"),
        ({"money": {}}, "workshop.incomplete"),
        ({"deadline": {}}, "workshop.incomplete"),
        ({"starts": "2026-11-23T11:00", "ends": "2026-11-23T12:30"}, "workshop.past"),
        ({"booking": "draw", "signup": {"closes": "2026-11-22T12:00"}}, "workshop.past"),
    ],
)
async def test_what_is_not_said_or_has_passed_keeps_it_closed(store, changes, code):
    def work(tx):
        sam = officer(tx)
        kept = plan_workshop.save(tx, sam, "write", settings(**changes), NOW)
        with ruled(code):
            plan_workshop.open_(tx, sam, kept.id, ("en",), POSTER, appoint, NOW)

    await store.write(work)


async def test_a_language_without_words_holds_it_until_a_fallback_is_declared(store):
    def work(tx):
        sam = officer(tx)
        kept = plan_workshop.save(tx, sam, "write", settings(), NOW)
        with ruled("workshop.has_gaps"):
            plan_workshop.open_(tx, sam, kept.id, ("en", "pl"), POSTER, appoint, NOW)
        plan_workshop.save(tx, sam, "write", settings(fallback=True), NOW)
        assert plan_workshop.open_(tx, sam, kept.id, ("en", "pl"), POSTER, appoint, NOW).state == "open"
        with ruled("activity.not_draft"):
            plan_workshop.open_(tx, sam, kept.id, ("en",), POSTER, appoint, NOW)
        with ruled("activity.not_draft"):
            plan_workshop.save(tx, sam, "write", settings(), NOW)

    await store.write(work)


async def test_what_is_no_workshop_is_not_kept(store):
    def work(tx):
        sam = officer(tx)
        for changes in ({"ends": "2026-12-03T17:00"}, {"title": {"en": ""}}, {"seats": "many"}, {"booking": "draw"}):
            with ruled("workshop.incomplete"):
                plan_workshop.save(tx, sam, "odd", settings(**changes), NOW)

    await store.write(work)


async def test_a_move_tells_everybody_with_a_place_or_waiting_once_and_nobody_else(store):
    def work(tx):
        sam = officer(tx)
        plan = opened(tx, sam)
        states = ("confirmed", "requested", "waiting", "offered", "cancelled")
        people = [someone(tx, state) for state in states]
        for who, state in zip(people, states, strict=True):
            booked(tx, plan, who, state)
        before = json.loads(plan.settings)
        to = Move(datetime(2026, 12, 4, 19), datetime(2026, 12, 4, 21), before["place"])
        moved = move(tx, sam, plan.id, to, appoint, told_by(tx), NOW)
        again = move(tx, sam, plan.id, to, appoint, told_by(tx), NOW)
        assert again.settings == moved.settings
        (notice,) = tx.notices.of("moved", plan.id)
        rows = {state: tx.outbox.of_person(who.id, tuple(State)) for who, state in zip(people, states, strict=True)}
        assert {state: len(found) for state, found in rows.items()} == dict.fromkeys(states, 1) | {"cancelled": 0}
        assert (notice.class_, notice.lane) == ("service", Lane.REMINDERS)
        assert json.loads(notice.content)["before"]["starts"] == "2026-12-03T18:00"
        now = workshops.read(json.loads(moved.settings))
        assert (now.sequence, now.starts) == (1, datetime(2026, 12, 4, 19))
        due = agenda(tx, plan)
        assert due["remind", "0"].wall == "2026-12-03T18:00"
        assert due["workshop_over", ""].wall == "2026-12-04T21:00"
        return verbs(tx)

    found = await store.write(work)
    assert found.count("workshop.moved") == 1
    assert "message.urgent" not in found


@pytest.mark.parametrize(
    ("now", "starts", "urgent"),
    [
        (BEGINS - 47 * HOUR, "2026-12-20T18:00", True),
        (BEGINS - 49 * HOUR, "2026-12-20T18:00", False),
        (NOW, "2026-11-25T11:00", True),
        (NOW, "2026-11-25T13:00", False),
    ],
)
async def test_a_start_within_two_days_old_or_new_is_urgent_and_logged(store, now, starts, urgent):
    def work(tx):
        sam = officer(tx)
        plan = opened(tx, sam)
        told, at = told_by(tx), datetime.fromisoformat(starts)
        told.now = now
        move(tx, sam, plan.id, Move(at, at + HOUR, {"name": {"en": "Hall"}}), appoint, told, now)
        (notice,) = tx.notices.of("moved", plan.id)
        assert notice.class_ == ("urgent" if urgent else "service")
        return verbs(tx).count("message.urgent")

    assert await store.write(work) == int(urgent)


async def test_a_reminder_already_on_its_way_is_taken_back_when_the_workshop_moves(store):
    def work(tx):
        sam, ada = officer(tx), someone(tx)
        plan = opened(tx, sam)
        booked(tx, plan, ada)
        on_its_way = tx.notices.make("reminder", plan.id, "0.1", "appointed", Lane.REMINDERS, "{}", sam.id, millis(NOW))
        tx.outbox.add(on_its_way.id, ada.id, millis(NOW))
        to = Move(datetime(2026, 12, 4, 19), datetime(2026, 12, 4, 21), {"name": {"en": "Hall"}})
        move(tx, sam, plan.id, to, appoint, told_by(tx), NOW)
        return [row.state for row in tx.outbox.of_person(ada.id, tuple(State)) if row.notice == on_its_way.id]

    assert await store.write(work) == [State.CANCELLED]


async def test_what_cannot_move_stays(store):
    def work(tx):
        sam = officer(tx)
        drawn = opened(tx, sam, name="drawn", booking="draw", signup={"closes": "2026-12-01T18:00"})
        plan = opened(tx, sam)
        day = datetime(2026, 11, 30, 18)
        with ruled("workshop.before_draw"):
            move(tx, sam, drawn.id, Move(day, day + HOUR, {"name": {}}), appoint, told_by(tx), NOW)
        with ruled("workshop.incomplete"):
            move(tx, sam, plan.id, Move(day, day, {"name": {}}), appoint, told_by(tx), NOW)
        with ruled("workshop.past"):
            past = datetime(2026, 11, 1, 18)
            move(tx, sam, plan.id, Move(past, past + HOUR, {"name": {}}), appoint, told_by(tx), NOW)
        with ruled("workshop.begun"):
            move(tx, sam, plan.id, Move(day, day + HOUR, {"name": {}}), appoint, told_by(tx), BEGINS)

    await store.write(work)


async def test_more_places_are_offered_on_and_never_fewer_than_are_held(store):
    def work(tx):
        sam = officer(tx)
        plan = opened(tx, sam, seats=2)
        for name in ("ada", "eve"):
            booked(tx, plan, someone(tx, name))
        waits = booked(tx, plan, someone(tx, "zoe"), "waiting")
        fewer = plan_workshop.set_seats(tx, plan.id, 1, 2000)
        assert not places.resize(tx, fewer, sam.id, NOW)
        more = plan_workshop.set_seats(tx, plan.id, 3, 2000)
        assert places.resize(tx, more, sam.id, NOW)
        for odd in (0, -1, 2001):
            with ruled("workshop.seats_odd"):
                plan_workshop.set_seats(tx, plan.id, odd, 2000)
        pool = tx.seats.pool(plan.id)
        assert pool.taken == tx.seats.held(plan.id) == 3
        return tx.bookings.of(plan.id, waits.person).state

    assert await store.write(work) == "offered"


async def test_calling_off_tells_everybody_gives_all_places_up_and_reminds_nobody(store):
    def work(tx):
        sam = officer(tx)
        plan = opened(tx, sam)
        people = [someone(tx, f"p{n}") for n in range(5)]
        for who, state in zip(people, ("confirmed", "confirmed", "offered", "waiting", "requested"), strict=True):
            booked(tx, plan, who, state)
        off = call_off(tx, sam, plan.id, "No heating", drop, off_by(tx), NOW)
        call_off(tx, sam, plan.id, "Other words", drop, off_by(tx), NOW)
        assert off.state == "closed"
        assert json.loads(tx.activities.get(plan.id).settings)["reason"] == {"en": "No heating"}
        assert [len(tx.outbox.of_person(who.id, tuple(State))) for who in people] == [1] * 5
        assert {tx.bookings.of(plan.id, who.id).state for who in people} == {"cancelled"}
        assert tx.seats.pool(plan.id).taken == tx.seats.held(plan.id) == 0
        left = {kind for kind, _ in agenda(tx, plan)}
        assert not left & {"remind", "feedback", "workshop_over", "draw"}
        with ruled("activity.not_open"):
            move(tx, sam, plan.id, Move(datetime(2027, 1, 1), datetime(2027, 1, 2), {}), appoint, told_by(tx), NOW)
        return verbs(tx).count("workshop.cancelled")

    assert await store.write(work) == 1


async def test_what_has_ended_can_no_longer_be_called_off(store):
    def work(tx):
        sam = officer(tx)
        plan = opened(tx, sam)
        with ruled("workshop.begun"):
            call_off(tx, sam, plan.id, "Late", drop, off_by(tx), BEGINS + 3 * HOUR)

    await store.write(work)
