"""Forged, old and other people's buttons: a kind word, the present question, and nothing done."""

import pytest

from tests.journeys.town import SAMPLE, STREET

OLD = "That button is from an older message. Here is where you are now."


@pytest.fixture
async def ada(town):
    await town.open(STREET)
    made = await town.arrive()
    await made.starts(f"a_{STREET}")
    await made.goes("Start", "Yes, 16", "It is fine", "Skip")
    return made


async def test_forged_data_shows_the_present_question(town, ada):
    for data in ("", "x", "gforgetme.yes", "A" * 64, "AAAAAAAAAAAc1.AAAAAAAA.0", "ü" * 20, "{}", "0" * 11):
        seen = await ada.forges(data)
        assert seen.toast == OLD, data
        assert "Why is that?" in seen
    assert len(await town.rows("people")) == 1


async def test_another_persons_button_does_nothing_for_whom_it_is_not(town, ada):
    eve = await town.arrive("Eve")
    await eve.starts(f"a_{STREET}")
    await eve.goes("Start")
    stolen = await ada.data_of("Skip")
    before = await town.rows("sessions")
    assert (await eve.forges(stolen)).toast == OLD
    assert await town.rows("sessions") == before


async def test_the_button_of_an_answered_question_brings_the_present_one(town, ada):
    await ada.says("/start")
    old = await ada.data_of("Skip")
    await ada.says("Because")
    seen = await ada.forges(old)
    assert seen.toast == OLD
    assert "ethnic group" in seen
    assert (await ada.presses("Irish")).text


async def test_a_double_tap_is_one_answer(town, ada):
    data = await ada.data_of("Skip")
    for _ in range(3):
        await ada.person.forge(data)
    await town.rest()
    assert "ethnic group" in await ada.person.screen()
    assert (await ada.row()).session


async def test_on_a_shared_phone_nobody_acts_through_anothers_old_button(town, ada):
    first = await ada.row()
    await ada.says("/forgetme")
    erase = await ada.data_of("Yes, erase everything")
    await ada.says("/privacy")
    withdraw = await ada.data_of("Stop: who") if "Stop: who" in (await ada.person.screen()) else await allow(ada)
    await ada.says("/phone")
    await ada.presses("Someone else")
    second = await ada.row()
    assert second.id != first.id
    before = await town.rows("consents")
    for data in (erase, withdraw):
        assert (await ada.forges(data)).toast == OLD
    assert await town.rows("consents") == before
    assert len(await town.rows("people")) == 2


async def allow(ada):
    return await ada.data_of("Allow: who is missing")


async def test_a_yes_of_the_forgotten_is_no_yes_of_who_comes_after(town, ada):
    await ada.says("/forgetme")
    erase = await ada.data_of("Yes, erase everything")
    await ada.presses("Yes, erase everything")
    await ada.starts(f"a_{STREET}")
    await ada.goes("Start", "Yes, 16", "It is fine")
    assert (await ada.forges(erase)).toast == OLD
    assert len(await town.rows("sessions")) == 2, "the new person's survey and questions about them"


async def test_the_answer_to_the_question_of_age_counts_only_for_who_was_asked(town, ada):
    await ada.says("/phone")
    await ada.presses("Someone else")
    await ada.starts(f"a_{STREET}")
    await ada.presses("Start")
    yes = await ada.data_of("Yes, 16")
    await ada.says("/phone")
    await ada.presses("Someone else")
    assert (await ada.forges(yes)).toast == OLD
    assert [one["person"] for one in await town.rows("consents") if one["purpose"] == "take_part"] != []
    third = await ada.row()
    assert third.id not in {one["person"] for one in await town.rows("consents")}


async def test_an_officers_button_is_useless_in_a_residents_chat_and_after_the_role_is_gone(town):
    await town.open()
    officer = await town.officer()
    other = await town.holder(officer, "officer", "Olu")
    await other.says("/activities")
    await other.presses("Feeling safe")
    close = await other.data_of("Close")
    ada = await town.arrive()
    await ada.starts(f"a_{SAMPLE}")
    assert (await ada.forges(close)).toast == OLD
    await officer.says("/people")
    await officer.presses("Remove officer")
    assert "not open to you" in (await other.forges(close)).toast
    assert (await town.activity()).state == "open"


async def test_a_button_of_a_finished_survey_says_that_it_was_sent_in(town, ada):
    await ada.says("Because")
    data = await ada.data_of("Irish")
    await ada.presses("Irish")
    seen = await ada.forges(data)
    assert "sent this in already" in (seen.text + seen.toast)
    assert len(await town.rows("responses")) == 1
