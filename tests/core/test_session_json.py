"""A session and a form survive being written down."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import form_json, session_json
from bot.core.form import Choice, Group, Language, Media, Question, Shown
from bot.core.session import Answer, Session
from tests.core.forms import EN, PT, Resident, choices, form, group, q, repeat, words

_PATH = st.from_regex(r"/data/[a-z]{1,8}(\[[1-9]\])?", fullmatch=True)
_SESSIONS = st.builds(
    Session,
    seed=st.integers(0, 2**62),
    language=st.sampled_from([EN, PT, Language("Kiswahili")]),
    opened=st.datetimes(min_value=datetime(2020, 1, 1), timezones=st.sampled_from([UTC, timezone(timedelta(hours=1))])),
    answers=st.dictionaries(
        _PATH, st.builds(Answer, st.text(max_size=20), st.integers(0, 2**40), st.floats(0, 2e9)), max_size=6
    ),
    repeats=st.dictionaries(_PATH, st.integers(0, 9), max_size=2),
    at=_PATH,
    place=st.sampled_from(["question", "review", "finished"]),
    picked=st.dictionaries(st.text(max_size=5), st.integers(-(2**40), 2**40), max_size=5),
    page=st.integers(-100, 10**12),
    misses=st.integers(0, 5),
    changing=st.booleans(),
    revision=st.integers(0, 10**6),
)


@given(_SESSIONS)
def test_a_session_comes_back_as_it_was(session: Session) -> None:
    again = session_json.loads(session_json.dumps(session))
    assert again == session
    assert list(again.picked) == list(session.picked)


def test_twelve_answers_are_written_and_read_in_no_time() -> None:
    session = Resident(form(*(q(f"question_{n}") for n in range(14)))).type(*["an answer"] * 12).session
    text = session_json.dumps(session)
    assert len(text) < 1_200
    fastest = min(_once(session, text) for _ in range(300))
    assert fastest < 0.001  # an order of magnitude above what is measured: the machine may be busy


def _once(session: Session, text: str) -> float:
    begun = perf_counter()
    session_json.dumps(session)
    session_json.loads(text)
    return perf_counter() - begun


EVERYTHING = form(
    group(
        "home",
        q("a", "select_one", under="/data/home", choices="l", hint=words("Hint", pt="Dica"), media={EN: Media(image="a.png", audio="a.mp3")}),
        repeat("kid", q("n", under="/data/home/kid"), under="/data/home", count="2", label={EN: ("Child ", Shown("position(..)"))}),
        label=words("Home"),
        relevant="1 = 1",
    ),
    q("b", "range", params={"start": "1"}, required="true()", label={}),
    languages=(EN, PT),
    l=(Choice("x", {}), replace(choices("Y")[0], extras={"county": "west"})),
)  # fmt: skip


def test_a_form_comes_back_as_it_was() -> None:
    again = form_json.from_json(form_json.to_json(EVERYTHING))
    assert again == EVERYTHING
    assert isinstance(again.nodes[0], Group)
    assert form_json.edition_hash(again) == form_json.edition_hash(EVERYTHING)


def test_what_is_empty_is_not_written() -> None:
    assert '"hint"' not in form_json.to_json(form(q("a")))


def test_an_edition_is_named_by_what_it_asks() -> None:
    assert len(form_json.edition_hash(EVERYTHING)) == 64
    changed = replace(EVERYTHING, nodes=(*EVERYTHING.nodes, Question("/data/c", "c", "text")))
    assert form_json.edition_hash(changed) != form_json.edition_hash(EVERYTHING)
    reordered = replace(EVERYTHING, lists=dict(reversed(EVERYTHING.lists.items())))
    assert form_json.edition_hash(reordered) == form_json.edition_hash(EVERYTHING)


def test_a_form_of_another_writing_is_refused() -> None:
    text = json.dumps({**json.loads(form_json.to_json(EVERYTHING)), "written": 2})
    with pytest.raises(ValueError, match="another writing"):
        form_json.from_json(text)
