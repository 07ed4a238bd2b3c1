"""A champion writes to the people they reach: step by step, in one's own area, with what it means before it goes."""

from __future__ import annotations

import json

from tests.handlers.broadcasting import (
    BRIXTON,
    CLAPHAM,
    TEXT,
    audience,
    begun,
    brought,
    code_of,
    forged,
    residents,
    state,
    times,
    written,
)


async def test_a_champion_writes_to_those_who_came_by_their_link_and_each_gets_it_once(either):
    officer = await begun(either)
    grace = await either.holder(officer, "champion")
    link = (await grace.says("/link")).payload
    ada, eve, ola = await either.arrive("Ada"), await either.arrive("Eve", "pl"), await either.arrive("Ola")
    for one in (ada, eve):
        await one.starts(link)
    page = await written(either, grace)
    assert "Kept." in page
    assert TEXT in page
    await grace.goes("Who gets it", "Who came by my link", "That is right")
    seen = await grace.presses("Look at it, then send")
    assert "exactly what they get" in seen
    assert "fewer than 10 people" in seen
    assert "2 left" in seen
    assert "about" not in seen.last.split("It is for")[1], "no exact count"
    data = await grace.data_of("Send it now")
    await grace.presses("Send it now")
    await grace.forges(data)
    assert TEXT in await brought(either, ada, TEXT)
    polish = await brought(either, eve, TEXT)
    assert "Ten tekst jest tylko w języku" in polish, "said where it is not in the reader's language"
    assert await times(ada, TEXT) == 1
    assert await times(ola, TEXT) == 0
    assert await state(either) == ["sending"]
    progress = await grace.presses("Look again")
    assert "Sent to: fewer than 10 people" in progress
    assert "Your street" in await ada.presses("Your street")
    assert len(await either.rows("notices")) >= 1
    assert "1 left" in await grace.says("/broadcast")


async def test_words_can_be_added_in_every_language_changed_and_taken_out(town):
    officer = await begun(town)
    grace = await town.holder(officer, "champion")
    await written(town, grace)
    await grace.presses("Words and languages")
    asked = await grace.presses("Add: Polski")
    assert "At most 700 characters" in asked
    assert "That is 701 characters" in await grace.says("x" * 701)
    assert "Kept." in await grace.says("Cześć")
    [row] = await town.rows("broadcasts")
    assert json.loads(row["texts"]) == {"en": TEXT, "pl": "Cześć"}
    seen = await grace.presses("Look at it, then send")
    assert "words in 2 of 4 languages" in seen
    assert "Od łącznika społeczności" in seen, "the Polish one is shown as Poles read it"
    await grace.goes("Back to the message", "Words and languages")
    await grace.presses("Without: Polski")
    [row] = await town.rows("broadcasts")
    assert json.loads(row["texts"]) == {"en": TEXT}


async def test_what_is_typed_after_going_back_is_not_taken_for_the_words(town):
    officer = await begun(town)
    grace = await town.holder(officer, "champion")
    await written(town, grace)
    await grace.goes("Words and languages", "Change: English", "Back to the message")
    await grace.says("something else")
    [row] = await town.rows("broadcasts")
    assert json.loads(row["texts"]) == {"en": TEXT}


async def test_a_picture_is_kept_by_the_messengers_reference_and_sent_along(town):
    officer = await begun(town)
    grace = await town.holder(officer, "champion")
    ada = await town.arrive("Ada")
    await ada.starts((await grace.says("/link")).payload)
    await written(town, grace)
    await grace.presses("Picture")
    assert "as a photo" in await grace.says("here it is"), "words are no picture"
    kept = await grace.sends("photo", PNG)
    assert "With a picture." in kept
    await grace.goes("Who gets it", "Who came by my link", "That is right", "Look at it, then send", "Send it now")
    await brought(town, ada, TEXT)
    assert any("photo" in message for message in await ada.messages())
    [row] = await town.rows("broadcasts")
    assert row["picture"]


async def test_a_champion_of_one_area_reaches_that_area_and_by_no_forgery_another(town):
    officer = await begun(town)
    grace = await town.holder(officer, "champion", area=BRIXTON)
    await residents(town, 12, BRIXTON)
    await residents(town, 30, CLAPHAM)
    await written(town, grace)
    assert (await audience(town))["areas"] == [code_of(town, BRIXTON)], "all of one's own area unless one chooses"
    await grace.presses("Who gets it")
    everyone = await grace.data_of("All of my area")
    await grace.forges(everyone)
    seen = await grace.presses("Areas")
    assert CLAPHAM not in seen
    assert "about 10 people" in await grace.goes("Back to the choice", "That is right", "Look at it, then send")

    def elsewhere(tx):
        [mine] = tx.broadcasts.of(grace_row.id)
        tx.broadcasts.change(mine.id, audience=json.dumps({"areas": [code_of(town, CLAPHAM)]}))

    grace_row = await grace.row()
    await town.write(elsewhere)
    assert "Counting" in str(await grace.presses("Send it now")), "another audience than the one that was counted"
    assert "not open to you" in str(await grace.presses("Send it now"))
    assert await state(town) == ["draft"]


async def test_another_champions_draft_is_nobody_elses(town):
    officer = await begun(town)
    grace = await town.holder(officer, "champion", area=BRIXTON)
    ruth = await town.holder(officer, "champion", "Ruth", area=CLAPHAM)
    await written(town, grace)
    await written(town, ruth, "Ruth's words")
    mine, theirs = sorted(await town.rows("broadcasts"), key=lambda row: row["made"])
    for verb, step in (
        ("broadcast", ""), ("broadcast", ".x.y"), ("broadcast_words", ".en"), ("broadcast_aim", ".e"),
        ("broadcast_send", ".y"), ("broadcasts", ".c.y"), ("broadcast_picture", ".x"), ("approve", ".y"),
    ):  # fmt: skip
        assert "not open to you" in str(await forged(town, ruth, verb, f"{mine['id']}{step}")), verb
    assert await state(town) == ["draft", "draft"]
    assert theirs["person"] != mine["person"]


async def test_fewer_than_ten_of_a_section_are_no_audience_and_no_count_is_told(town):
    officer = await begun(town)
    grace = await town.holder(officer, "champion", area=BRIXTON)
    await residents(town, 9, BRIXTON)
    await written(town, grace)
    seen = await grace.presses("Look at it, then send")
    assert "Fewer than 10 people share what you chose" in seen
    assert "fewer than 10 people" in seen
    assert "Send it now" not in seen
    assert " 9 " not in seen.text
    await residents(town, 1, BRIXTON, language="pl")
    await grace.presses("Back to the message")
    assert "about 10 people" in await grace.presses("Look at it, then send")
    await grace.goes("Back to the message", "Who gets it", "Languages", "Polski", "Back to the choice", "That is right")
    assert "Send it now" not in await grace.presses("Look at it, then send")


async def test_two_in_seven_days_and_then_the_day_is_named(town):
    officer = await begun(town)
    grace = await town.holder(officer, "champion")
    await (await town.arrive("Ada")).starts((await grace.says("/link")).payload)
    for number in range(2):
        await written(town, grace, f"Message {number}")
        await grace.goes("Who gets it", "Who came by my link", "That is right", "Look at it, then send", "Send it now")
    home = await grace.says("/broadcast")
    assert "0 left" in home
    assert "8 December 2026" in home
    await written(town, grace, "Message 3")
    await grace.goes("Who gets it", "Who came by my link", "That is right")
    assert "Send it now" not in await grace.presses("Look at it, then send")
    town.clock.forward(days=7, minutes=1)
    await grace.presses("Back to the message")
    assert "Send it now" in await grace.presses("Look at it, then send")


async def test_two_taps_on_new_make_one_draft_and_a_thrown_away_one_is_gone(town):
    officer = await begun(town)
    grace = await town.holder(officer, "champion")
    await grace.says("/broadcast")
    await grace.presses("New message")
    data = await grace.data_of("Your street")
    await grace.forges(data)
    await grace.forges(data)
    assert await state(town) == ["draft"]
    await grace.presses("Back to the message")
    await grace.goes("Throw it away", "Yes, throw it away")
    assert await state(town) == ["cancelled"]
    assert "draft" not in await grace.says("/broadcast")


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)
