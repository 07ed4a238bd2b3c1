"""How far a cell can move: the flow against an independent solver."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from bot.core.disclosure.network import stretch


def by_solver(counts, low, high, place, *, up):
    counts = np.array(counts)
    rows, columns = counts.shape
    equal = []
    for r in range(rows):
        equal.append([1.0 if at // columns == r else 0.0 for at in range(rows * columns)])
    for c in range(columns):
        equal.append([1.0 if at % columns == c else 0.0 for at in range(rows * columns)])
    aim = np.zeros(rows * columns)
    aim[place[0] * columns + place[1]] = -1 if up else 1
    bounds = [(low[r][c], high[r][c]) for r in range(rows) for c in range(columns)]
    bounds[place[0] * columns + place[1]] = (None, None)
    sums = [*counts.sum(axis=1), *counts.sum(axis=0)]
    answer = linprog(aim, A_eq=equal, b_eq=sums, bounds=bounds)
    if answer.status == 3:  # nothing stops it
        return 10**6
    value = -answer.fun if up else answer.fun
    return round(abs(value - counts[place]))


@st.composite
def tables(draw):
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))

    def grid(top):
        return [[draw(st.integers(0, top)) for _ in range(columns)] for _ in range(rows)]

    counts = grid(30)
    below, above = grid(9), grid(9)
    low = [[max(0, x - d) for x, d in zip(a, b, strict=True)] for a, b in zip(counts, below, strict=True)]
    high = [[x + d for x, d in zip(a, b, strict=True)] for a, b in zip(counts, above, strict=True)]
    return counts, low, high, (draw(st.integers(0, rows - 1)), draw(st.integers(0, columns - 1)))


@settings(max_examples=120, deadline=None, derandomize=True)
@given(tables(), st.booleans())
def test_a_cell_moves_exactly_as_far_as_a_solver_says_and_a_stop_is_a_cell_at_its_bound(table, up):
    counts, low, high, place = table
    want = 12
    moved, stops = stretch(counts, low, high, place, want, up=up)
    assert moved == min(want, by_solver(counts, low, high, place, up=up))
    assert place not in stops
    if moved == want:
        assert stops == []
