"""Someone else on this phone, and the screen reader setting."""

import pytest

from tests.journeys.town import STREET


async def test_four_people_share_a_phone_and_their_answers_stay_apart(town):
    await town.open(STREET)
    ada = await town.arrive()
    answers = ("It is fine", "It is not", "It is fine", "It is not")
    for number, answer in enumerate(answers):
        if number:
            await ada.says("/phone")
            assert f"Welcome, person {number + 1}" in await ada.presses("Someone else")
        await ada.starts(f"a_{STREET}")
        await ada.goes("Start", "Yes, 16", answer, "Skip", f"~Own words of {number}", "Skip")
    full = await ada.says("/phone")
    assert "[Someone else]" not in full
    assert "Up to 4 people" in full
    entries = await town.rows("responses")
    assert len({one["person"] for one in entries}) == 4
    assert sorted(one["tier"] for one in entries) == ["account", "shared", "shared", "shared"]
    words = [one["value"] for one in await town.rows("answers") if one["value"].startswith("Own")]
    assert sorted(words) == [f"Own words of {n}" for n in range(4)]
    await ada.presses("Person 1")
    mine = await ada.says("/mydata")
    assert "Own words of 0" in mine
    assert "Own words of 1" not in mine


async def test_switching_brings_the_other_persons_question(town):
    await town.open(STREET)
    ada = await town.arrive()
    await ada.starts(f"a_{STREET}")
    await ada.goes("Start", "Yes, 16", "It is fine", "Skip")
    await ada.says("/phone")
    await ada.presses("Someone else")
    await ada.says("/phone")
    assert "Why is that?" in await ada.presses("Person 1")


async def test_whoever_is_handed_the_phone_came_by_the_same_link(town):
    await town.open(STREET)
    officer = await town.officer()
    link = (await (await town.holder(officer, "champion")).says("/link")).payload
    ada = await town.arrive()
    await ada.starts(link)
    await ada.says("/phone")
    await ada.presses("Someone else")
    sources = {one["id"] for one in await town.rows("sources")}
    assert {(await ada.row()).root_source} == sources


@pytest.mark.parametrize("times", [1, 2])
async def test_with_a_screen_reader_every_change_is_a_new_message(town, times):
    await town.open()
    ada = await town.arrive()
    for number in range(times):
        said = await ada.says("/reader")
        assert ("setting is on" in said) is (number == 0)
    await ada.starts("a_feeling_safe")
    await ada.goes("Start", "Yes, 16")
    seen = await ada.presses("I live here")
    assert ("1 chosen: I live here" in seen) is (times == 1)
    again = await ada.says("/reader")
    assert ("setting is off" in again) is (times == 1)
