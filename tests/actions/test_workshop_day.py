"""The day of a workshop and the day after: checking in, who did not come, how it was. On both engines."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.actions.check_in import at_the_door, check_in, here, mark_missed
from bot.actions.feedback import ask
from bot.actions.take_part import take_part
from bot.core.audience import loads
from bot.core.errors import Rule
from bot.ports import State, millis
from tests.actions.plans import FORM, POSTER, booked, officer, opened, someone

BEGINS = datetime(2026, 12, 3, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)


def ruled(code):
    return pytest.raises(Rule, match=f"^{re.escape(code)}$")


def verbs(tx):
    return [entry.verb for entry in tx.audit.after(0, 1000)]


def _shelf(_tx, _hash):
    return FORM


async def test_a_code_checks_in_once_whoever_types_it_and_however(store):
    def work(tx):
        sam, ada = officer(tx), someone(tx)
        plan = opened(tx, sam)
        mine = booked(tx, plan, ada)
        waits = booked(tx, plan, someone(tx, "eve"), "waiting")
        typed = f" {mine.code[:3].lower()}-{mine.code[3:].lower()} "
        found, new = check_in(tx, sam.id, [plan], typed, BEGINS)
        assert (found.id, found.state, new) == (mine.id, "attended", True)
        assert tx.bookings.of(plan.id, ada.id).state == "attended"
        assert check_in(tx, sam.id, [plan], mine.code, BEGINS)[1] is False
        for code in ("", "  ", "ZZZZZZ", mine.code + "A"):
            with ruled("checkin.unknown"):
                check_in(tx, sam.id, [plan], code, BEGINS)
        with ruled("checkin.no_place"):
            check_in(tx, sam.id, [plan], waits.code, BEGINS)
        return verbs(tx).count("booking.attended")

    assert await store.write(work) == 1


async def test_a_resident_checks_in_alone_with_the_code_of_the_day_and_only_in_its_time(store):
    before = timedelta(minutes=60)

    def work(tx):
        sam, ada = officer(tx), someone(tx)
        plan = opened(tx, sam)
        booked(tx, plan, ada)
        for now in (BEGINS - before - HOUR / 60, BEGINS + 2 * HOUR + HOUR / 60):
            with ruled("here.not_now"):
                here(tx, ada, plan, POSTER, before, now)
        for wrong in ("", "ACDEFG", "   "):
            with ruled("here.wrong"):
                here(tx, ada, plan, wrong, before, BEGINS)
        with ruled("checkin.no_place"):
            here(tx, someone(tx, "eve"), plan, POSTER, before, BEGINS)
        assert here(tx, ada, plan, "acd efh", before, BEGINS - before)
        assert not here(tx, ada, plan, POSTER, before, BEGINS)
        return tx.bookings.of(plan.id, ada.id).state

    assert await store.write(work) == "attended"


async def test_doors_are_open_three_hours_before_until_the_day_after(store):
    def work(tx):
        plan = opened(tx, officer(tx))
        times = (BEGINS - 4 * HOUR, BEGINS - 3 * HOUR, BEGINS, BEGINS + 26 * HOUR, BEGINS + 27 * HOUR)
        return [at_the_door(plan, now) for now in times]

    assert await store.write(work) == [False, True, True, True, False]


async def test_who_did_not_come_is_marked_only_where_checking_in_was_used(store):
    def work(tx):
        sam = officer(tx)
        plan = opened(tx, sam)
        ada, eve = someone(tx), someone(tx, "eve")
        booked(tx, plan, ada)
        booked(tx, plan, eve)
        assert mark_missed(tx, plan, 10, BEGINS) == 0
        check_in(tx, sam.id, [plan], tx.bookings.of(plan.id, ada.id).code, BEGINS)
        assert mark_missed(tx, plan, 10, BEGINS) == 1
        late = check_in(tx, sam.id, [plan], tx.bookings.of(plan.id, eve.id).code, BEGINS + 5 * HOUR)
        return late[0].state, late[1]

    assert await store.write(work) == ("attended", True), "a paper list may be typed the next day"


async def test_feedback_is_asked_of_those_who_came_for_fourteen_days_and_of_nobody_else(store):
    after = BEGINS + 3 * HOUR

    def work(tx):
        sam = officer(tx)
        plan = opened(tx, sam)
        ada, eve, zoe = someone(tx), someone(tx, "eve"), someone(tx, "zoe")
        booked(tx, plan, ada, "attended")
        booked(tx, plan, eve, "missed")
        survey = ask(tx, plan, after)
        assert ask(tx, plan, after + HOUR).id == survey.id
        found = json.loads(survey.settings)
        assert (found["hidden"], found["only_booked"]) == (True, plan.id)
        assert found["title"] == {"en": "Afterwards: Write it together", "pl": "Potem: Write it together"}
        assert (survey.state, survey.closes) == ("open", millis(after + timedelta(days=14)))
        (notice,) = tx.notices.of("feedback", plan.id)
        assert loads(notice.audience).booked == plan.id
        assert notice.class_ == "service"
        while not tx.notices.fill(notice.id, 100).done:
            pass
        assert [len(tx.outbox.of_person(who.id, tuple(State))) for who in (ada, eve, zoe)] == [1, 0, 0]
        assert take_part(tx, _shelf, ada, survey, after, 1).status == "open"
        for who in (eve, zoe):
            with ruled("feedback.only_booked"):
                take_part(tx, _shelf, who, survey, after, 1)
        return verbs(tx).count("activity.opened")

    assert await store.write(work) == 2


async def test_where_nobody_was_checked_in_whoever_had_a_place_is_asked_and_where_nobody_came_nobody(store):
    def work(tx):
        sam, ada = officer(tx), someone(tx)
        plan = opened(tx, sam)
        assert ask(tx, plan, BEGINS) is None
        booked(tx, plan, ada)
        silent = opened(tx, sam, name="silent", ask_feedback=False)
        booked(tx, silent, ada)
        assert ask(tx, silent, BEGINS) is None
        return ask(tx, plan, BEGINS).name

    assert await store.write(work) == "write-feedback"
