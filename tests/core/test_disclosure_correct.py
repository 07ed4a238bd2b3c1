"""A second release after a few answers came or went tells nobody who they were."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.disclosure import DisclosurePolicy, Shown, Status, correct, correct_all, disclose
from bot.core.reports import draw_up
from tests.core.attacker import Attacker
from tests.core.borough import counted, people_of

POLICY = DisclosurePolicy()


def two_releases(seed, people, more, lean=1.7):
    """The counts before and after: some left, some changed their minds, some joined."""
    rows = people_of(seed, people + more, lean=lean)
    chance = random.Random(seed)
    after = [dict(row) for row in rows if chance.random() > 0.01]
    for row in chance.sample(after, 3):
        row["safe"] = ("unsafe",)
    before, now = counted(rows[:people]), counted(after)
    first = disclose(draw_up(before), POLICY, 1)
    return before, first, now, correct_all(first, draw_up(now), POLICY, 2)


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6), st.integers(100, 900), st.sampled_from((0, 3, 40, 300)))
def test_a_corrected_release_hides_as_much_as_the_first(seed, people, more):
    _, _, now, second = two_releases(seed, people, more)
    assert Attacker(now, second, correction=2).found_out() == []


@pytest.mark.parametrize("seed", range(8))
def test_a_figure_that_moved_by_less_than_ten_keeps_its_value_and_its_release(seed):
    _, first, _, second = two_releases(seed, 300, 4)
    kept = 0
    for old, new in zip(first, second, strict=True):
        if new.status is not Status.SHOWN:
            continue
        for before, after in zip(old.cells, new.cells, strict=True):
            for a, b in zip(before, after, strict=True):
                if b.shown is Shown.COUNT:
                    kept += 1
                    assert (a.count, a.since) == (b.count, b.since)
    assert kept > 20


@pytest.mark.parametrize("seed", range(4))
def test_a_figure_that_changes_has_moved_by_ten_people_or_more(seed):
    before, _first, now, second = two_releases(seed, 300, 250)
    then = {t.name: t for t in draw_up(before)}
    today = {t.name: t for t in draw_up(now)}
    changed = 0
    for table in second:
        for r, row in enumerate(table.rows):
            for c, column in enumerate(table.columns):
                if table.cells[r][c].since == 2 and table.cells[r][c].shown is Shown.COUNT:
                    changed += 1
                    assert abs(true(today[table.name], row, column) - true(then[table.name], row, column)) >= 10
    assert changed > 10


def true(table, row, column):
    return sum(
        table.counts[r][c]
        for r, line in enumerate(table.rows)
        if line.code in row.members
        for c, at in enumerate(table.columns)
        if at.code in column.members
    )


def test_a_hidden_cell_stays_hidden_and_a_table_without_figures_gets_none():
    _, first, _now, second = two_releases(5, 300, 600)
    for old, new in zip(first, second, strict=True):
        if old.status is not Status.SHOWN:
            assert new.status is old.status
        elif new.status is Status.SHOWN:
            for before, after in zip(old.cells, new.cells, strict=True):
                assert all(
                    b.shown is Shown.HIDDEN for a, b in zip(before, after, strict=True) if a.shown is Shown.HIDDEN
                )


def test_a_table_whose_shown_cell_became_small_is_withdrawn():
    rows = people_of(3, 400, lean=1.5)
    margin = [t for t in draw_up(counted(rows)) if t.name == "who_took_part/area"]
    first = disclose(draw_up(counted(rows)), POLICY, 1)
    shown = next(t for t in first if t.name == "who_took_part/area")
    line = next(
        row
        for row, cells in zip(shown.rows, shown.cells, strict=True)
        if cells[0].shown is Shown.COUNT and row.code != "_not_stated"
    )
    left = counted([row for row in rows if row["area"] not in line.members])
    new = next(t for t in draw_up(left) if t.name == "who_took_part/area")
    assert margin
    assert correct(shown, new, POLICY, 2).status is Status.WITHDRAWN


def test_the_total_is_corrected_when_many_joined():
    _, first, _, second = two_releases(2, 120, 300)
    assert first[0].cells[0][0].count == 120
    assert second[0].cells[0][0].count > 400
    assert second[0].cells[0][0].shown is Shown.COUNT


def test_a_correction_must_have_the_tables_of_the_release_it_corrects():
    _, first, now, _ = two_releases(2, 120, 3)
    with pytest.raises(ValueError):
        correct_all(first[1:], draw_up(now), POLICY, 2)
