"""Words that were waited for: they reach what asked for them, and nothing else once a person has moved on."""

from __future__ import annotations

import pytest

from tests.journeys.town import STREET

WORDS = "Lights on the canal path"


@pytest.fixture
async def ada(town):
    await town.open(STREET)
    made = await town.arrive()
    await made.starts(f"a_{STREET}")
    await made.goes("Start", "Yes, 16", "It is fine")
    return made


async def asked_for_words(ada):
    await ada.says("/propose")
    await ada.goes("Something is needed", "Something else")


async def test_who_goes_on_with_the_survey_by_a_button_answers_the_survey_with_the_next_words(town, ada):
    back = await ada.data_of("Skip")
    await asked_for_words(ada)
    await ada.forges(back)
    await ada.says(WORDS)
    assert await town.rows("proposals") == []


async def test_a_look_at_help_privacy_or_how_often_keeps_what_was_waited_for(town, ada):
    await asked_for_words(ada)
    for aside in ("/help", "/privacy", "/often", "/contact"):
        await ada.says(aside)
    assert "We have kept your proposal" in await ada.says(WORDS)
    assert [row["words"] for row in await town.rows("proposals")] == [WORDS]


async def test_a_language_switch_in_the_middle_loses_no_words(town, ada):
    await asked_for_words(ada)
    await ada.says("/language")
    await ada.presses("Polski")
    await ada.says("Światła nad kanałem")
    assert [(row["words"], row["language"]) for row in await town.rows("proposals")] == [("Światła nad kanałem", "pl")]


async def test_back_leads_out_of_every_step_of_a_proposal(town, ada):
    await asked_for_words(ada)
    assert "What is it about?" in await ada.presses("Back")
    assert "A champion and an officer read it" in await ada.presses("Back")
    await ada.says(WORDS)
    assert await town.rows("proposals") == []


async def test_stop_in_the_middle_stops_and_is_no_proposal(town, ada):
    await asked_for_words(ada)
    assert "We will not write" in await ada.says("Stop")
    assert (await ada.row()).stopped
    await ada.says(WORDS)
    assert await town.rows("proposals") == []


async def test_a_sticker_an_album_or_very_long_words_are_refused_kindly_and_asked_for_again(town, ada):
    await asked_for_words(ada)
    await ada.does("share", "sticker")
    await ada.does("album", ("document", b"x"), ("document", b"y"))
    assert "at most 200 characters" in await ada.says("x" * 5000)
    assert "We have kept your proposal" in await ada.says(f"<b>{WORDS}</b> \u202eback")
    assert [row["words"] for row in await town.rows("proposals")] == [f"<b>{WORDS}</b> back"]


async def test_numbers_that_nothing_can_have_are_an_old_link_and_no_fault(town, ada):
    for made_up in ("9" * 30, "²", "a_" + "9" * 30):
        await ada.says(f"/start {made_up}")
        await ada.says(f"/workshops {made_up}")
    assert await town.rows("failures") == []


async def test_who_blocks_the_bot_in_the_middle_and_comes_back_is_still_asked(town, ada):
    await asked_for_words(ada)
    await ada.person.block()
    await town.rest()
    await ada.person.unblock()
    assert "We have kept your proposal" in await ada.says(WORDS)


async def test_a_champion_who_stops_in_the_middle_finds_the_draft_again(town):
    await town.open(STREET)
    officer = await town.officer()
    grace = await town.holder(officer, "champion")
    await grace.says("/broadcast")
    await grace.goes("New message", "Your street")
    await grace.says("Come and say what you think of your street.")
    await grace.goes("Words and languages", "Add: Polski")
    assert "We will not write" in await grace.says("stop")
    await grace.says("These words are for nobody.")
    await grace.says("/broadcast")
    seen = await grace.presses("draft: Your street")
    assert "Come and say what you think" in seen
    assert "for nobody" not in seen
