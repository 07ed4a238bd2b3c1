"""Who waits for a role is told about it, and so are those who decide."""

from __future__ import annotations

import asyncio

from bot.ports import State
from tests.handlers.broadcasting import TUESDAY, at, brought, times


async def waits(town, officer):
    """Somebody takes up an invitation."""
    await officer.says("/invite")
    await officer.presses("champion")
    made = await officer.presses("the whole borough")
    grace = await town.arrive("Grace")
    await grace.starts(made.payload)
    return grace


async def test_officers_hear_that_somebody_waits_and_the_person_hears_yes(either):
    at(either, TUESDAY)
    officer = await either.officer()
    grace = await waits(either, officer)
    await brought(either, officer, "Somebody waits to be confirmed as: champion")
    assert "Confirm" in await officer.presses("See who waits")
    await officer.presses("Confirm")
    await brought(either, grace, "You are confirmed as: champion")
    await either.rest()
    assert await times(grace, "You are confirmed") == 1


async def test_who_is_refused_hears_it_too(town):
    at(town, TUESDAY)
    officer = await town.officer()
    grace = await waits(town, officer)
    await officer.says("/people")
    await officer.presses("Refuse")
    await brought(town, grace, "You were not confirmed as: champion")


async def test_at_night_an_officer_is_not_woken_for_it_and_what_was_decided_meanwhile_is_not_told(town):
    at(town, TUESDAY.replace(hour=23))
    officer = await town.officer()
    grace = await waits(town, officer)
    await town.rest()
    assert await times(officer, "Somebody waits") == 0
    await officer.says("/people")
    await officer.presses("Confirm")
    await brought(town, grace, "You are confirmed as: champion")
    at(town, TUESDAY.replace(day=2, hour=11))
    for _ in range(100):
        [row] = [row for row in await town.rows("deliveries") if row["class_"] == "duty"]
        if row["state"] == State.SKIPPED:
            break
        await asyncio.sleep(0.05)
    assert (row["state"], row["reason"]) == (State.SKIPPED, "over")
    assert await times(officer, "Somebody waits") == 0
