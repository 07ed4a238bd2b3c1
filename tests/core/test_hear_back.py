"""What participants are told: leading answers, their own section only where it was published, and how promises stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.core.counts import Answers, Counts
from bot.core.disclosure import DisclosurePolicy, Shown, disclose
from bot.core.headline import base, headlines
from bot.core.release import freeze
from bot.core.reports import draw_up
from bot.core.themes import chosen, wanted
from bot.core.we_did import Statement, read, standing, written
from bot.core.weighing import Wish, dumps, loads, other
from tests.writers.samples import ABOUT, counts


def told(counted: Counts, sections=None, most=5):
    made = freeze(1, disclose(draw_up(counted), DisclosurePolicy(), 1), ABOUT)
    return base(made), headlines(made, sections or {}, most)


def test_the_leading_answer_of_each_closed_question_is_told_and_never_of_a_text():
    everybody, (one,) = told(counts())
    assert everybody == 200
    assert (one.question["en"], one.answer["en"], one.cell.percent) == ("How safe?", "Fairly safe", 44)
    assert one.own is None


def test_a_persons_own_section_is_told_as_published_and_its_row_is_named():
    _, (one,) = told(counts(), {"area": "n1"})
    assert one.own is not None
    assert (one.own.attribute, one.own.labels["en"], one.own.cell.word) == ("area", "North one", "about_half")


def test_a_small_section_is_told_only_joined_with_its_neighbours():
    _, (one,) = told(counts(), {"area": "s2"})
    assert one.own is not None
    assert one.own.labels["en"] == "South", "four people of one ward are never a figure of their own"


@pytest.mark.parametrize("area", ["island", "nowhere", ""])
def test_a_section_that_is_not_shown_is_not_told(area):
    _, (one,) = told(counts(), {"area": area})
    assert one.own is None
    _, (one,) = told(counts(), {"age_band": area})
    assert one.own is None, "the release has no table by age"


def test_a_hidden_cell_of_ones_own_section_is_not_told():
    mine = counts()
    [question, words] = mine.questions
    more = replace(question, everyone=Answers(265, {"very": 64, "fairly": 81, "unsafe": 120}))
    counted = replace(mine, took_part=400, questions=(more, words))
    made = freeze(1, disclose(draw_up(counted), DisclosurePolicy(), 1), ABOUT)
    cross = next(table for table in made.tables if table.across == "area" and table.question)
    row = next(at for at, line in enumerate(cross.rows) if "n2" in line.members)
    column = next(at for at, line in enumerate(cross.columns) if line.code == "unsafe")
    assert cross.cells[row][column].shown is Shown.HIDDEN, "six people of one ward"
    (one,) = headlines(made, {"area": "n2"}, 5)
    assert one.answer["en"] == "Unsafe"
    assert one.own is None


def test_sections_that_others_may_read_along_are_never_told():
    _, (one,) = told(counts(), {"ethnic_group": "n1", "tenure": "n1"})
    assert one.own is None


def test_of_few_people_nothing_is_told_but_that_they_are_few():
    everybody, shown = told(replace(counts(), took_part=8, attributes=(), questions=()))
    assert (everybody, shown) == (None, ())


def test_what_nobody_answered_enough_has_no_headline_and_most_is_a_bound():
    assert told(counts(), most=1)[1] == told(counts())[1]
    few = counts()
    [question, words] = few.questions
    none = replace(question, everyone=Answers(3, {"very": 1, "fairly": 1, "unsafe": 1}), sections={})
    assert told(replace(few, questions=(none, words)))[1] == ()


def test_a_question_with_a_prefer_not_to_say_never_leads_with_it():
    mine = counts()
    [question, words] = mine.questions
    silent = tuple(replace(line, code="prefer_not") if line.code == "fairly" else line for line in question.choices)
    renamed = Answers(180, {"very": 65, "prefer_not": 80, "unsafe": 35})
    _, (one,) = told(replace(mine, questions=(replace(question, choices=silent, everyone=renamed, sections={}), words)))
    assert one.answer["en"] == "Very safe"


TODAY = date(2026, 11, 26)
PROMISE = Statement(1, {"en": "Dark."}, "will", {"en": "Lamps."}, by="2026-11-26")


@pytest.mark.parametrize(
    ("statement", "stands"),
    [
        (replace(PROMISE, answer="did", by=""), "did"),
        (replace(PROMISE, answer="wont", by=""), "wont"),
        (PROMISE, "will"),
        (replace(PROMISE, by="2026-11-25"), "overdue"),
        (replace(PROMISE, by="2026-11-25", outcome="missed"), "missed"),
        (replace(PROMISE, by="2026-11-25", outcome="kept"), "kept"),
        (replace(PROMISE, by=""), "will"),
    ],
)
def test_a_promise_is_overdue_the_day_after_unless_something_was_said(statement, stands):
    assert standing(statement, TODAY) == stands


def test_statements_are_kept_and_read_in_their_order_with_or_without_numbers():
    both = (PROMISE, replace(PROMISE, number=2, answer="did"))
    assert read({"statements": written(reversed(both))}) == both
    assert read({}) == ()
    plain = {"said": {"en": "a"}, "answer": "did", "words": {"en": "b"}}
    assert [one.number for one in read({"statements": [plain, plain]})] == [1, 2]


def test_themes_hold_in_each_chosen_area_or_everywhere():
    assert wanted(("safety", "parks"), ()) == {("safety", ""), ("parks", "")}
    assert wanted(("safety",), ("n", "s")) == {("safety", "n"), ("safety", "s")}
    assert wanted((), ("n",)) == frozenset()
    assert chosen((("safety", "n"), ("safety", "s"))) == {"safety"}


def test_a_wish_comes_back_as_it_was_and_is_the_same_only_with_the_same_verdict_and_partner():
    wish = Wish("champion", "merged", 7, "Słowa", "pl")
    assert loads(dumps(wish)) == wish
    assert loads("") is None
    assert wish.same("merged", 7)
    assert not wish.same("merged", 8)
    assert not wish.same("declined", 7)
    assert (other("champion"), other("officer")) == ("officer", "champion")
