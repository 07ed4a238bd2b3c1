"""Everybody in their own language: the guess, the list, the switch, the suggestion."""

import pytest

from bot.catalog.detect import detect
from bot.core import session_json
from tests.journeys.town import CONTENT, SAMPLE, STREET

pytestmark = pytest.mark.asyncio(loop_scope="module")
ENABLED = ("en", "pt", "es", "fr", "pl", "so", "ar", "bn")


async def answers(town, person):
    row = await person.row()
    state = await town.read(lambda tx: tx.sessions.get(row.session, row.id).state)
    return {path.rpartition("/")[2]: answer.value for path, answer in session_json.loads(state).answers.items()}


@pytest.mark.parametrize("language", ENABLED)
async def test_the_messengers_language_is_the_first_guess(shared, language):
    person = await shared.arrive(language=language)
    seen = await person.starts(f"a_{SAMPLE}")
    assert shared.app.voice.say("button.start", language) in seen
    assert (await person.row()).language == language
    assert not (await person.row()).language_confirmed


async def test_a_variant_of_a_language_is_that_language(shared):
    person = await shared.arrive(language="pt-br")
    assert "Começar" in await person.starts(f"a_{SAMPLE}")


async def test_who_speaks_another_language_is_asked_first_and_then_led_to_where_the_link_goes(shared):
    person = await shared.arrive(language="de")
    asked = await person.starts(f"a_{STREET}")
    assert "Which language do you read best?" in asked
    assert "Your street" not in asked
    seen = await person.presses("العربية")
    assert "شارعك" in seen
    assert (await person.row()).language == "ar"
    assert (await person.row()).language_confirmed
    assert (await person.row()).doing == ""


@pytest.mark.parametrize("typed", ["polski", "POLSKI!", "5", "pl"])
async def test_the_language_can_be_typed_too(shared, typed):
    person = await shared.arrive(language="de")
    await person.starts(f"a_{STREET}")
    assert shared.app.voice.say("language.set", "pl") in await person.says(typed)


async def test_words_that_are_no_language_bring_the_list_again_and_the_link_is_not_lost(shared):
    person = await shared.arrive(language="de")
    await person.starts(f"a_{STREET}")
    assert "Which language do you read best?" in await person.says("Guten Tag")
    assert "Your street" in await person.presses("English")


async def test_switching_in_the_middle_loses_nothing(shared):
    person = await shared.arrive()
    await person.starts(f"a_{STREET}")
    await person.goes("Start", "Yes, 16", "It is fine", "Skip", "~It is green")
    before = await answers(shared, person)
    await person.says("/language")
    seen = await person.presses("العربية")
    assert "ما مجموعتك العرقية؟" in seen
    assert await answers(shared, person) == before == {"like": "y", "why": "It is green"}
    back = await person.presses(shared.app.voice.say("back", "ar"))
    assert "لماذا؟" in back


async def test_own_words_in_another_language_lead_to_the_question_whether_to_go_on_in_it_once(shared):
    person = await shared.arrive()
    await person.starts(f"a_{STREET}")
    await person.goes("Start", "Yes, 16", "It is fine", "Skip")
    seen = await person.says("Faltam luzes na rua da escola e no parque")
    assert "ethnic group" in seen, "nobody waits for it"
    assert "português" in seen.last.casefold()
    assert (await person.row()).language == "en", "it only suggests"
    await person.goes("Back")
    again = await person.says("Também faltam bancos no jardim da igreja")
    assert "português" not in again.text.casefold()
    assert "Não é obrigatório" not in again
    switched = await person.presses("Português")
    assert "From now on" not in switched
    assert (await person.row()).language == "pt"
    assert "suggested_language" not in (await person.says("/mydata")).text


async def test_own_words_in_ones_own_language_lead_to_nothing(shared):
    person = await shared.arrive()
    await person.starts(f"a_{STREET}")
    await person.goes("Start", "Yes, 16", "It is fine", "Skip")
    seen = await person.says("More lights on the path behind the station, please.")
    assert len(seen.messages) == 2, "the question answered, and the next one"


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Faltam luzes na rua da escola.", "pt"),
        ("Hace falta luz en el parque.", "es"),
        ("Il faut plus d'éclairage ici.", "fr"),
        ("Potrzeba więcej światła na skwerze.", "pl"),
        ("Nalal badan ayaa loo baahan yahay.", "so"),
        ("نحتاج إلى إنارة أكثر في الحديقة.", "ar"),
        ("পার্কে আরও আলো দরকার।", "bn"),
        ("ہمیں روشنی کی ضرورت ہے", ""),
        ("12 34 56", ""),
        ("luz luz luz", ""),
        ("Нам нужен свет в парке", ""),
        ("two words", ""),
    ],
)
async def test_detection_suggests_only_what_is_enabled_and_plain(words, language):
    assert detect(words, ENABLED) == language


async def test_a_language_that_is_not_enabled_is_never_suggested():
    assert detect("پارکে আরও আলো দরকার এখানে", ("en", "pt")) == ""
    assert detect("نحتاج إلى إنارة أكثر", ("en", "pt")) == ""


async def test_the_command_menu_follows_the_language_and_every_command_has_its_words(shared):
    person = await shared.arrive(language="so")
    menu = await person.person.commands()
    assert {one["command"] for one in menu} >= {"start", "language", "privacy", "mydata", "forgetme", "stop", "contact"}
    assert menu[0]["description"] == shared.app.voice.say("command.start", "so")
    assert (CONTENT / "languages" / "so.po").is_file()


async def test_stop_works_alone_in_every_language_in_every_state_and_never_inside_a_sentence(shared):
    voice = shared.app.voice
    for language in voice.languages:
        for word in voice.say("stop.words", language).replace("،", ",").split(","):
            ada = await shared.arrive()  # reads English: the word counts in any language
            await ada.starts(f"a_{STREET}")
            await ada.goes("Start", "Yes, 16", "It is fine", "Skip")
            await ada.says(word.strip())
            assert (await ada.row()).stopped, (language, word)
        eve = await shared.arrive("Eve", language)
        await eve.says("stop")
        assert (await eve.row()).stopped, "before anything was begun"
    kim = await shared.arrive("Kim")
    await kim.starts(f"a_{STREET}")
    await kim.goes("Start", "Yes, 16", "It is fine", "Skip")
    assert "ethnic group" in await kim.says("The bus should stop at the park")
    assert not (await kim.row()).stopped
