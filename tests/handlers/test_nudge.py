"""One nudge, at most, for a form that was begun and left."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.ports import millis
from tests.handlers.broadcasting import TUESDAY, at, brought, times
from tests.journeys.town import STREET

WORDS = "You began “Your street” and did not finish"


async def begun(town, name="Ada", *steps, language="en"):
    """Somebody who answers the first question and leaves."""
    person = await town.arrive(name, language)
    await person.starts(f"a_{STREET}")
    await person.goes(*(steps or ("Start", "Yes, 16", "It is fine", "Skip")))
    return person


async def looked(town):
    """An hourly look, and what the sender makes of it."""
    await town.app.schedule.look_around()
    for _ in range(100):
        waiting = [row for row in await town.rows("deliveries") if row["state"] < 10 and not row["reason"]]
        if not waiting:
            break
        await asyncio.sleep(0.05)
    await town.rest()


async def street(town):
    at(town, TUESDAY)
    await town.open(STREET)


async def test_who_left_a_form_two_days_ago_is_reminded_once_and_never_again(either):
    await street(either)
    ada = await begun(either)
    either.clock.forward(hours=47)
    await looked(either)
    assert await times(ada, WORDS) == 0, "it is too early"
    either.clock.forward(hours=2)
    await looked(either)
    assert "What you answered is saved" in await brought(either, ada, WORDS)
    for hours in (1, 24, 72, 24 * 7):
        either.clock.forward(hours=hours)
        await looked(either)
    assert await times(ada, WORDS) == 1
    assert len([row for row in await either.rows("notices") if row["kind"] == "nudge"]) == 1


async def test_from_the_nudge_one_goes_on_where_one_was(town):
    await street(town)
    ada = await begun(town)
    town.clock.forward(hours=49)
    await looked(town)
    await brought(town, ada, WORDS)
    assert "Why is that?" in await ada.presses("Go on")


async def test_who_leaves_it_keeps_what_they_answered(town):
    await street(town)
    ada = await begun(town)
    town.clock.forward(hours=49)
    await looked(town)
    await brought(town, ada, WORDS)
    seen = await ada.presses("Leave it as it is")
    assert "What you answered stays and is counted" in seen
    [row] = [row for row in await town.rows("sessions") if row["use"] == "answer"]
    assert row["status"] == "open"
    assert await times(ada, WORDS) == 0, "the answer stands in the place of the nudge"
    assert "Why is that?" in await ada.presses("Go on")


async def test_nobody_is_nudged_who_answered_nothing_finished_or_came_back(town):
    await street(town)
    nothing = await begun(town, "Ada", "Start", "Yes, 16")
    finished = await begun(town, "Bob", "Start", "Yes, 16", "It is fine", "Skip", "Skip", "Skip")
    back = await begun(town, "Cleo")
    town.clock.forward(hours=40)
    await back.says("Because of the trees")
    town.clock.forward(hours=9)
    await looked(town)
    assert [await times(one, WORDS) for one in (nothing, finished, back)] == [0, 0, 0]
    assert [row for row in await town.rows("notices") if row["kind"] == "nudge"] == []


async def test_who_comes_back_before_the_letter_went_out_does_not_get_it(town):
    await street(town)
    ada = await begun(town)
    town.clock.forward(hours=49)
    at(town, town.clock().replace(hour=22))  # quiet hours: it waits
    await looked(town)
    assert len([row for row in await town.rows("notices") if row["kind"] == "nudge"]) == 1
    await ada.says("Because of the trees")
    town.clock.forward(hours=14)
    await asyncio.sleep(0.5)
    await looked(town)
    [row] = await town.rows("deliveries")
    assert (row["state"], row["reason"]) == (15, "over")
    assert await times(ada, WORDS) == 0


async def test_nobody_is_hurried_in_the_last_hours_before_the_closing(town):
    await street(town)
    await town.write(
        lambda tx: tx.activities.change(tx.activities.named(STREET).id, closes=millis(TUESDAY + timedelta(hours=60)))
    )
    ada = await begun(town)
    town.clock.forward(hours=49)
    await looked(town)
    assert await times(ada, WORDS) == 0
    assert [row for row in await town.rows("notices") if row["kind"] == "nudge"] == []


async def test_who_stopped_the_bot_is_not_nudged(town):
    await street(town)
    ada = await begun(town)
    await ada.says("/stop")
    town.clock.forward(hours=49)
    await looked(town)
    await asyncio.sleep(0.3)
    assert await times(ada, WORDS) == 0
