"""Notices by theme and area: to those who asked, once, and to nobody else."""

from __future__ import annotations

import asyncio

import pytest

from bot.actions import interests
from bot.ports import State
from tests.handlers.broadcasting import TUESDAY, at, brought, forged, times
from tests.journeys.town import SAMPLE

NIGHT, TENDER = "Say how safe you feel in the evening", "Wanted: somebody to run evening youth work"


@pytest.fixture
async def town(town):
    at(town, TUESDAY)
    return town


async def asks(town, *steps, name="Ada", language="en"):
    """Somebody who chooses what to hear of."""
    person = await town.arrive(name, language)
    await person.starts()
    await person.says("/notices")
    for step in steps:
        await person.presses(step)
    return person


async def chosen(town, person):
    row = await person.row()
    return sorted(await town.read(lambda tx: tx.preferences.interests(row.id)))


async def published(officer, title):
    await officer.says("/notices")
    await officer.goes("Notices to publish", title)
    return await officer.presses("Publish and send")


async def settled(town):
    """Until the sender has nothing left that may go today."""
    for _ in range(100):
        rows = await town.rows("deliveries")
        filling = [row for row in await town.rows("notices") if row["state"] == "filling"]
        if not filling and all(row["state"] >= State.SENT or row["reason"] for row in rows):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("something still waits")


async def test_a_resident_chooses_themes_and_areas_and_changes_their_mind(town):
    ada = await asks(town, "Feeling safe", "Parks and streets")
    assert await chosen(town, ada) == [("parks", ""), ("safety", "")]
    await ada.goes("Choose areas", "Streatham", "Clapham")
    assert await chosen(town, ada) == [
        ("parks", "clapham"), ("parks", "streatham"), ("safety", "clapham"), ("safety", "streatham"),
    ]  # fmt: skip
    seen = await ada.goes("Back to the themes", "✓ Parks and streets")
    assert "Only for: Clapham; Streatham" in seen
    assert await chosen(town, ada) == [("safety", "clapham"), ("safety", "streatham")]
    await ada.goes("Choose areas", "The whole borough")
    assert await chosen(town, ada) == [("safety", "")]


async def test_a_double_tap_wants_what_it_said_and_another_persons_button_changes_nothing(town):
    ada = await asks(town)
    data = await ada.data_of("Feeling safe")
    await ada.forges(data)
    await ada.forges(data)
    assert await chosen(town, ada) == [("safety", "")]
    await forged(town, ada, "notices", "on.nonsense." + "x")
    await forged(town, ada, "notices", "on.parks.other")
    assert await chosen(town, ada) == [("safety", "")]


async def test_a_notice_reaches_who_asked_for_its_theme_in_their_language_once(town):
    await town.open(SAMPLE)
    officer = await town.officer()
    ada, layla = await asks(town, "Feeling safe"), await asks(town, "الشعور بالأمان", name="Layla", language="ar")
    bob, eve = await asks(town, "Housing", name="Bob"), await asks(town, name="Eve")
    seen = await published(officer, NIGHT)
    assert "Published" in seen
    assert "It takes about five minutes" in await brought(town, ada, NIGHT)
    await brought(town, layla, "أخبرنا كم تشعر بالأمان")
    await settled(town)
    assert [await times(one, NIGHT) for one in (ada, bob, eve)] == [1, 0, 0]
    assert "Feeling safe in the evening" in await ada.presses("Open it")


async def test_a_notice_for_some_areas_reaches_those_areas_and_those_who_asked_for_everywhere(town):
    officer = await town.officer()
    tenders = "Tenders for providers"
    everywhere = await asks(town, tenders, name="Ada")
    here = await asks(town, tenders, "Choose areas", "Brixton and Herne Hill", name="Bob")
    elsewhere = await asks(town, tenders, "Choose areas", "Streatham", name="Cleo")
    await published(officer, TENDER)
    await brought(town, everywhere, TENDER)
    await brought(town, here, TENDER)
    await settled(town)
    assert await times(elsewhere, TENDER) == 0


async def test_a_notice_for_the_whole_borough_reaches_who_asked_for_one_area_only(town):
    officer = await town.officer()
    ada = await asks(town, "Feeling safe", "Choose areas", "Streatham")
    await published(officer, NIGHT)
    await brought(town, ada, NIGHT)


async def test_published_twice_it_goes_out_once_and_who_no_longer_wants_it_is_spared(town):
    officer = await town.officer()
    ada = await asks(town, "Feeling safe")
    at(town, town.clock().replace(hour=22))  # quiet hours: it waits
    await officer.says("/notices")
    await officer.goes("Notices to publish", NIGHT)
    data = await officer.data_of("Publish and send")
    await officer.forges(data)
    await officer.forges(data)
    assert len([row for row in await town.rows("notices") if row["kind"] == "notice"]) == 1
    await asyncio.sleep(0.5)
    await ada.says("/notices")
    await ada.presses("✓ Feeling safe")
    town.clock.forward(hours=14)
    await settled(town)
    assert State.SENT not in [row["state"] for row in await town.rows("deliveries")]


async def test_an_officer_writes_a_notice_in_chat_in_two_languages_and_publishes_it(town):
    await town.open(SAMPLE)
    officer = await town.officer()
    ada, layla = await asks(town, "Housing"), await asks(town, "السكن", name="Layla", language="ar")
    await officer.says("/notices")
    await officer.goes("Write a notice", "Housing", "The whole borough")
    await officer.says("Rents talk")
    await officer.says("Come and talk about rents on 5 January.")
    seen = await officer.presses("Feeling safe in the evening")
    assert "This is what people will read" in seen
    await officer.presses("العربية")
    await officer.says("حديث عن الإيجارات")
    await officer.says("تعالوا نتحدث عن الإيجارات.")
    await officer.presses("Keep as a draft")
    await officer.presses("Publish and send")
    said = await brought(town, ada, "Rents talk")
    assert "Come and talk about rents on 5 January." in said
    assert "تعالوا نتحدث عن الإيجارات" in await brought(town, layla, "حديث عن الإيجارات")
    assert "Rents talk" in await officer.says("/notices"), "everybody can read the newest"


async def test_a_draft_is_for_officers_only_and_thrown_away_nothing_stays(town):
    officer, ada = await town.officer(), await asks(town)
    draft = await town.activity("night_bus")
    for verb, argument in (("publish", str(draft.id)), ("publish", f"{draft.id}.y"), ("notice_new", "t.safety")):
        assert "not open to you" in (await forged(town, ada, verb, argument)).toast
    assert "no longer here" in await forged(town, ada, "notices", str(draft.id))
    await officer.says("/notices")
    await officer.goes("Write a notice", "Housing", "The whole borough")
    await officer.says("Rents")
    await officer.says("Come.")
    await officer.goes("No link", "Throw it away")
    assert [one for one in await town.rows("activities") if one["name"].startswith("notice-")] == []
    assert (await town.activity("night_bus")).state == "draft"


async def test_what_was_chosen_is_forgotten_with_the_person(town):
    ada = await asks(town, "Feeling safe", "Choose areas", "Streatham")
    person = await ada.row()
    assert await town.read(lambda tx: interests.areas(tx, person)) == ("streatham",)
    await ada.says("/forgetme")
    await ada.presses("Yes")
    assert await town.rows("interests") == []
    assert await town.rows("preferences") == []


async def test_a_changed_file_changes_the_draft_and_a_published_notice_stays_as_it_was(town):
    from bot.actions import notify

    officer = await town.officer()
    now = town.clock()
    changed = {"id": "night_bus", "theme": "parks", "title": {"en": "New"}, "text": {"en": "New words."}}
    await town.write(lambda tx: notify.take_in(tx, "night_bus", changed, "another digest", now))
    assert '"theme": "parks"' in (await town.activity("night_bus")).settings
    await published(officer, "New")
    await town.write(lambda tx: notify.take_in(tx, "night_bus", changed | {"theme": "care"}, "a third digest", now))
    assert '"theme": "parks"' in (await town.activity("night_bus")).settings
