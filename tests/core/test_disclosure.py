"""What residents were promised: no small number leaves, and none can be worked out."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.disclosure import DisclosurePolicy, SafeCell, SafeTable, Shown, Status, disclose
from bot.core.report import Risk
from bot.core.reports import draw_up
from tests.core.attacker import Attacker
from tests.core.borough import borough

POLICY = DisclosurePolicy()
quick = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def release_of(counts):
    return disclose(draw_up(counts), POLICY)


@quick
@given(
    st.integers(0, 10**6),
    st.integers(100, 1500),
    st.sampled_from((1.2, 1.7, 2.5, 4.0)),
    st.sampled_from((0.0, 0.5, 1.0)),
)
def test_no_hidden_cell_of_a_release_can_be_narrowed_down(seed, people, lean, loyal):
    counts = borough(seed, people, lean=lean, loyal=loyal)
    assert Attacker(counts, release_of(counts)).found_out() == []


@quick
@given(st.integers(0, 10**6), st.integers(100, 900), st.sampled_from((0.0, 0.7, 1.0)))
def test_not_even_a_reader_who_has_every_shown_total_to_the_person_narrows_one_down(seed, people, loyal):
    counts = borough(seed, people, lean=1.8, loyal=loyal)
    assert Attacker(counts, release_of(counts), exact_margins=True).found_out() == []


@pytest.mark.parametrize("seed", [3, 14])
def test_every_whole_number_from_0_to_9_stays_possible_in_a_hidden_small_cell(seed):
    counts = borough(seed, 400)
    attacker = Attacker(counts, release_of(counts))
    assert any(cell.truth < 10 for cell in attacker.hidden)
    assert attacker.found_out(thorough=True) == []


def suppressed_only(counts, safe):
    """What an export that only blanks small cells would publish: the protecting cells filled in again."""
    truths = {(c.table, c.row, c.column): c.truth for c in Attacker(counts, safe).hidden}
    tables = []
    for table in safe:
        fields = {f.name: getattr(table, f.name) for f in dataclasses.fields(table) if f.name != "seal"}
        fields["cells"] = tuple(
            tuple(
                SafeCell(Shown.COUNT, (truths[table.name, row.code, column.code] + 2) // 5 * 5)
                if truths.get((table.name, row.code, column.code), 0) >= 10
                else cell
                for column, cell in zip(table.columns, cells, strict=True)
            )
            for row, cells in zip(table.rows, table.cells, strict=True)
        )
        tables.append(SimpleNamespace(**fields))
    return tuple(tables)


def test_the_reader_with_a_solver_catches_an_export_that_only_blanks_small_cells():
    caught = from_margins = 0
    for seed in range(4):
        counts = borough(seed, 250)
        blanked = suppressed_only(counts, release_of(counts))
        caught += len(Attacker(counts, blanked).found_out())
        from_margins += len(Attacker(counts, blanked, exact_margins=True).found_out())
    assert caught > 0
    assert from_margins > 10


def test_a_safe_table_cannot_be_made_or_altered_elsewhere():
    table = release_of(borough(1, 200))[0]
    with pytest.raises(TypeError):
        SafeTable("t", "r", Risk.WHOLE, Status.SHOWN, {}, object())
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(table, name="other")


@pytest.mark.parametrize(("people", "status"), [(9, "fewer_than_ten"), (10, "too_few"), (29, "too_few")])
def test_a_small_activity_shows_no_figure_at_all(people, status):
    tables = release_of(borough(5, people))
    assert {table.status for table in tables} == {status}
    assert all(table.cells == table.bases == table.rows == table.columns == () for table in tables)


def test_from_30_people_the_whole_group_is_in_words_and_from_100_in_percentages():
    def answers(people):
        table = next(t for t in release_of(borough(2, people, lean=1.2)) if t.name == "whole_group/safe")
        return [cell for cell in table.cells[0][:-1] if cell.shown is Shown.COUNT]

    assert all(cell.word and cell.percent is None for cell in answers(60))
    assert all(cell.percent is not None and not cell.word for cell in answers(300))


def test_nothing_is_broken_down_under_100_people():
    crosses = [table for table in release_of(borough(2, 99, lean=1.2)) if table.report == "by_section"]
    assert crosses
    assert {table.status for table in crosses} == {"not_broken_down"}


def test_every_published_count_is_a_multiple_of_five_and_no_careful_one_is_under_ten():
    for seed in range(10):
        for table in release_of(borough(seed, 350, lean=1.5)):
            for cell in (*(c for row in table.cells for c in row), *table.bases):
                assert cell.count is None or cell.count % 5 == 0
                assert cell.count is None or table.risk is Risk.WHOLE or cell.count >= 10


def test_percentages_follow_from_published_figures_alone():
    for table in release_of(borough(7, 900, lean=1.4)):
        for cells, base in zip(table.cells, table.bases, strict=True):
            for cell in cells:
                if cell.percent is not None:
                    assert cell.percent == min(100, int(100 * cell.count / base.count + 0.5))


def test_a_hidden_cell_never_says_why():
    hidden = {
        cell for t in release_of(borough(0, 250)) for row in t.cells for cell in row if cell.shown is Shown.HIDDEN
    }
    assert hidden == {SafeCell(Shown.HIDDEN)}


def test_the_same_tables_exist_whatever_was_answered():
    names = [[table.name for table in release_of(borough(seed, 50 * seed + 5))] for seed in range(6)]
    assert all(each == names[0] for each in names)


def test_a_ward_with_few_people_is_shown_as_its_neighbourhood():
    counts = borough(4, 60, lean=2.0)
    margin = next(t for t in release_of(counts) if t.name == "who_took_part/area")
    small = next(code for code, n in counts.attributes[0].took_part.items() if n < 10 and code != "island")
    parent = {"n": "north", "s": "south"}[small[0]]
    line = next(row for row in margin.rows if row.code == parent)
    assert small in line.members
    assert line.population == 2000
    assert small not in {row.code for row in margin.rows}


@pytest.mark.parametrize(
    "wrong",
    [
        {"round_to": 4},
        {"hide_below": 5},
        {"themes_below": 5},
        {"nearly_all_percent": 100},
        {"section_from": 10},
        {"under_label_below": 6},
        {"whole_group_base": 20},
        {"hidden_span": 5},
        {"correction_keeps_below": 5},
    ],
)
def test_a_policy_that_undoes_the_rule_is_refused(wrong):
    with pytest.raises(ValueError):
        DisclosurePolicy(**wrong)


def test_no_other_part_of_the_house_reaches_for_the_seal():
    root = Path(__file__).parents[2]
    outside = [
        path
        for room in ("bot", "handlers")
        for path in (root / room).rglob("*.py")
        if "core/disclosure" not in path.as_posix()
    ]
    assert len(outside) > 10
    for path in outside:
        text = path.read_text("utf-8")
        assert "disclosure.safe" not in text, path
        assert "_SEAL" not in text, path


def test_a_hidden_answer_of_a_sensitive_question_is_in_no_cross():
    seen = 0
    for seed in range(12):
        tables = {table.name: table for table in release_of(borough(seed, 400, lean=3.0))}
        whole = tables["whole_group/health"]
        hidden = {
            m
            for line, cell in zip(whole.columns, whole.cells[0], strict=True)
            if cell.shown is Shown.HIDDEN
            for m in line.members
        }
        seen += len(hidden)
        for name, table in tables.items():
            if name.startswith("by_section/health"):
                assert not hidden & {line.code for line in table.columns}
    assert seen


def test_a_question_asked_of_few_shows_nothing_though_many_took_part():
    from bot.core.counts import Answers, Counts, Kind, Line, QuestionCounts

    def status(answered):
        asked = QuestionCounts("q", {}, Kind.ONE, Answers(answered, {"a": answered}), (Line("a"), Line("b")))
        return release_of(Counts(500, (), (asked,)))[1].status

    assert (status(9), status(10), status(29), status(30)) == ("fewer_than_ten", "too_few", "too_few", "shown")


def test_an_answer_that_nearly_everybody_gave_has_no_figure_and_one_of_few_says_under_five():
    from bot.core.counts import Answers, Counts, Kind, Line, QuestionCounts

    q = QuestionCounts("q", {}, Kind.ONE, Answers(200, {"a": 191, "b": 4, "c": 5}), (Line("a"), Line("b"), Line("c")))
    cells = release_of(Counts(260, (), (q,)))[1].cells[0]
    assert [cell.shown for cell in cells] == ["nearly_all", "few", "count", "count"]
    assert [cell.count for cell in cells] == [None, None, 5, 60]


def test_a_release_without_the_table_of_who_took_part_is_our_own_fault():
    with pytest.raises(ValueError):
        disclose((), POLICY)
