"""Planning a workshop: each step takes what fits and says what does not; nothing is lost by going back."""

from datetime import datetime

import pytest

from bot.core import planning, workshops
from bot.core.errors import Rule
from bot.core.form import Choice, Form, Language, Question
from bot.core.needs_told import told
from bot.core.workshop_words import gaps, texts_at, with_text

NOW = datetime(2026, 11, 23, 12)
ANSWERS = {
    "title": "Write  it\ntogether", "about": "We write.", "place": "The library", "step_free": "y",
    "starts": "03/12/2026 18:30", "ends": "m150", "seats": "24", "booking": "draw", "closes": "d3",
    "public_value": "a lottery number", "interpreters": "+so", "creche": "n", "fixed": "the aim.", "open": "the rest.",
    "money": "£60,000", "deadline": "In March.", "contact": "The team, 020 7946 0000",
}  # fmt: skip


def take(settings, step, said):
    return planning.take(settings, step, said, "en", NOW, 2000)


def through():
    settings, seen = {}, []
    while step := planning.following(settings, seen):
        settings, seen = take(settings, step, ANSWERS[step]), [*seen, step]
    return settings, seen


def test_every_answer_finds_its_place():
    settings, seen = through()
    assert seen == list(planning.STEPS)
    made = workshops.read(settings)
    assert (made.title, made.step_free, made.seats, made.booking) == ({"en": "Write it together"}, True, 24, "draw")
    assert (made.starts, made.ends) == (datetime(2026, 12, 3, 18, 30), datetime(2026, 12, 3, 21))
    assert made.signup_closes == datetime(2026, 11, 30, 18)
    assert (made.interpreters, made.creche) == (("so",), False)
    assert settings["contact"] == {"name": "The team", "reach": "020 7946 0000"}
    assert made.public_value == {"en": "a lottery number"}


def test_a_drop_in_is_not_asked_about_a_draw():
    settings = {"booking": "first_come"}
    assert not {"closes", "public_value"} & set(planning.steps(settings))
    assert planning.before(settings, "interpreters") == "booking"
    assert planning.before(settings, "title") == "title"
    assert planning.before(settings, "closes") == planning.STEPS[-1], "a step that is no more asked"


def test_another_start_keeps_the_length():
    settings, _ = through()
    moved = take(settings, "starts", "202612052200")
    assert moved["ends"] == "2026-12-06T00:30"


@pytest.mark.parametrize(
    ("said", "ends"), [("20:30", "2026-12-03T20:30"), ("00:30", "2026-12-04T00:30"), ("m60", "2026-12-03T19:30")]
)
def test_an_end_is_tapped_or_typed(said, ends):
    assert take({"starts": "2026-12-03T18:30"}, "ends", said)["ends"] == ends


def test_languages_of_interpreters_carry_the_wanted_state():
    once = take({}, "interpreters", "+so")
    assert take(once, "interpreters", "+so") == once
    assert take(once, "interpreters", "-so")["needs"] == {"interpreters": []}
    assert take({}, "interpreters", "-so")["needs"] == {"interpreters": []}
    assert take(once, "interpreters", "ok") == once


@pytest.mark.parametrize(
    ("step", "said", "code"),
    [
        ("title", "", "plan.unclear"), ("title", "…", "plan.unclear"), ("title", "x" * 81, "plan.too_long"),
        ("about", "x" * 601, "plan.too_long"), ("step_free", "perhaps", "plan.unclear"), ("creche", "", "plan.unclear"),
        ("starts", "soon", "plan.unclear"), ("starts", "202613011830", "plan.unclear"),
        ("starts", "31/02/2027 18:00", "plan.unclear"), ("starts", "27/11/2026", "plan.unclear"),
        ("starts", "23/11/2026 12:00", "workshop.past"), ("ends", "late", "plan.unclear"),
        ("ends", "18:00", "plan.too_long_day"), ("ends", "m0", "plan.too_long_day"), ("ends", "m99999", "plan.too_long_day"),
        ("seats", "0", "workshop.seats_odd"), ("seats", "2001", "workshop.seats_odd"), ("seats", "many", "workshop.seats_odd"),
        ("booking", "lots", "plan.unclear"), ("closes", "d0", ""), ("closes", "d60", "plan.closes_odd"),
        ("closes", "04/12/2026 18:00", "plan.closes_odd"), ("interpreters", "so", "plan.unclear"),
        ("interpreters", "+12", "plan.unclear"), ("interpreters", "+abcd", "plan.unclear"),
        ("contact", ", 020", "plan.unclear"), ("nothing", "x", "plan.unclear"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_by_name(step, said, code):
    settings = {"starts": "2026-12-03T18:30", "booking": "draw"}
    if not code:
        assert take(settings, step, said)["signup"] == {"closes": "2026-12-03T18:00"}
        return
    with pytest.raises(Rule) as rule:
        take(settings, step, said)
    assert rule.value.code == code


def test_a_typed_closing_and_a_contact_without_a_comma():
    settings = {"starts": "2026-12-03T18:30"}
    assert take(settings, "closes", "01/12/2026 9:30")["signup"]["closes"] == "2026-12-01T09:30"
    assert take(settings, "contact", "The team")["contact"] == {"name": "The team", "reach": "The team"}


def test_what_a_language_lacks_is_named_and_can_be_filled():
    settings = {"title": {"en": "A", "pl": "B"}, "money": {"text": {"en": "C"}}}
    assert gaps(settings, ("en", "pl")) == {"pl": ("money.text",)}
    filled = with_text(settings, "money.text", "pl", "D")
    assert texts_at(filled, "money.text") == {"en": "C", "pl": "D"}
    assert gaps(filled, ("en", "pl")) == {}
    assert texts_at({"title": "odd"}, "title") == {}
    assert texts_at({"money": "odd"}, "money.text") == {}


EN, SO = Language("en"), Language("so")
FORM = Form(
    name="booking", root="data", title={EN: ("Signing up",)}, languages=(EN, SO), default_language=EN,
    nodes=(
        Question("/data/access", "access", "select_multiple", {EN: ("Needs?",)}, choices="access", appearance="sensitive"),
        Question("/data/interpreter", "interpreter", "select_one", {EN: ("Which?",)}, choices="interpreter"),
        Question("/data/children", "children", "integer", {EN: ("How many?",)}),
    ),
    lists={
        "access": (Choice("print", {EN: ("Large print",)}),),
        "interpreter": (Choice("so", {EN: ("Somali",), SO: ("Soomaali",)}), Choice("none", {EN: ("None",)})),
    },
)  # fmt: skip


@pytest.mark.parametrize(
    ("needs", "words", "private"),
    [
        ("", (), False),
        ('{"interpreter": "none"}', (), False),
        ('{"interpreter": "so", "children": "2"}', (("interpreter", "Soomaali"), ("children", "2")), False),
        ('{"access": "print"}', (), True),
        ('{"access": "something_missing", "access#missing": "a chair"}', (), True),
        (
            '{"interpreter": "something_missing", "interpreter#missing": "Tigrinya"}',
            (("interpreter", "Tigrinya"),),
            False,
        ),
        ('{"interpreter": "xx"}', (("interpreter", "xx"),), False),
    ],
)
def test_what_one_asked_for_is_said_without_what_is_sensitive(needs, words, private):
    found = told(FORM, needs, "so")
    assert (found.words, found.private) == (words, private)
