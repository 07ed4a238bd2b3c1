"""Workshops by the clock: reminders fire once at the right instant, also on the nights when the clocks change."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.actions import cancel_booking, tell_booked
from bot.actions.appoint import appoint, drop
from bot.actions.cancel_workshop import call_off
from bot.actions.move_workshop import Move, move
from bot.core.wall import instant
from bot.ports import PersonId, State, millis
from bot.workers.falling import Falling
from tests.actions.plans import booked, officer, opened, someone

HOUR = timedelta(hours=1)


async def nothing(_errand):
    raise AssertionError("workshops ask for no errands")


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


async def planned(store, now, name="write", **changes):
    def work(tx):
        plan = opened(tx, officer(tx), now, name, **changes)
        booked(tx, plan, someone(tx), now=now)
        return plan

    return await store.write(work)


async def reminders(store, plan):
    """(occurrence, made) of every reminder that fired."""
    return await store.read(
        lambda tx: [(one.occurrence, one.made, one.due, one.not_after) for one in tx.notices.of("reminder", plan.id)]
    )


@pytest.mark.parametrize(
    ("starts", "reminder", "expected"),
    [
        # wall time of London: forward on 29 March 2026 and 28 March 2027, back on 25 October 2026 and 31 October 2027
        ("2026-03-29T10:00", "-1d 18:00", "2026-03-28T18:00"),
        ("2026-03-30T10:00", "-1d 18:00", "2026-03-29T17:00"),
        ("2026-03-30T10:00", "-1d 01:30", "2026-03-29T01:30"),
        ("2026-03-29T10:00", "-2h", "2026-03-29T07:00"),
        ("2026-10-25T10:00", "-1d 18:00", "2026-10-24T17:00"),
        ("2026-10-26T10:00", "-1d 18:00", "2026-10-25T18:00"),
        ("2026-10-26T10:00", "-1d 01:30", "2026-10-25T00:30"),
        ("2026-10-25T10:00", "-2h", "2026-10-25T08:00"),
        ("2027-03-29T10:00", "-1d 01:30", "2027-03-28T01:30"),
        ("2027-11-01T10:00", "-1d 01:30", "2027-10-31T00:30"),
    ],
)
async def test_over_both_nights_a_reminder_fires_once_within_a_tick_of_its_wall_time(store, starts, reminder, expected):
    begins, at = datetime.fromisoformat(starts), utc(expected)
    plan = await planned(
        store, at - timedelta(days=3), starts=starts, ends=(begins + 2 * HOUR).isoformat(), reminders=[reminder]
    )  # fmt: skip
    falling = Falling(store, nothing)
    now = at - 3 * HOUR
    while now < at + 3 * HOUR:  # every tick of six hours, through the hour that happens twice or never
        await falling.fall(now)
        if now < at:
            assert await reminders(store, plan) == []
        now += timedelta(minutes=5)
    ((_, made, due, not_after),) = await reminders(store, plan)
    assert due == millis(at)
    assert 0 <= made - millis(at) <= 60_000
    assert not_after == millis(instant(begins, "Europe/London") - HOUR / 4)


async def test_with_the_process_down_a_reminder_comes_late_until_a_quarter_before_and_expires_after(store):
    now = utc("2026-11-23T12:00")
    late = await planned(store, now, "late", reminders=["-2h"])
    await Falling(store, nothing).fall(utc("2026-12-03T17:44"))
    assert len(await reminders(store, late)) == 1
    never = await planned(store, now, "never", reminders=["-2h"])
    await Falling(store, nothing).fall(utc("2026-12-03T17:46"))
    assert await reminders(store, never) == []
    state = await store.read(lambda tx: tx.agenda.get("remind", never.id, "0").state)
    assert state == "expired"


async def test_a_moved_workshop_has_reminders_of_its_own_and_the_old_ones_never_fire(store):
    now = utc("2026-11-23T12:00")
    plan = await planned(store, now)

    def moves(tx):
        to = Move(datetime(2026, 12, 10, 18), datetime(2026, 12, 10, 20), {"name": {"en": "Hall"}})
        move(tx, someone(tx, "sam"), plan.id, to, appoint, lambda *_: None, now)

    falling = Falling(store, nothing)
    await falling.fall(utc("2026-12-02T18:00"))
    assert len(await reminders(store, plan)) == 1
    await store.write(moves)
    await falling.fall(utc("2026-12-04T18:00"))
    assert len(await reminders(store, plan)) == 1
    await falling.fall(utc("2026-12-09T18:00"))
    await falling.fall(utc("2026-12-09T18:00"))
    assert len({occurrence for occurrence, *_ in await reminders(store, plan)}) == 2


async def test_after_the_end_it_closes_marks_who_was_missing_and_asks_how_it_was(store):
    now = utc("2026-11-23T12:00")
    plan = await planned(store, now)

    def others(tx):
        came = booked(tx, plan, someone(tx, "eve"), now=now)
        tx.bookings.move(came, "attended", millis(now))

    await store.write(others)
    falling = Falling(store, nothing)
    await falling.fall(utc("2026-12-03T19:59"))
    assert (await store.read(lambda tx: tx.activities.get(plan.id))).state == "open"
    await falling.fall(utc("2026-12-03T20:00"))
    assert (await store.read(lambda tx: tx.activities.get(plan.id))).state == "closed"
    counts = await store.read(lambda tx: dict(tx.bookings.counts(plan.id)))
    assert counts == {"attended": 1, "missed": 1}
    await falling.fall(utc("2026-12-03T20:59"))
    assert await store.read(lambda tx: tx.notices.of("feedback", plan.id)) == []
    await falling.fall(utc("2026-12-03T21:00"))
    await falling.fall(utc("2026-12-03T21:00"))
    assert len(await store.read(lambda tx: tx.notices.of("feedback", plan.id))) == 1
    assert (await store.read(lambda tx: tx.activities.named("write-feedback"))).state == "open"


async def test_what_was_called_off_reminds_nobody_and_asks_nobody(store):
    now = utc("2026-11-23T12:00")
    plan = await planned(store, now)
    await store.write(lambda tx: call_off(tx, someone(tx, "sam"), plan.id, "No", drop, lambda *_: None, now))
    await Falling(store, nothing).fall(utc("2026-12-03T23:00"))
    assert await reminders(store, plan) == []
    assert await store.read(lambda tx: tx.notices.of("feedback", plan.id)) == []


LARGE = 230


async def large(store, now):
    def work(tx):
        plan = opened(tx, officer(tx), now, seats=LARGE)
        for number in range(LARGE):
            booked(tx, plan, someone(tx, f"p{number}"), "confirmed" if number % 2 else "waiting", now)
        return plan

    return await store.write(work)


async def test_a_large_workshops_people_are_told_of_a_move_in_slices_each_once(store):
    now = utc("2026-11-23T12:00")
    plan = await large(store, now)

    def moves(tx):
        def told(moved, before, after, content):
            notice = tell_booked.make(
                tx, "moved", moved, after.sequence, content, PersonId(1), now, urgent=False, not_after=millis(after.begins)
            )  # fmt: skip
            tell_booked.tell(tx, notice, moved, 0, now)

        to = Move(datetime(2026, 12, 10, 18), datetime(2026, 12, 10, 20), {"name": {"en": "Hall"}})
        move(tx, someone(tx, "sam"), plan.id, to, appoint, told, now)

    await store.write(moves)

    def waiting(tx):
        return tx.notices.progress(tx.notices.of("moved", plan.id)[0].id).get(State.WAITING, 0)

    assert await store.read(waiting) == tell_booked.SLICE
    falling = Falling(store, nothing)
    for seconds in (5, 10):
        await falling.fall(now + timedelta(seconds=seconds))
    assert await store.read(waiting) == LARGE


async def test_a_large_workshop_that_is_called_off_leaves_no_place_held_and_tells_each_once(store):
    now = utc("2026-11-23T12:00")
    plan = await large(store, now)

    def calls_off(tx):
        def told(off, workshop, content):
            notice = tell_booked.make(
                tx, "workshop_cancelled", off, workshop.sequence, content, PersonId(1), now, urgent=False,
                not_after=millis(workshop.over),
            )  # fmt: skip
            tell_booked.tell_off(tx, notice, off, 0, cancel_booking.cancel_all, now)

        call_off(tx, someone(tx, "sam"), plan.id, "No", drop, told, now)

    await store.write(calls_off)
    falling = Falling(store, nothing)
    for seconds in (5, 10):
        await falling.fall(now + timedelta(seconds=seconds))

    def seen(tx):
        (notice,) = tx.notices.of("workshop_cancelled", plan.id)
        return tx.notices.progress(notice.id)[State.WAITING], tx.seats.pool(plan.id).taken, tx.seats.held(plan.id)

    assert await store.read(seen) == (LARGE, 0, 0)
