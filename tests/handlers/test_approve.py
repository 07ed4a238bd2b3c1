"""More than fifty people: somebody reads it first. A no needs a published ground, a reason and two working days."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from tests.handlers.broadcasting import (
    BRIXTON,
    CLAPHAM,
    TEXT,
    at,
    begun,
    brought,
    due,
    forged,
    residents,
    state,
    times,
    written,
)

FRIDAY_EVENING = datetime(2026, 12, 25 - 7, 17, tzinfo=UTC)


async def asked(town, area=BRIXTON, number=60):
    """An officer, a champion of Brixton, and a message to sixty people there that waits for a yes."""
    officer = await begun(town)
    grace = await town.holder(officer, "champion", area=area)
    await residents(town, number, BRIXTON)
    await written(town, grace)
    await grace.presses("Look at it, then send")
    seen = await grace.presses("Ask for a yes")
    return officer, grace, seen


async def test_an_officer_sees_everything_and_a_yes_sends_it_at_once(either):
    officer, grace, seen = await asked(either)
    assert "waits for a yes" in seen
    assert "Thursday, 3 December 2026, 12:0" in seen, "two working days"
    letter = await brought(either, officer, "A champion asks to send a message")
    for piece in (TEXT, BRIXTON, "about 60 people", "Your street"):
        assert piece in letter
    data = await officer.data_of("Approve it")
    assert "Approved" in await officer.presses("Approve it")
    assert await state(either) == ["sending"]
    assert "was approved and is being sent" in await brought(either, grace, "was approved")
    assert "decided already" in str(await officer.forges(data))
    assert len([n for n in await either.rows("notices") if n["kind"] == "broadcast"]) == 1


async def test_a_no_names_a_published_ground_and_a_reason_and_can_be_asked_again(town):
    officer, grace, _ = await asked(town)
    await brought(town, officer, "A champion asks")
    grounds = await officer.presses("Refuse, with a reason")
    assert "speaks for or against a political party" in grounds
    await officer.presses("Untrue or misleading")
    assert "Refused" in await officer.says("There is no such meeting on Friday.")
    told = await brought(town, grace, "was refused")
    assert "not true, or misleads" in told
    assert "There is no such meeting on Friday." in told
    assert await state(town) == ["refused"]
    assert "0 sent" not in (await grace.says("/broadcast")).text
    assert "2 left" in await grace.says("/broadcast"), "a refusal is not counted"
    await grace.presses("Change it")
    await grace.goes("Words and languages", "Change: English", "~Better words", "Look at it, then send")
    assert "waits for a yes" in await grace.presses("Ask for a yes")
    [row] = await town.rows("broadcasts")
    assert "ground" not in json.loads(row["reason"])


async def test_no_other_ground_is_taken_and_none_without_words(town):
    officer, _, _ = await asked(town)
    [row] = await town.rows("broadcasts")
    await forged(town, officer, "approve", f"{row['id']}.n.9")
    assert await state(town) == ["waiting"]
    await forged(town, officer, "approve", f"{row['id']}.n.1")
    assert await state(town) == ["waiting"], "it waits for the reason"


async def test_after_two_working_days_of_silence_a_second_champion_suffices_and_an_officers_no_is_late(town):
    officer = await begun(town)
    grace = await town.holder(officer, "champion", area=BRIXTON)
    olu = await town.holder(officer, "champion", "Olu", area=BRIXTON)
    ruth = await town.holder(officer, "champion", "Ruth", area=CLAPHAM)
    await residents(town, 60, BRIXTON)
    at(town, FRIDAY_EVENING)
    await written(town, grace)
    seen = await grace.goes("Look at it, then send", "Ask for a yes")
    assert "Tuesday, 22 December 2026, 17:0" in seen
    [row] = await town.rows("broadcasts")
    assert "Officers still have time" in str(await forged(town, olu, "approve", f"{row['id']}.y"))
    at(town, FRIDAY_EVENING.replace(day=22, minute=2))
    await due(town)
    assert "about 60 people" in await brought(town, olu, "A champion asks")
    assert await times(ruth, "A champion asks") == 0, "not of this area"
    assert "not open to you" in str(await forged(town, ruth, "approve", f"{row['id']}.y"))
    assert "not open to you" in str(await forged(town, grace, "approve", f"{row['id']}.y")), "nobody their own"
    assert "not open to you" in str(await forged(town, olu, "approve", f"{row['id']}.n.1 because")), (
        "no champion refuses"
    )
    assert "working days to refuse it are over" in str(await forged(town, officer, "approve", f"{row['id']}.n"))
    await olu.presses("Approve it")
    assert await state(town) == ["sending"]
    verbs = [one["verb"] for one in await town.rows("audit")]
    assert "broadcast.approved.champion" in verbs


async def test_what_waits_can_be_taken_back_and_changed(town):
    officer, grace, _ = await asked(town)
    await brought(town, officer, "A champion asks")
    await grace.presses("Take it back to change it")
    assert await state(town) == ["draft"]
    assert "not open to you" in str(await officer.presses("Approve it"))
    assert await state(town) == ["draft"]
    assert [one["state"] for one in await town.rows("agenda") if one["kind"] == "approval_open"] == ["dropped"]


async def test_a_champion_whose_role_is_taken_sends_nothing_more(either):
    officer = await begun(either)
    grace = await either.holder(officer, "champion", area=BRIXTON)
    await residents(either, 12, BRIXTON)
    at(either, datetime(2026, 12, 1, 22, tzinfo=UTC))  # quiet hours: everything is queued
    await written(either, grace)
    await grace.goes("Look at it, then send", "Send it now")
    await written(either, grace, "a draft")
    for _ in range(200):
        if len([one for one in await either.rows("deliveries") if one["class_"] == "unasked"]) == 12:
            break
        await either.rest()
    link = (await grace.says("/link")).payload
    await officer.says("/people")
    await officer.presses("Remove champion 1")
    assert sorted(await state(either)) == ["cancelled", "cancelled"]
    [notice] = [one for one in await either.rows("notices") if one["kind"] == "broadcast"]
    assert notice["state"] == "cancelled"
    assert {one["state"] for one in await either.rows("deliveries") if one["class_"] == "unasked"} == {14}
    assert "not open to you" in await grace.says("/broadcast")
    ada = await either.arrive()
    assert "Your street" in await ada.starts(link), "the link stays, to count by"
    assert (await ada.row()).root_source
