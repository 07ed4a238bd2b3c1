"""Complementary suppression of a cross: hide more cells until each hidden one can move far enough.

Every row and column keeps its true sum in the argument, and published cells stay within their true interval. So the
movement of a hidden cell changes nothing else that is published, in this table or any other of the release.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.core.disclosure.network import stretch
from bot.core.disclosure.policy import DisclosurePolicy

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """True counts, rows × columns, the rest row and column included. `caps`: what a cell of that row can be at most.

    `listed`: cells that appear in the table. The others (of the rest row or column) are no figures of their own, but
    must not be found by subtraction either: they need what room the sums of row and column leave.
    """

    counts: tuple[tuple[int, ...], ...]
    caps: tuple[tuple[int, ...], ...]
    listed: frozenset[Place]


def suppress(
    grid: Grid, hidden: set[Place], bounds: Callable[[int, int], tuple[int, int]], policy: DisclosurePolicy
) -> set[Place] | None:
    """All cells to hide, `hidden` among them; None if no set of hidden cells protects them all.

    `bounds` gives the interval of a published cell. Of the cells that stop a hidden one, the smallest is hidden next.
    """
    hidden = set(hidden)
    cells = [(r, c) for r, line in enumerate(grid.counts) for c in range(len(line))]
    limits = {place: (0, grid.caps[place[0]][place[1]]) if place in hidden else bounds(*place) for place in cells}
    low = [[limits[r, c][0] for c in range(len(line))] for r, line in enumerate(grid.counts)]
    high = [[limits[r, c][1] for c in range(len(line))] for r, line in enumerate(grid.counts)]
    waiting = sorted(hidden)
    while waiting:
        place = waiting[-1]
        stopping = _stopping(grid, low, high, place, policy)
        if stopping is None:
            waiting.pop()
            continue
        candidates = [cell for cell in stopping if cell not in hidden]
        if not candidates:
            return None
        chosen = min(candidates, key=lambda cell: (grid.counts[cell[0]][cell[1]], cell))
        hidden.add(chosen)
        low[chosen[0]][chosen[1]], high[chosen[0]][chosen[1]] = 0, grid.caps[chosen[0]][chosen[1]]
        waiting.insert(0, chosen)
    return hidden


def _stopping(
    grid: Grid, low: Sequence[Sequence[int]], high: Sequence[Sequence[int]], place: Place, policy: DisclosurePolicy
) -> list[Place] | None:
    """None if the hidden cell at `place` can move far enough, else the cells that stop it."""
    row, column = place
    count = grid.counts[row][column]
    room = min(sum(grid.counts[row]), sum(line[column] for line in grid.counts))
    most = policy.hide_below - 1 if place in grid.listed else min(policy.hide_below - 1, room)
    span = policy.hidden_span - 1 if place in grid.listed else min(policy.hidden_span - 1, room)
    ceiling = high[row][column] - count
    if count < policy.hide_below:
        if most > count:
            risen, above = stretch(grid.counts, low, high, place, min(most - count, ceiling), up=True)
            if count + risen < most:
                return above
        fallen, below = stretch(grid.counts, low, high, place, count, up=False)
        return below if fallen < count else None
    risen, above = stretch(grid.counts, low, high, place, min(span, ceiling), up=True)
    if risen >= span:
        return None
    fallen, below = stretch(grid.counts, low, high, place, min(count, span - risen), up=False)
    return above + below if risen + fallen < span else None
