"""A champion announces a session: when, how many, where; officers see it; it can be called off."""

from __future__ import annotations

from tests.handlers.broadcasting import BRIXTON, begun, forged


async def test_a_session_is_announced_by_buttons_and_one_typed_place_and_seen_by_officers(either):
    officer = await begun(either)
    grace = await either.holder(officer, "champion", area=BRIXTON)
    await grace.says("/announce")
    seen = await grace.goes("Announce a session", "Fri 4 Dec", "18:00", "20:00", "30")
    assert "Type the place" in seen
    kept = await grace.says("community hall, Acre Lane")
    line = f"1. community hall, Acre Lane ({BRIXTON}): Friday, 4 December 2026, 18:00 to 20:00, about 30 people"
    assert line in kept
    [row] = await either.rows("announcements")
    assert (row["number"], row["ends"] - row["starts"]) == (30, 7_200_000)
    assert line in await officer.says("/announce")
    assert "Announce a session" not in (await officer.says("/announce")).last.split("\n")[-1]


async def test_the_same_session_twice_is_one_and_anothers_cannot_be_called_off(town):
    officer = await begun(town)
    grace, ruth = await town.holder(officer, "champion"), await town.holder(officer, "champion", "Ruth")
    for _ in range(2):
        await grace.says("/announce")
        await grace.goes("Announce a session", "Fri 4 Dec", "18:00", "20:00", "30", "~hall")
    [row] = await town.rows("announcements")
    await forged(town, ruth, "announce", f"x.{row['id']}")
    assert len(await town.rows("announcements")) == 1
    assert "hall" not in await ruth.says("/announce"), "each sees their own"
    await grace.says("/announce")
    assert "None is announced" in await grace.presses("Call off number 1")
    assert await town.rows("announcements") == []


async def test_nonsense_and_the_past_are_no_session(town):
    officer = await begun(town)
    grace = await town.holder(officer, "champion")
    for argument in ("n.202011271800.4.30 hall", "n.202612041800.99.30 hall", "n.202612041800.4.7 hall", "n.x", "x.9"):
        await forged(town, grace, "announce", argument)
    assert await town.rows("announcements") == []
    assert "a session lies ahead" in str(await forged(town, grace, "announce", "n.202611301800.4.30 hall"))
    assert "not open to you" in str(await forged(town, officer, "announce", "new")), "officers see, champions announce"
