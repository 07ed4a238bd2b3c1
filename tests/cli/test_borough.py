"""The sample's residents: the same for the same seed, and like a borough."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.catalog.content import read_frames
from bot.catalog.voice import read_voice
from bot.cli.borough.drawing import asking, draw, pasting, praying
from bot.cli.borough.folder import SampleFolder
from bot.cli.borough.past import begins, thursday_before
from bot.cli.borough.stage import stage_of
from bot.cli.borough.wishes import ways
from bot.playground.resident import Resident, Wish
from bot.storage.faults import StorageFault
from bot.storage.lockfile import LockFile

CONTENT = Path(__file__).parents[2] / "content"
LANGUAGES = ("en", "pt", "es", "fr", "pl", "so", "ar", "bn")
FRAME = read_frames(CONTENT / "frames")[0]["lambeth"]


@pytest.fixture(scope="module")
def many():
    return draw(FRAME, LANGUAGES, 3000, 1)


def share(residents, holds):
    return sum(1 for one in residents if holds(one)) / len(residents)


def test_the_same_seed_draws_the_same_residents_and_another_draws_others():
    assert draw(FRAME, LANGUAGES, 50, 1) == draw(FRAME, LANGUAGES, 50, 1)
    assert draw(FRAME, LANGUAGES, 50, 1) != draw(FRAME, LANGUAGES, 50, 2)


def test_the_smallest_sample_reads_every_language_and_a_switched_off_language_is_nobodys():
    assert {one.language for one in draw(FRAME, LANGUAGES, 8, 5)} == set(LANGUAGES)
    assert {one.language for one in draw(FRAME, ("en", "so"), 60, 5)} == {"en", "so"}


def test_one_champion_brings_nearly_half_and_another_alone_reaches_somali_readers(many):
    assert 0.4 < share(many, lambda one: one.link == "grace") < 0.5
    somali = [one for one in many if one.language == "so"]
    assert share(somali, lambda one: one.link == "hodan") > 0.75
    assert not any(one.link == "grace" for one in somali)
    assert {one.language for one in many if one.link == "hodan"} == {"so"}


def test_after_the_prayer_many_come_by_one_link_and_thirty_accounts_say_the_same_word_for_word():
    crowd = praying(FRAME, 40, 1)
    assert {one.link for one in crowd} == {"yusuf"}
    assert len({tuple(sorted(one.answers.items())) for one in crowd}) == 40, "people, each with their own answers"
    pasted = pasting(FRAME, 30, 1)
    assert len({tuple(sorted(one.answers.items())) for one in pasted}) == 1
    assert pasted[0].answers["own_words"]


def test_who_asks_for_a_place_says_what_they_need(many):
    asked = asking(FRAME, LANGUAGES, 61, 1)
    assert len(asked) == 61
    assert 0 < sum(one.answers["creche"] == ("yes",) for one in asked) < 30
    assert all(one.answers["interpreter"] == ("so",) for one in asked if one.language == "so")


@pytest.mark.parametrize("day", range(14))
def test_the_samples_friday_is_three_to_nine_days_ago_also_over_a_clock_change(day):
    now = datetime(2026, 10, 20, 23, 30, tzinfo=UTC) + timedelta(days=day)
    thursday = thursday_before(now)
    assert thursday.weekday() == 3
    today = now.astimezone(ZoneInfo("Europe/London")).replace(hour=0, minute=0, tzinfo=None)
    assert 4 <= (today - thursday).days <= 10
    assert begins(now).astimezone(ZoneInfo("Europe/London")).hour == 10


def test_a_sample_that_begins_in_the_past_arrives_at_the_machines_time_and_stays(tmp_path):
    folder = SampleFolder(tmp_path, fresh=False)
    clock = folder.clock(datetime.now(UTC) - timedelta(days=6))
    assert (datetime.now(UTC) - clock()).days in (5, 6)
    clock.arrive()
    folder.stand()
    again = folder.clock(datetime.now(UTC) - timedelta(days=6))
    assert abs((again() - datetime.now(UTC)).total_seconds()) < 5


def test_some_stop_half_way_some_keep_area_and_age_to_themselves_and_some_share_a_phone(many):
    assert 0.05 < share(many, lambda one: one.patience is not None) < 0.11
    assert 0.08 < share(many, lambda one: one.answers["who_is_missing"] == ("no",)) < 0.18
    assert 0.02 < share(many, lambda one: one.phone is not None) < 0.06


def test_neighbourhoods_feel_differently_and_the_council_figure_is_judged_by_what_one_feels(many):
    wards = {line.code: line.parent for line in FRAME.margin("area").leaves}

    def unsafe(neighbourhood):
        here = [one for one in many if wards.get("".join(one.answers["area"])) == neighbourhood]
        return share(here, lambda one: "unsafe" in one.answers["safe_dark"][0])

    assert unsafe("stockwell_oval") > unsafe("clapham") + 0.1
    feels_safe = [one for one in many if one.answers["safe_dark"] == ("very_safe",)]
    assert Counter(one.answers["card_safe_dark"] for one in feels_safe).most_common(1)[0][0] == ("yes",)
    assert all(1 <= len(one.answers["helps"]) <= 3 for one in many)


def test_a_visitor_may_be_a_resident_of_each_language_any_of_six_champions_or_the_officer():
    async def advance(_):
        """Time stands."""

    stage = stage_of(CONTENT, advance, lambda: "")
    residents = {one.language_code for one in stage.personas if one.role == "Resident"}
    assert residents == set(LANGUAGES) == set(stage.languages)
    champions = [one.first_name for one in stage.personas if one.role == "Champion"]
    assert champions == ["Grace", "Hodan", "Yusuf", "María", "Ewelina", "Dele"]
    assert [one.role for one in stage.personas].count("Officer") == 1


def test_beginning_anew_removes_the_samples_own_files_and_no_others(tmp_path):
    (tmp_path / "letters.txt").write_text("dear")
    first = SampleFolder(tmp_path, fresh=False)
    first.database.write_bytes(b"kept")
    first.stand()
    assert SampleFolder(tmp_path, fresh=False).key == first.key
    assert first.database.read_bytes() == b"kept"
    assert SampleFolder(tmp_path, fresh=True).key != first.key
    assert not first.database.exists()
    assert (tmp_path / "letters.txt").read_text() == "dear"


def test_a_running_demo_does_not_lose_its_database_to_another(tmp_path):
    folder = SampleFolder(tmp_path, fresh=False)
    folder.database.write_bytes(b"in use")
    lock = LockFile(tmp_path / "sample.sqlite.lock")
    with pytest.raises(StorageFault, match="another process"):
        SampleFolder(tmp_path, fresh=True)
    lock.close()
    assert folder.database.read_bytes() == b"in use"


def test_the_samples_clock_never_goes_back(tmp_path):
    folder = SampleFolder(tmp_path, fresh=False)
    before = folder.clock()
    before.forward(86_400)
    before.forward(-60)
    assert (folder.clock()() - before()).total_seconds() == pytest.approx(0, abs=5)


VOICE = read_voice(CONTENT / "languages", LANGUAGES)


class Asked:
    """A resident before one screen; what was pressed or typed is noted, nothing answers."""

    def __init__(self, wishes, **more):
        self.did = []
        self.resident = Resident(self, Random(1), ways(VOICE, "en"), wishes, **more)

    async def press(self, label, *, message_id):
        self.did.append(label)

    async def say(self, text):
        self.did.append(text)

    async def start(self, payload):
        """The bot's link is opened."""

    async def wait_for(self, fits, seconds):
        text, label = self.screens.pop(0)
        keys = [[{"text": label, "callback_data": "x"}]]
        return {"message_id": 1, "text": text, "reply_markup": {"inline_keyboard": keys}}

    async def before(self, text, *rows):
        keys = [[{"text": label, "callback_data": "x"} for label in row] for row in rows]
        await self.resident._step({"message_id": 1, "text": text, "reply_markup": {"inline_keyboard": keys}})
        return self.did[-1]


LIST = "Helps?\n\n1. Lights\n2. Benches\n3. A café"


async def test_a_resident_presses_what_is_wanted_on_whatever_page_it_stands_then_done():
    ada = Asked({"Helps?": Wish(("Benches", "Wardens"))})
    assert await ada.before(LIST, ["1", "2", "3"], ["More"]) == "2"
    assert await ada.before(LIST, ["1", "✓ 2", "3"], ["More"], ["Done (1 chosen)"]) == "More"
    assert await ada.before("Helps?\n4. Wardens", ["4"], ["Done (1 chosen)"]) == "4"
    assert await ada.before("Helps?\n4. Wardens", ["✓ 4"], ["Done (2 chosen)"]) == "Done (2 chosen)"


async def test_a_resident_types_skips_and_goes_on_as_planned():
    ada = Asked({"Where?": Wish(("Oval",), typed=True), "Why?": Wish(text="It is dark."), "Age?": Wish()})
    assert await ada.before("Where?\n1. Oval", ["1"], ["Skip"]) == "Oval"
    assert await ada.before("Where?\n1. Oval", ["1"], ["Skip"]) == "1"
    assert await ada.before("Why?", ["Back", "Skip"]) == "It is dark."
    assert await ada.before("Age?", ["16", "17"], ["Skip"]) == "Skip"
    assert await ada.before("Unheard of", ["Start"], ["Language"]) == "Start"


@pytest.mark.parametrize(("patience", "finished"), [(0, False), (None, True)])
async def test_a_resident_whose_patience_ends_leaves_the_next_question_unanswered(patience, finished):
    ada = Asked({"First?": Wish(("Yes",)), "Second?": Wish(("No",))}, patience=patience)
    ada.screens = [("First?", "Yes"), ("Second?", "No"), ("Thank you.", "Change my answers")]
    assert await ada.resident.take_part("a_survey") is finished
    assert ada.did == (["Yes", "No"] if finished else ["Yes"])
