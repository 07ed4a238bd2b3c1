"""An officer invites champions for an area; what they hold is that area and no other."""

from __future__ import annotations

from tests.handlers.broadcasting import BRIXTON, begun, code_of


async def test_the_areas_are_pages_of_buttons_and_the_role_holds_the_one_chosen(town):
    officer = await begun(town)
    grace = await town.holder(officer, "champion", area=BRIXTON)
    row = await grace.row()
    assert [(held.role, held.area) for held in row.roles] == [("champion", code_of(town, BRIXTON))]
    assert f"Area: {BRIXTON}" in await officer.says("/people")


async def test_a_group_of_areas_reaches_each_of_them(town):
    officer = await begun(town)
    grace = await town.holder(officer, "champion", area="Brixton and Herne Hill")
    await grace.says("/broadcast")
    await grace.goes("New message", "Your street", "~Hello", "Who gets it")
    seen = await grace.presses("Areas")
    assert BRIXTON in seen
    assert "Clapham" not in seen


async def test_a_name_typed_while_choosing_the_area_is_the_champions_label(town):
    officer = await begun(town)
    await officer.says("/invite")
    await officer.presses("champion")
    assert "St Mark's" in await officer.says("St Mark's")
    seen = await officer.presses("the whole borough")
    assert "St Mark's" in seen
    assert "Area: the whole borough" in seen
    grace = await town.arrive("Grace")
    await grace.starts(seen.payload)
    assert "St Mark's" in await officer.says("/people")
