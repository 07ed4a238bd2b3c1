"""Private questions and profile margins: one line of counts, where what is hidden could still be shared out anyhow."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.counts import Answers, Counts, Kind, Line, QuestionCounts
from bot.core.disclosure import DisclosurePolicy, correct, disclose
from bot.core.disclosure.one_way import protected, settle
from bot.core.reports import draw_up

POLICY = DisclosurePolicy()


def lines(parents):
    return [Line(str(at), {}, parent) for at, parent in enumerate(parents)]


def shown(counts, parents=None, merged=()):
    parents = parents or [""] * len(counts)
    settled = settle(lines(parents), counts, {code: Line(code) for code in merged}, sum(counts), POLICY)
    groups, hidden = settled
    return [(g.line.code, g.line.code in hidden) for g in groups]


def test_one_small_count_takes_the_smallest_other_with_it():
    assert shown([40, 3, 25, 60]) == [("0", False), ("1", True), ("2", True), ("3", False)]


def test_small_counts_that_protect_each_other_take_nobody_with_them():
    assert shown([40, 6, 7, 60]) == [("0", False), ("1", True), ("2", True), ("3", False)]


def test_two_small_counts_with_too_small_a_sum_need_a_third():
    assert [hidden for _, hidden in shown([40, 2, 3, 60])] == [True, True, True, False]


def test_a_small_count_with_a_parent_is_merged_with_its_whole_family_and_nothing_is_hidden():
    assert shown([40, 3, 25, 60], ["p", "p", "p", ""], ["p"]) == [("p", False), ("3", False)]


def test_a_protecting_count_that_has_a_parent_is_merged_before_it_is_hidden():
    assert shown([4, 20, 30, 90], ["", "p", "p", ""], ["p"]) == [("0", True), ("p", True), ("3", False)]


@settings(deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 60), min_size=2, max_size=8).filter(lambda counts: sum(counts) >= 30))
def test_whatever_the_counts_the_hidden_ones_can_be_shared_out_so_that_each_is_anything_from_0_to_9(counts):
    groups, hidden = settle(lines([""] * len(counts)), counts, {}, sum(counts), POLICY)
    values = [counts[int(group.line.code)] for group in groups if group.line.code in hidden]
    if hidden:
        assert len(values) >= 2
        assert sum(values) >= 9
    assert all(counts[int(g.line.code)] >= 10 for g in groups if g.line.code not in hidden)


def test_counts_that_cannot_move_for_want_of_people_are_not_protected():
    assert protected([], 100, POLICY)
    assert not protected([3], 100, POLICY)
    assert protected([3, 12], 100, POLICY)
    assert not protected([3, 12], 12, POLICY)
    assert not protected([12, 12], 12, POLICY)


def several(by_code, answered=60, took_part=80):
    choices = tuple(Line(code) for code in by_code)
    question = QuestionCounts("illness", {}, Kind.SEVERAL, Answers(answered, by_code), choices, sensitive=True)
    return draw_up(Counts(took_part, (), (question,)))


def test_a_private_question_with_several_answers_says_nothing_of_who_did_not_answer():
    table = disclose(several({"a": 40, "b": 4, "c": 15, "d": 30}), POLICY)[1]
    assert [(line.code, cell.shown.value) for line, cell in zip(table.columns, table.cells[0], strict=True)] == [
        ("a", "count"),
        ("b", "hidden"),
        ("c", "hidden"),
        ("d", "count"),
    ]
    assert table.bases[0].count == 80


def test_a_private_question_whose_only_answer_is_rare_is_not_shown_at_all():
    assert disclose(several({"a": 4}, answered=40), POLICY)[1].status == "not_safe"


def test_a_correction_that_empties_what_protected_a_hidden_answer_withdraws_the_table():
    first = disclose(several({"a": 40, "b": 4, "c": 15, "d": 30}), POLICY)[1]
    assert correct(first, several({"a": 40, "b": 1, "c": 2, "d": 30})[1], POLICY, 2).status == "withdrawn"
    assert correct(first, several({"a": 42, "b": 4, "c": 12, "d": 35})[1], POLICY, 2).cells == first.cells


@pytest.mark.parametrize("sensitive", [False, True])
def test_a_private_written_question_hides_how_few_answered_it(sensitive):
    question = QuestionCounts("words", {}, Kind.TEXT, Answers(7), sensitive=sensitive)
    cells = disclose(draw_up(Counts(80, (), (question,))), POLICY)[1].cells[0]
    assert [cell.shown.value for cell in cells] == (["hidden", "hidden"] if sensitive else ["count", "count"])
