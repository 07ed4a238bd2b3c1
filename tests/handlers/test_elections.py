"""Before an election champions' messages wait, unless an officer lets one through and says why."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from tests.handlers.broadcasting import BRIXTON, TEXT, at, begun, brought, due, forged, residents, state, times, written

WITHIN = datetime(2028, 4, 4, 11, tzinfo=UTC)
BEFORE = datetime(2028, 3, 24, 18, 45, tzinfo=UTC)
BEGUN = datetime(2028, 3, 27, 9, tzinfo=UTC)


async def test_within_the_period_the_dates_are_named_and_only_an_officers_reason_lets_one_through(either):
    officer = await begun(either, WITHIN)
    grace = await either.holder(officer, "champion")
    ada = await either.arrive("Ada")
    await ada.starts((await grace.says("/link")).payload)
    assert "27 March 2028" in await grace.says("/broadcast")
    await written(either, grace)
    await grace.goes("Who gets it", "Who came by my link", "That is right")
    seen = await grace.presses("Look at it, then send")
    assert "London Mayor and Assembly elections, 27 March 2028 to 4 May 2028" in seen
    assert "Send it now" not in seen
    await grace.presses("Ask for a yes")
    [row] = await either.rows("broadcasts")
    letter = await brought(either, officer, "A champion asks")
    assert "4 May 2028" in letter
    assert "has to wait" in str(await forged(either, officer, "approve", f"{row['id']}.y"))
    assert await state(either) == ["waiting"]
    assert "not open to you" in str(await forged(either, grace, "override", str(row["id"])))
    await officer.presses("Let it through with a reason")
    assert "Let through" in await officer.says("It tells where the flood shelter is.")
    assert TEXT in await brought(either, ada, TEXT)
    [row] = await either.rows("broadcasts")
    assert json.loads(row["reason"])["override"] == "It tells where the flood shelter is."
    verbs = [one["verb"] for one in await either.rows("audit")]
    assert "elections.overridden" in verbs
    await written(either, grace, "Another one")
    await grace.goes("Who gets it", "Who came by my link", "That is right")
    assert "Send it now" not in await grace.presses("Look at it, then send"), "it held for that one message"


async def test_what_is_being_sent_is_held_when_the_period_begins(town):
    officer = await begun(town, BEFORE)
    grace = await town.holder(officer, "champion", area=BRIXTON)
    await residents(town, 12, BRIXTON)
    ada = await town.arrive("Ada")
    await ada.starts((await grace.says("/link")).payload)
    at(town, BEFORE.replace(hour=21))  # quiet hours: it waits for the morning
    await written(town, grace)
    await grace.goes("Who gets it", "Who came by my link", "That is right", "Look at it, then send", "Send it now")
    assert await state(town) == ["sending"]
    at(town, BEGUN)
    await due(town)
    assert await state(town) in (["paused"], ["sending"])
    await due(town)
    assert await state(town) == ["paused"]
    [row] = await town.rows("broadcasts")
    assert "has to wait" in str(await forged(town, grace, "broadcasts", f"{row['id']}.g"))
    assert await state(town) == ["paused"]
    assert await times(ada, TEXT) == 0


async def test_an_officers_notice_waits_too_unless_a_reason_is_typed_which_is_kept_and_logged(town):
    officer = await begun(town, WITHIN)
    await officer.says("/notices")
    await officer.presses("Notices to publish")
    seen = await officer.presses("Wanted: somebody")
    assert "London Mayor and Assembly elections, 27 March 2028 to 4 May 2028" in seen
    assert "Publish and send" not in seen
    [row] = [one for one in await town.rows("activities") if one["name"] == "youth_tender"]
    assert "has to wait" in str(await forged(town, officer, "publish", f"{row['id']}.y"))
    assert "Why may this notice go out" in await officer.presses("Let it through with a reason")
    assert "before the election" not in await officer.presses("Cancel")
    await officer.says("Nothing waits for these words")
    await officer.says("/notices")
    await officer.goes("Notices to publish", "Wanted: somebody", "Let it through with a reason")
    assert "Published" in await officer.says("The tender closes before the vote.")
    [row] = [one for one in await town.rows("activities") if one["id"] == row["id"]]
    assert (row["state"], json.loads(row["settings"])["override"]) == ("open", "The tender closes before the vote.")
    assert "elections.overridden" in [one["verb"] for one in await town.rows("audit")]
