"""Activities that open and close by themselves, at a time an officer chose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.actions import activity as activities
from bot.ports import Millis, millis
from tests.handlers.broadcasting import at, brought, due, forged
from tests.journeys.town import SAMPLE, STREET

FRIDAY = datetime(2026, 3, 27, 12, tzinfo=UTC)
MONDAY_NINE = datetime(2026, 3, 30, 8, tzinfo=UTC)
"""09:00 on the wall: the clocks went forward on Sunday."""


async def ready(town, name):
    """An officer, and a survey that a resident found ready."""
    at(town, FRIDAY)
    officer = await town.officer()

    def found_ready(tx):
        found = tx.activities.named(name)
        tx.activities.change(found.id, state="tested", tested_at=millis(FRIDAY))

    await town.write(found_ready)
    return officer


async def planned(town, officer, *steps):
    """Presses from the survey's page on."""
    await officer.says("/activities")
    return await officer.goes("Your street", *steps)


async def test_a_survey_planned_for_monday_morning_opens_then_and_not_before_and_closes_when_it_was_set_to(town):
    officer, ada = await ready(town, STREET), await town.arrive()
    page = await planned(town, officer, "Open at a set time", "Mon 30 Mar", "09:00")
    assert "Opens by itself: Monday, 30 March 2026, 09:00" in page
    page = await officer.goes("Set the closing time", "Later days", "Fri 10 Apr", "18:00")
    assert "Closes on Friday, 10 April 2026, 18:00" in page
    at(town, MONDAY_NINE - timedelta(minutes=1))
    await due(town)
    assert town.app.voice.say("welcome.none", "en") in await ada.starts()
    at(town, MONDAY_NINE)
    await due(town)
    found = await town.activity(STREET)
    assert found.state == "open"
    assert abs(found.opened - millis(MONDAY_NINE)) < 5_000
    assert "Your street" in await ada.starts()
    at(town, datetime(2026, 4, 10, 17, tzinfo=UTC))
    await due(town)
    assert (await town.activity(STREET)).state == "closed"


async def test_a_planned_opening_still_needs_a_test_and_the_officers_are_told_what_was_missing(either):
    officer = await ready(either, STREET)
    await planned(either, officer, "Open at a set time", "Mon 30 Mar", "09:00")
    await either.write(lambda tx: tx.activities.change(tx.activities.named(STREET).id, state="draft", tested_at=0))
    at(either, MONDAY_NINE)
    await due(either)
    assert (await either.activity(STREET)).state == "draft"
    said = await brought(either, officer, "did not open on Monday, 30 March 2026, 09:00")
    assert "one person who is not an officer has to test it" in said
    at(either, MONDAY_NINE + timedelta(days=1))
    await due(either)
    assert (await either.activity(STREET)).state == "draft", "it is not tried again"


async def test_a_plan_can_be_moved_and_taken_back(town):
    officer = await ready(town, STREET)
    await planned(town, officer, "Open at a set time", "Mon 30 Mar", "09:00")
    page = await officer.goes("Another opening time", "Tue 31 Mar", "10:30")
    assert "Tuesday, 31 March 2026, 10:30" in page
    at(town, MONDAY_NINE + timedelta(minutes=5))
    await due(town)
    assert (await town.activity(STREET)).state == "tested", "the first time counts no longer"
    page = await officer.presses("Do not open by itself")
    assert "Opens by itself" not in page
    at(town, MONDAY_NINE + timedelta(days=9))
    await due(town)
    assert (await town.activity(STREET)).state == "tested"


async def test_an_officer_who_opened_by_hand_is_not_surprised_by_the_plan(town):
    officer = await ready(town, STREET)
    await planned(town, officer, "Open at a set time", "Mon 30 Mar", "09:00")
    await officer.goes("Open", "Open")
    opened = (await town.activity(STREET)).opened
    at(town, MONDAY_NINE)
    await due(town)
    assert (await town.activity(STREET)).opened == opened
    assert [one for one in await town.rows("notices") if one["kind"] == "not_opened"] == []


async def test_the_closing_time_of_an_open_survey_only_moves_later(town):
    officer = await ready(town, STREET)
    await planned(town, officer, "Open", "Open")
    before = (await town.activity(STREET)).closes
    seen = await planned(town, officer, "Set the closing time", "Mon 30 Mar", "18:00")
    assert "can only move later" in seen.toast
    assert (await town.activity(STREET)).closes == before
    await planned(town, officer, "Extend by a week")
    later = (await town.activity(STREET)).closes
    assert later > before
    at(town, datetime.fromtimestamp(before / 1000, tz=UTC) + timedelta(minutes=1))
    await due(town)
    assert (await town.activity(STREET)).state == "open", "the row of the earlier time fell no more"
    at(town, datetime.fromtimestamp(later / 1000, tz=UTC) + timedelta(seconds=1))
    await due(town)
    assert (await town.activity(STREET)).state == "closed"


async def test_a_time_that_is_over_or_closes_before_it_opens_is_refused(town):
    officer = await ready(town, STREET)
    found = await town.activity(STREET)
    assert "That time is over" in (await forged(town, officer, "times", f"{found.id}.o.202603271100")).toast
    await planned(town, officer, "Set the closing time", "Sat 28 Mar", "18:00")
    assert "close before it opens" in (await forged(town, officer, "times", f"{found.id}.o.202603301000")).toast
    assert await town.read(lambda tx: activities.planned(tx, found.id)) is None


async def test_what_was_answered_and_not_sent_in_is_counted_also_where_a_kill_took_the_settling_away(either):
    at(either, FRIDAY)
    payload = await either.open(STREET)
    ada = await either.arrive()
    await ada.starts(payload)
    await ada.goes("Start", "Yes, 16", "It is fine", "Skip")
    officer = await either.officer()

    def close(tx):  # the officer's commit; its errand never began
        found = tx.activities.named(STREET)
        activities.close(tx, None, found.id, either.clock())

    await either.write(close)
    assert await either.rows("responses") == []
    await due(either)
    assert len(await either.rows("responses")) == 1
    assert officer


async def test_surveys_that_were_open_before_there_were_due_rows_close_as_well(town):
    at(town, FRIDAY)
    await town.open(SAMPLE)
    await town.write(
        lambda tx: tx.activities.change(tx.activities.named(SAMPLE).id, closes=Millis(millis(FRIDAY) + 60_000))
    )
    at(town, FRIDAY + timedelta(minutes=2))
    await due(town)
    assert (await town.activity(SAMPLE)).state == "closed"
