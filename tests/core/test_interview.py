"""Interviews by chance end, ask nothing irrelevant and store nothing wrong."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
import regex

from bot.core import interview
from bot.core.form import Question
from bot.core.inputs import Act, SwitchLanguage
from bot.core.samples import like, literals_in, numbers_in
from tests.core.forms import EN, NOW, PT, choices, form, group, q, repeat
from tests.core.soundness import check

KINDS = "text integer decimal date time datetime range acknowledge image audio video file geopoint".split()  # noqa: SIM905
MIXED = form(
    q("hello", "note"),
    q("safe", "select_one", choices="yes_no", required="true()"),
    group(
        "night",
        q("where", under="/data/night", required="true()"),
        q("how", "select_multiple", under="/data/night", choices="help", constraint="count-selected(.) <= 2"),
        relevant="/data/safe = 'no'",
    ),
    q("age", "integer", required="true()", constraint=". >= 16 and . <= 120"),
    q("born", "date", constraint=". <= today() and . > '1900-01-01'", required="true()"),
    q("post", constraint="regex(., '[A-Z]{1,2}[0-9]{1,2} [0-9][A-Z]{2}')", required="true()"),
    q("phone", constraint="string-length(.) = 11", required="true()"),
    q("order", "rank", choices="help"),
    q("match", "data_card", choices="yes_no"),
    repeat("kid", q("name", under="/data/kid"), q("years", "integer", under="/data/kid", constraint=". < 18")),
    q("n", "integer", constraint=". < 4"),
    repeat("pet", q("what", "select_one", under="/data/pet", choices="help"), count="/data/n"),
    *(q(f"k_{kind}", kind) for kind in KINDS),
    q("sum", "calculate", calculate="sum(/data/kid/years)"),
    q("bye", "note"),
    languages=(EN, PT),
    help=choices("Lamps", "Youth club", something_missing="Something is missing"),
)


@pytest.mark.parametrize("seed", range(50))
def test_any_person_gets_through_and_nothing_wrong_is_stored(seed: int) -> None:
    done = interview.run(MIXED, seed, now=NOW)
    assert done.stuck == ""
    check(MIXED, done)


def test_the_same_seed_is_the_same_person() -> None:
    assert interview.run(MIXED, 3, now=NOW) == interview.run(MIXED, 3, now=NOW)


def test_people_err_go_back_and_change_language() -> None:
    turns = [turn for seed in range(10) for turn in interview.run(MIXED, seed, now=NOW).turns]
    assert any(isinstance(given, SwitchLanguage) for given, _, _ in turns)
    assert any(isinstance(given, Act) and given.verb == "back" for given, _, _ in turns)
    assert any(isinstance(given, Act) and given.verb == "change" for given, _, _ in turns)
    assert any(type(event).__name__ == "Erred" for _, _, events in turns for event in events)


@pytest.mark.parametrize(
    "impossible",
    [
        q("never", required="true()", constraint="false()"),
        q("never", "integer", required="true()", constraint=". > 5 and . < 3"),
        q("never", "select_multiple", choices="yes_no", required="true()", constraint="count-selected(.) > 5"),
    ],
)
def test_a_question_nobody_gets_past_is_named(impossible: Question) -> None:
    done = interview.run(form(q("a"), impossible), 1, now=NOW)
    assert done.finished is None
    assert done.stuck == "/data/never"


def test_an_interview_without_time_stops() -> None:
    assert interview.run(MIXED, 1, now=NOW, most=3).stuck


def test_a_form_may_be_begun_in_any_language() -> None:
    done = interview.run(replace(MIXED), 5, now=NOW, language=PT)
    assert done.finished is not None


@pytest.mark.parametrize(
    "pattern",
    [r"[A-Z]{2}\d{3,5}", r"^\d{11}$", r"(?:\+44|0)7\d{9}", r"[^@\s]+@[a-z]+\.[a-z]{2,4}", r"a?b*c+", r"yes|no", r"\w\W\S\D", r"(?=x)x.", r"[\d_-]{4}", r"[]a]x", r"\bword\b", r"a{2,}", r"a+?", r"(?P<x>a)b", r"\."],
)  # fmt: skip
def test_texts_are_made_up_for_patterns(pattern: str) -> None:
    made = [like(pattern, Random(seed)) for seed in range(60)]
    assert any(regex.fullmatch(pattern, text) for text in made)


@pytest.mark.parametrize("pattern", ["[", "(", "\\", "a{", "[a-", "[^", "(?<=x", "[^\\w\\s\\-@abcXYZ019_]"])
def test_broken_patterns_make_something_or_nothing(pattern: str) -> None:
    for seed in range(5):
        assert isinstance(like(pattern, Random(seed)), str)


def test_numbers_and_texts_are_read_from_constraints() -> None:
    assert numbers_in(". > 5 and string-length(.) = 11") == [4, 5, 6, 10, 11, 12]
    assert literals_in("regex(., '[a-z]') or . = \"x\"") == ["[a-z]", "x"]
