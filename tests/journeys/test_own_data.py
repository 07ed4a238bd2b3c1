"""What is one's own: seeing it, taking it back, erasing it, being left alone."""

import json

from bot.storage import forget
from tests.journeys.town import SAMPLE, STREET

ANSWERED = ("Start", "Yes, 16", "It is fine", "Yes", "~Oval", "25–34", "Yes", "~Because of the trees", "Irish")


async def taken_part(town, payload=f"a_{STREET}"):
    ada = await town.arrive()
    await ada.starts(payload)
    await ada.goes(*ANSWERED)
    return ada


async def test_my_data_can_be_read_and_the_file_holds_every_row_and_nobody_elses(either):
    await either.open(STREET)
    eve = await either.arrive("Eve")
    await eve.starts(f"a_{STREET}")
    await eve.goes("Start", "Yes, 16", "It is not", "Skip", "~Eve's own secret", "Skip")
    ada = await taken_part(either)
    seen = await ada.says("/mydata")
    assert "Area – Oval" in seen
    assert "Age – 25–34" in seen
    assert "Why is that? – Because of the trees" in seen
    assert "What is your ethnic group? – Answered" in seen, "in the chat a sensitive answer is not repeated"
    assert "Yes: Use my area and age to check who is missing" in seen
    whole = json.loads(await the_file(either, seen))
    row = await ada.row()
    assert set(whole) == {step.table.name for step in (*forget.PERSONAL, forget.ACCOUNT)} | {"audit"}
    assert [one["code"] for one in whole["profiles"] if one["attribute"] == "ethnic_group"] == ["white_irish"]
    assert {one["value"] for one in whole["answers"]} == {"y", "Because of the trees", "white_irish"}
    assert {one["person"] for name in ("sessions", "consents", "responses") for one in whole[name]} == {row.id}
    assert "Eve's own secret" not in json.dumps(whole)
    assert len(whole["consents"]) == 3


async def the_file(town, seen):
    """The bytes of the document that was sent."""
    document = seen.files[-1]["document"]
    assert document["file_name"].endswith(".json")
    found = await town.app.courier.ask("getFile", {"file_id": document["file_id"]})
    return await town.app.courier.fetch(found["file_path"], 10_000_000)


async def test_two_taps_erase_everything_and_later_messages_start_anew(either):
    await either.open(STREET)
    officer = await either.officer()
    ada = await taken_part(either)
    gone = await ada.row()
    await ada.says("/forgetme")
    assert "Everything about you has been erased" in await ada.presses("Yes, erase everything")
    for name in (step.table.name for step in forget.PERSONAL):
        for row in await either.rows(name):
            assert gone.id not in (row.get("person"), row.get("id"), row.get("used_by"), row.get("made_by")), name
    assert len(await either.rows("accounts")) == 1, "only the officer's is left"
    assert await either.rows("answers") == []
    assert [one["person"] for one in await either.rows("tombstones")] == [gone.id]
    seen = await ada.says("hello again")
    assert "Hello. This is a bot" in seen
    assert (await ada.row()).id != gone.id
    assert "Are you 16 or older?" in await ada.goes("Start")
    assert officer is not None


async def test_no_keeps_it(town):
    await town.open(STREET)
    ada = await taken_part(town)
    await ada.says("/forgetme")
    assert "Nothing was erased" in await ada.presses("No, keep it")
    assert len(await town.rows("responses")) == 1


async def test_a_forgotten_persons_figures_stand_in_the_release(town):
    await town.open(STREET)
    officer = await town.officer()
    for _ in range(11):
        ada = await taken_part(town)
    await officer.says("/activities")
    await officer.goes("Your street", "Close", "Close", "Export", "Spreadsheets")
    before = await town.rows("releases")
    await ada.says("/forgetme")
    await ada.presses("Yes, erase everything")
    await officer.says("/activities")
    await officer.goes("Your street", "Export", "For programs")
    assert await town.rows("releases") == before
    assert len(before) == 1


async def test_withdrawing_who_is_missing_erases_area_and_age_and_later_entries_hold_neither(town):
    await town.open(STREET)
    await town.open("second", like=STREET)
    ada = await taken_part(town)
    await ada.says("/privacy")
    seen = await ada.presses("Stop: who is missing")
    assert seen.toast == "Noted."
    assert "No: Use my area and age to check who is missing" in seen
    assert {one["attribute"] for one in await town.rows("profiles")} == {"ethnic_group"}
    await ada.starts("a_second")
    await ada.goes("Start", "It is fine", "~Because it is")
    second = (await town.activity("second")).id
    [entry] = [one for one in await town.rows("responses") if one["activity"] == second]
    frozen = {one["attribute"] for one in await town.rows("response_profile") if one["response"] == entry["id"]}
    assert frozen == {"language", "ethnic_group"}


async def test_withdrawing_the_second_purpose_erases_what_was_kept_for_it(town):
    await town.open(STREET)
    await town.open("second", like=STREET)
    ada = await taken_part(town)
    await ada.says("/privacy")
    await ada.presses("Stop: inviting me")
    assert {one["attribute"] for one in await town.rows("profiles")} == {"area", "age_band"}
    await ada.starts("a_second")
    assert "ethnic group" in await ada.goes("Start", "It is fine", "Skip")


async def test_allowing_later_asks_area_and_age_then_goes_back_to_the_survey(town):
    await town.open(STREET)
    ada = await town.arrive()
    await ada.starts(f"a_{STREET}")
    await ada.goes("Start", "Yes, 16", "It is fine", "No")
    await ada.says("/privacy")
    asked = await ada.presses("Allow: who is missing")
    assert "Which part of Lambeth do you live in?" in asked
    back = await ada.goes("~Oval", "25–34", "No")
    assert "Why is that?" in back
    assert {one["attribute"] for one in await town.rows("profiles")} == {"area", "age_band"}
    latest = [one["given"] for one in await town.rows("consents") if one["purpose"] == "who_is_missing"]
    assert sorted(latest) == [0, 1]


async def test_privacy_says_who_is_responsible_and_what_was_agreed(town):
    await town.open()
    ada = await town.arrive()
    seen = await ada.says("/privacy")
    assert "Whoever asks is responsible for your information." in seen
    assert "We keep no name" in seen
    assert "No: Take part and have your answers counted" in seen
    assert "[" not in seen.last, "nothing to take back yet"


async def test_contact_names_a_person_and_what_to_do_in_danger(town):
    ada = await town.arrive()
    assert "Ask at any library" in await ada.says("/contact")
    await town.open(STREET)
    seen = await ada.says("/contact")
    assert "The street team. Ask at the library" in seen
    assert "Call 999" in seen


async def test_stop_is_heard_however_it_is_said(town):
    await town.open(STREET)
    for how in ("/stop", "/STOP", "stop", "Stop.", "STOP!!", " unsubscribe "):
        ada = await town.arrive()
        await ada.starts(f"a_{STREET}")
        await ada.goes("Start", "Yes, 16", "It is fine", "Skip")
        assert "We will not write to you any more" in await ada.says(how), how
        assert (await ada.row()).stopped


async def test_after_stop_start_goes_on_where_one_was(town):
    await town.open(STREET)
    ada = await town.arrive()
    await ada.starts(f"a_{STREET}")
    await ada.goes("Start", "Yes, 16", "It is fine", "Skip", "~stop")
    seen = await ada.says("/start")
    assert "Here is where you were." in seen
    assert "Why is that?" in seen
    assert not (await ada.row()).stopped


async def test_blocking_is_noted_and_a_word_ends_it(town):
    await town.open()
    ada = await town.arrive()
    await ada.starts(f"a_{SAMPLE}")
    assert (await ada.does("block")).messages == []
    assert [one["blocked"] for one in await town.rows("accounts")] == [1]
    assert (await ada.does("unblock")).messages == [], "nobody is written to for having come back"
    assert [one["blocked"] for one in await town.rows("accounts")] == [0]
    await ada.does("block")
    await town.playground.act("unblock", person=ada.person.id)
    assert "Feeling safe" in await ada.starts(f"a_{SAMPLE}")
