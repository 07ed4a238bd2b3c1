"""People hear back: the result, and later "you said, we did", once each, in their language."""

from __future__ import annotations

import json

import pytest

from bot.core.we_did import read
from bot.ports import millis
from tests.handlers.broadcasting import TUESDAY, at, brought, times
from tests.journeys.town import STREET

_YES = {"en": "Yes, 16", "es": "Sí, 16", "ar": "نعم"}
RESULT = "What came out of “Your street”"
DID = "You said, we did: Your street"


async def took_part(town, name="Ada", language="en", *, finish=True):
    person = await town.arrive(name, language)
    say = town.app.voice.say
    await person.starts(f"a_{STREET}")
    await person.goes(say("button.start", language), _YES[language])
    await person.goes("It is fine" if language != "ar" else "نعم جميل")
    for _ in range(3 if finish else 1):
        await person.presses(say("skip", language))
    return person


async def closed(town, officer):
    await officer.says("/activities")
    return await officer.goes("Your street", "Close", "Close")


@pytest.fixture
async def street(town):
    at(town, TUESDAY)
    await town.open(STREET)
    return town


async def test_everybody_who_took_part_gets_the_result_once_in_their_language_and_nobody_else(street):
    officer, eve = await street.officer(), await street.arrive("Eve")
    await eve.starts()
    ada, layla = await took_part(street), await took_part(street, "Layla", "ar")
    left = await took_part(street, "Bob", finish=False)
    await closed(street, officer)
    assert await times(ada, RESULT) == 0, "not before there is a release"
    await officer.goes("Export", "Spreadsheets")
    said = await brought(street, ada, RESULT)
    assert "Fewer than 10 people took part" in said
    assert "It is fine" not in said, "no figure of three people"
    await brought(street, layla, "ما نتج عن")
    await brought(street, left, RESULT)
    await officer.says("/activities")
    await officer.goes("Your street", "Export", "For programs")
    street.clock.forward(days=2)
    await street.rest()
    assert [await times(one, RESULT) for one in (ada, left, eve, officer)] == [1, 1, 0, 0]
    assert len([row for row in await street.rows("notices") if row["kind"] == "result"]) == 1
    seen = await ada.presses("All results")
    assert "Results of “Your street”" in seen
    assert "Street lights" not in seen, "only what was asked for"


async def answered(officer, kind, words, *more):
    """Through /wedid to the preview."""
    await officer.says("/wedid")
    await officer.presses("Your street")
    await officer.says("The bins are full on Mondays.")
    await officer.presses(kind)
    seen = await officer.says(words)
    for step in more:
        seen = await officer.presses(step)
    return seen


async def test_what_was_done_goes_to_everybody_who_took_part_once_and_stays_in_the_results(street):
    officer, ada = await street.officer(), await took_part(street)
    await closed(street, officer)
    seen = await answered(officer, "We did it", "There is a second collection now.")
    assert "This is what people will read" in seen
    assert await times(ada, DID) == 0, "not before it is published"
    seen = await officer.presses("Publish and send")
    assert "Published" in seen
    said = await brought(street, ada, DID)
    assert "The bins are full on Mondays." in said
    assert "There is a second collection now." in said
    street.clock.forward(days=3)
    await street.rest()
    assert await times(ada, DID) == 1
    assert await times(officer, DID) == 0
    assert "There is a second collection now." in await ada.says("/results")


async def test_a_second_tap_on_publish_publishes_nothing_twice(street):
    officer = await street.officer()
    await closed(street, officer)
    await answered(officer, "We did it", "There is a second collection now.")
    data = await officer.data_of("Publish and send")
    await officer.forges(data)
    await officer.forges(data)
    found = await street.activity(STREET)
    assert len([row for row in await street.rows("notices") if row["kind"] == "we_did"]) == 1
    assert len(read(json.loads(found.settings))) == 1


async def test_a_promise_has_a_day_and_once_missed_it_says_so_for_everybody(street):
    officer, ada = await street.officer(), await took_part(street)
    await closed(street, officer)
    seen = await answered(officer, "We will, by a day", "A second collection comes.", "31 December 2026")
    assert "We will, by 31 December 2026" in seen
    await officer.presses("Publish and send")
    assert "We will, by 31 December 2026" in await brought(street, ada, DID)
    street.clock.forward(days=60)
    assert "That day has passed, and nobody has said yet what became of it" in await ada.says("/results")
    seen = await officer.says("/wedid")
    assert "Promise 1, by 31 December 2026: A second collection comes." in seen
    await officer.goes("What became of promise 1", "It was not done")
    await officer.says("The lorry is not paid for yet.")
    seen = await ada.says("/results")
    assert "We did not keep this promise" in seen
    assert "The lorry is not paid for yet." in seen
    found = await street.activity(STREET)
    promise = read(json.loads(found.settings))[0]
    assert (promise.outcome, promise.by) == ("missed", "2026-12-31")
    assert "What became of promise" not in await officer.says("/wedid"), "said once, it stays"


async def test_an_answer_in_two_languages_is_read_in_each_and_the_others_are_told_which_it_is(street):
    officer = await street.officer()
    layla, maria = await took_part(street, "Layla", "ar"), await took_part(street, "María", "es")
    await closed(street, officer)
    await answered(officer, "We will not, and why", "There is no money for it.")
    await officer.presses("العربية")
    await officer.says("الحاويات ممتلئة يوم الاثنين.")
    seen = await officer.says("لا مال لذلك.")
    assert "[Español]" in seen
    assert "[العربية]" not in seen
    await officer.presses("Publish and send")
    assert "لا مال لذلك" in await brought(street, layla, "قلتم")
    said = await brought(street, maria, "Ustedes dijeron")
    assert "There is no money for it." in said
    assert "Escrito en: English" in said


async def test_what_is_still_open_cannot_be_answered_and_a_resident_cannot_answer_at_all(street):
    officer, ada = await street.officer(), await took_part(street)
    assert "Nothing has closed yet" in await officer.says("/wedid")
    assert "not open to you" in (await ada.says("/wedid"))


async def test_too_long_an_answer_is_asked_for_again(street):
    officer = await street.officer()
    await closed(street, officer)
    await officer.says("/wedid")
    await officer.presses("Your street")
    assert "at most 500 characters" in await officer.says("x" * 501)
    assert "What is your answer?" in await officer.says("The bins are full.")


async def test_who_took_back_nothing_but_stopped_the_bot_is_left_in_peace(street):
    officer, ada = await street.officer(), await took_part(street)
    await closed(street, officer)
    await ada.says("/stop")
    await officer.goes("Export", "Spreadsheets")
    await answered(officer, "We did it", "There is a second collection now.", "Publish and send")
    street.clock.forward(days=1)
    await street.rest()
    assert (await times(ada, RESULT), await times(ada, DID)) == (0, 0)


async def test_an_earlier_promise_that_was_missed_stands_in_the_results_from_the_first_day(street):
    ada = await street.arrive()
    seen = await ada.says("/results")
    assert "You said, we did: Street lights, 2025 (sample)" in seen
    assert "We did not keep this promise" in seen
    assert "We missed this. It still takes about nine working days" in seen
    assert await street.rows("notices") == []


async def test_after_a_workshop_it_goes_to_those_who_had_a_place(street):
    officer, ada, bob = await street.officer(), await street.arrive("Ada"), await street.arrive("Bob")
    for one in (ada, bob):
        await one.starts()
    had, asked = await ada.row(), await bob.row()

    def over(tx):
        made = tx.activities.put("talk", "workshop", "", "", json.dumps({"title": {"en": "A talk"}}))
        tx.activities.change(made.id, state="closed", closed=millis(TUESDAY))
        tx.bookings.put(made.id, had.id, "attended", "{}", "7K", millis(TUESDAY))
        tx.bookings.put(made.id, asked.id, "not_drawn", "{}", "8K", millis(TUESDAY))

    await street.write(over)
    await officer.says("/wedid")
    await officer.presses("A talk")
    await officer.says("The room was cold.")
    await officer.presses("We did it")
    await officer.says("There is a heater now.")
    await officer.presses("Publish and send")
    await brought(street, ada, "You said, we did: A talk")
    await street.rest()
    assert await times(bob, "You said, we did: A talk") == 0
