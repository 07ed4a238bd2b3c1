"""How far one cell of a table can move while every row and column keeps its sum: a flow on a small network.

Rows and columns are nodes; raising a cell is an arc from its row to its column, lowering it an arc back. A cell can
rise by k exactly if k units can flow from its column round to its row (maximum flow, Ford & Fulkerson 1956, shortest
paths first as in Edmonds & Karp 1972). Such networks are totally unimodular: every whole value on the way is reached.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import pairwise

Matrix = Sequence[Sequence[int]]


def stretch(
    counts: Matrix, low: Matrix, high: Matrix, place: tuple[int, int], want: int, *, up: bool
) -> tuple[int, list[tuple[int, int]]]:
    """How far (at most `want`) the cell at `place` can move up or down, and the cells that stop it there.

    The cell's own bounds are the caller's concern. The blocking cells are those of a minimum cut; empty when all of
    `want` was reached.
    """
    row, column = place
    height = len(counts)
    cells = [list(line) for line in counts]
    start, goal = (height + column, row) if up else (row, height + column)
    done = 0
    while done < want:
        came = _search(cells, low, high, place, start, goal)
        if goal not in came:
            return done, _cut(cells, place, came)
        path = [goal]
        while path[-1] != start:
            path.append(came[path[-1]])
        path.reverse()
        steps = [(a, b - height, 1) if a < height else (b, a - height, -1) for a, b in pairwise(path)]
        room = [high[r][c] - cells[r][c] if sign > 0 else cells[r][c] - low[r][c] for r, c, sign in steps]
        amount = min(want - done, *room)
        for r, c, sign in steps:
            cells[r][c] += sign * amount
        done += amount
    return done, []


def _search(
    cells: list[list[int]], low: Matrix, high: Matrix, place: tuple[int, int], start: int, goal: int
) -> dict[int, int]:
    """Breadth first from `start`: each node reached and the one before it. Stops at `goal`."""
    height, width = len(cells), len(cells[0])
    came = {start: start}
    queue = deque([start])
    while queue and goal not in came:
        node = queue.popleft()
        if node < height:
            for c in range(width):
                if height + c not in came and (node, c) != place and cells[node][c] < high[node][c]:
                    came[height + c] = node
                    queue.append(height + c)
        else:
            c = node - height
            for r in range(height):
                if r not in came and (r, c) != place and cells[r][c] > low[r][c]:
                    came[r] = node
                    queue.append(r)
    return came


def _cut(cells: list[list[int]], place: tuple[int, int], came: dict[int, int]) -> list[tuple[int, int]]:
    """Cells between the nodes reached and those not: all at their bound."""
    height = len(cells)
    return [
        (r, c)
        for r in range(height)
        for c in range(len(cells[0]))
        if (r, c) != place and (r in came) != (height + c in came)
    ]
