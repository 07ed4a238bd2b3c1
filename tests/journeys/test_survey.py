"""A resident finishes the sample survey, and what is stored of it."""

import pytest

from bot.actions.take_part import CONSENT_VERSION
from tests.journeys.town import STREET

BEGIN = ("Start", "Yes, 16", "I live here", "Done")
ABOUT = ("Yes", "~Oval", "25–34", "No")
REST = (
    "Fairly safe", "Yes, it matches", "1", "Done", "1", "Done", "The council",
    "~More lights, please: the path is dark.", "6", "Female", "No",
)  # fmt: skip


async def test_a_resident_answers_in_english_and_everything_is_stored(either):
    payload = await either.open()
    officer = await either.officer()
    grace = await either.holder(officer, "champion")
    link = await grace.says("/link")
    ada = await either.arrive()
    welcome = await ada.starts(link.payload)
    assert "Feeling safe in the evening" in welcome
    assert "[Start]" in welcome.last
    assert "£60,000" in welcome
    await ada.goes(*BEGIN, *ABOUT)
    review = await ada.goes(*REST)
    assert "Check your answers" in review
    thanks = await ada.presses("Send my answers")
    assert "Thank you. Your answers are sent in." in thanks
    assert "Everyone's answer is counted and shown." in thanks
    [entry] = await either.rows("responses")
    row, source = await ada.row(), (await either.rows("sources"))[0]
    activity = await either.activity(payload[2:])
    assert entry["complete"] == 1
    assert entry["person"] == row.id
    assert entry["edition"] == activity.edition
    assert (entry["root_source"], entry["mode"], entry["tier"]) == (source["id"], "own", "account")
    assert (entry["connection"], entry["provisional"], entry["language"]) == ("lives", 0, "en")
    profile = {one["attribute"]: one["code"] for one in await either.rows("response_profile")}
    assert profile == {
        "area": "E05014108",
        "age_band": "25_34",
        "language": "en",
        "ethnic_group": "black_african",
    }
    paths = {one["id"]: one["path"].rpartition("/")[2] for one in await either.rows("questions")}
    stored = {paths[one["question"]]: one["value"] for one in await either.rows("answers")}
    assert stored["own_words"] == "More lights, please: the path is dark."
    assert stored["trust"] == "council"
    assert stored["safe_dark"] == "safe"
    assert "unsafe_where" not in stored
    consents = {
        (one["purpose"], one["given"], one["text_version"], one["language"]) for one in await either.rows("consents")
    }
    assert consents == {
        ("take_part", 1, CONSENT_VERSION, "en"),
        ("who_is_missing", 1, CONSENT_VERSION, "en"),
        ("invite_me", 0, CONSENT_VERSION, "en"),
    }
    assert not either.playground.world.problems


async def test_a_resident_answers_in_arabic(either):
    payload = await either.open()
    layla = await either.arrive("ليلى", "ar")
    say = either.app.voice.say
    welcome = await layla.starts(payload)
    assert "الشعور بالأمان في المساء" in welcome
    assert say("welcome.unreviewed", "ar") in welcome
    await layla.goes(say("button.start", "ar"), say("age.yes", "ar", {"age": 16}))
    await layla.presses("أسكن هنا")
    done = await layla.says("١")  # an Arabic digit is a digit
    assert "هل" in done
    await layla.goes("لا")
    seen = await layla.presses("أمان إلى حد ما")
    for _ in range(12):
        if say("review.title", "ar") in seen:
            break
        seen = await layla.presses(say("skip", "ar"))
    thanks = await layla.presses(say("review.send", "ar"))
    assert say("thanks.title", "ar") in thanks
    [entry] = await either.rows("responses")
    assert entry["language"] == "ar"
    assert {one["language"] for one in await either.rows("consents")} == {"ar"}
    assert not either.playground.world.problems


async def test_area_and_age_are_asked_once_and_never_in_a_second_survey(town):
    await town.open()
    street = await town.open(STREET)
    ada = await town.arrive()
    await ada.starts("a_feeling_safe")
    first = await ada.goes(*BEGIN)
    assert "Before we go on, a few questions about you" in first
    assert "check who is missing" in first
    seen = await ada.goes("Yes", "~Oval", "25–34", "Yes")
    assert "How safe do you feel" in seen
    await ada.goes(*REST, "Send my answers")
    await ada.starts(street)
    question = await ada.presses("Start")
    assert "Do you like your street?" in question, "neither age nor consent is asked again"
    after = await ada.presses("It is fine")
    assert "Why is that?" in after
    end = await ada.presses("Skip")
    assert "ethnic group?" not in end.last, "known from the first survey, on an explicit yes"
    [second] = [one for one in await town.rows("responses") if one["activity"] == (await town.activity(STREET)).id]
    frozen = {p["attribute"]: p["code"] for p in await town.rows("response_profile") if p["response"] == second["id"]}
    assert frozen["area"] == "E05014108"
    assert frozen["ethnic_group"] == "black_african"


async def test_who_left_the_questions_about_oneself_in_one_survey_is_led_back_to_the_next_one(town):
    first, second = await town.open(STREET), await town.open("second", like=STREET)
    ada = await town.arrive()
    await ada.starts(first)
    seen = await ada.goes("Start", "Yes, 16", "It is fine")
    assert "use your area and age" in seen
    await ada.starts(second)
    seen = await ada.goes("Start", "It is fine")
    assert "use your area and age" in seen
    seen = await ada.presses("Skip")
    assert "Why is that?" in seen
    assert "Thank you" not in seen


async def test_without_a_yes_to_the_second_purpose_each_survey_asks_about_oneself_anew(town):
    await town.open()
    street = await town.open(STREET)
    ada = await town.arrive()
    await ada.starts("a_feeling_safe")
    await ada.goes(*BEGIN, *ABOUT, *REST, "Send my answers")
    await ada.starts(street)
    seen = await ada.goes("Start", "It is fine", "Skip")
    assert "What is your ethnic group?" in seen
    assert {one["attribute"] for one in await town.rows("profiles")} == {"area", "age_band"}


async def test_the_two_purposes_stay_no_where_they_are_skipped(town):
    ada = await town.arrive()
    await ada.starts(await town.open())
    await ada.goes(*BEGIN, "Skip")
    given = {one["purpose"]: one["given"] for one in await town.rows("consents")}
    assert given == {"take_part": 1, "who_is_missing": 0, "invite_me": 0}
    assert await town.rows("profiles") == []


async def test_who_is_too_young_is_refused_kindly_and_nothing_is_begun(town):
    kid = await town.arrive("Kit")
    await kid.starts(await town.open())
    seen = await kid.goes("Start", "No, younger")
    assert "Thank you for being interested" in seen
    assert "[Talk to a person]" in seen.last
    assert await town.rows("sessions") == []
    assert await town.rows("consents") == []


async def test_a_finished_resident_changes_an_answer_until_it_closes(town):
    payload = await town.open(STREET)
    ada = await town.arrive()
    await ada.starts(payload)
    await ada.goes("Start", "Yes, 16", "It is fine", "Skip", "~Because", "Irish")
    assert "sent in your answers" in await ada.starts(payload)
    review = await ada.presses("Change my answers")
    assert "Check your answers" in review
    await ada.goes("1", "It is not", "Send my answers")
    paths = {one["id"]: one["path"].rpartition("/")[2] for one in await town.rows("questions")}
    stored = [(paths[one["question"]], one["value"]) for one in await town.rows("answers")]
    assert ("like", "n") in stored
    assert ("like", "y") not in stored
    assert len(await town.rows("responses")) == 1


@pytest.mark.parametrize("late", [False, True])
async def test_a_closed_survey_refuses_kindly_and_counts_what_was_begun(town, late):
    payload = await town.open(STREET)
    officer = await town.officer()
    ada, eve = await town.arrive(), await town.arrive("Eve")
    await ada.starts(payload)
    await ada.goes("Start", "Yes, 16", "It is fine", "Skip")
    if late:  # its time has come, and the tick that closes it has not
        town.clock.forward(days=28, minutes=1)
    else:
        await officer.says("/activities")
        await officer.goes("Your street", "Close", "Close")
    said = await ada.says("Too late")
    assert "This survey has closed. What you had answered before is kept." in said
    changed = await ada.says("/language")
    assert "Which language" in changed
    await ada.presses("Español")
    assert (await ada.row()).language == "es", "the closed form in hand does not hold it up"
    assert "has closed. What people said: /results" in await eve.starts(payload)
    if late:
        await town.app.schedule.tick()
        await town.rest()
    [entry] = await town.rows("responses")
    assert entry["complete"] == 0
    assert [one["value"] for one in await town.rows("answers")] == ["y"]


async def test_what_was_typed_is_kept_without_tricks_of_direction_and_up_to_its_end(shared_person):
    ada, town = shared_person
    await ada.says("good\u202eevil\u200b \u2066words\u2069")
    assert await said_last(town, ada) == "goodevil words"


async def said_last(town, ada):
    row = await ada.row()
    state = await town.read(lambda tx: tx.sessions.get(row.session, row.id).state)
    return next(a for path, a in answers_of(state).items() if path.endswith("/why"))


def answers_of(state):
    from bot.core import session_json

    return {path: answer.value for path, answer in session_json.loads(state).answers.items()}


@pytest.fixture
async def shared_person(town):
    ada = await town.arrive()
    await ada.starts(await town.open(STREET))
    await ada.goes("Start", "Yes, 16", "It is fine", "Skip")
    return ada, town


async def test_a_very_long_text_is_refused_with_its_length_and_a_long_one_kept(shared_person):
    ada, town = shared_person
    assert "4096 letters, and I can keep" in await ada.says("x" * 4096)
    assert "ethnic group" in await ada.says("y" * 3990)
    assert await said_last(town, ada) == "y" * 3990


async def test_a_voice_message_answers_in_ones_own_words_and_a_sticker_does_not(shared_person):
    ada, town = shared_person
    assert "I cannot read this kind of message" in await ada.does("share", "sticker")
    assert "I only read messages as first sent" in await edited(ada)
    assert "Voice message" in await ada.sends("voice")
    assert (await said_last(town, ada)).startswith("voice:")


async def edited(ada):
    said = next(one for one in await ada.person.messages(bot_only=False) if one["from"]["id"] == ada.person.id)
    return await ada.does("edit", said["message_id"], "something else")


async def test_an_album_is_heard_once(shared_person):
    ada, _ = shared_person
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000100"
        "05fe02fea1399a1e0000000049454e44ae426082"
    )
    seen = await ada.does("album", ("document", png), ("document", png), ("document", png))
    assert seen.text.count("Why is that?") == 1
    assert seen.text.count("I cannot read this kind of message") == 1, "one word about the rest, not one for each"
