"""The smallest change of targets that cannot be kept: as few units as possible over all minimums and maximums.

A whole-number problem: how far each minimum is lowered and each maximum raised, so that one whole panel exists and,
where people did not state something, fractions of panels that give them the floor. The second part is only necessary;
so what comes out is tried, and where it does not do, the same problem is solved again without it and all that is
within it. Among equally small changes, targets listed first are left alone where that is possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack

from bot.core.lottery.maximin import FLOOR, search
from bot.core.lottery.panel import Change, Infeasible, Target
from bot.core.lottery.pool import Pool
from bot.core.lottery.solver import Numbers, rows_of

Whole = NDArray[np.int64]


def relax(pool: Pool, listed: Sequence[Target], seats: int, why: Literal["targets", "not_stated"]) -> Infeasible:
    """The smallest change that makes a lottery possible. `listed` are the targets in the order they were given."""
    problem = _Problem(pool, listed, seats)
    while True:
        moves = problem.smallest()
        relaxed = replace(pool, targets=_moved(pool.targets, moves))
        if not isinstance(search(relaxed, seats), str):
            return Infeasible(_changes(pool.targets, relaxed.targets, listed), why)
        problem.without(moves)


class _Problem:
    """Variables in order: lowered per target, raised per target, a whole panel, fractions of panels, cut marks."""

    def __init__(self, pool: Pool, listed: Sequence[Target], seats: int) -> None:
        rows = rows_of(pool)
        sizes: Numbers = np.array([len(ids) for ids in pool.members], float)
        count, kinds = len(pool.targets), len(sizes)
        least: Numbers = np.array([target.least for target in pool.targets], float)
        most: Numbers = np.array([target.most for target in pool.targets], float)
        fewer = pool.people <= seats
        self.moves = 2 * count
        self._most_moves: Numbers = np.concatenate([least, np.maximum(rows[:-1] @ sizes - most, 0)])
        floor = np.where(pool.unstated(), FLOOR * seats / pool.people, 0.0) * sizes
        self._low: Numbers = np.concatenate([np.zeros(self.moves + kinds), np.zeros(kinds) if fewer else floor])
        self._high: Numbers = np.concatenate([self._most_moves, sizes, sizes])
        self._whole: Numbers = np.repeat([1.0, 0.0], [self.moves + kinds, kinds])
        self._held: list[LinearConstraint] = []
        place = {(target.attribute, target.code): at for at, target in enumerate(listed)}
        early = [count - place[target.attribute, target.code] for target in pool.targets]
        self._early: Numbers = np.array([*early, *early], float)
        self._cuts: list[Whole] = []
        unit = eye_array(count, format="csr")
        none = csr_array((count, count))
        for first, second in ((rows, csr_array(rows.shape)), (csr_array(rows.shape), rows)):
            self._hold(hstack([unit, none, first[:-1], second[:-1]]), least, np.inf)
            self._hold(hstack([none, -unit, first[:-1], second[:-1]]), -np.inf, most)
            total = hstack([csr_array((1, self.moves)), first[-1:], second[-1:]])
            self._hold(total, 1 if fewer else seats, seats)

    def _hold(self, matrix: csr_array, low: Numbers | float, high: Numbers | float) -> None:
        if matrix.shape[0]:
            self._held.append(LinearConstraint(matrix.tocsr(), low, high))

    def without(self, moves: Whole) -> None:
        """Rule out these moves and everything within them."""
        self._cuts.append(moves)

    def smallest(self) -> Whole:
        """The fewest units; among those, the fewest on targets listed early."""
        ones = np.ones(self.moves)
        units = float(np.round(self._solve(ones, None)).sum())
        return np.round(self._solve(self._early, units)).astype(np.int64)

    def _solve(self, cost: Numbers, units: float | None) -> Numbers:
        marks = len(self._cuts) * self.moves
        width = len(self._low) + marks
        held = [
            LinearConstraint(hstack([one.A, csr_array((one.A.shape[0], marks))]).tocsr(), one.lb, one.ub)
            for one in self._held
        ]
        open_: list[Numbers] = []
        for number, cut in enumerate(self._cuts):
            start = len(self._low) + number * self.moves
            # A mark set means: moved further than the cut. One mark at least.
            further = np.zeros((self.moves, width))
            further[:, : self.moves] = np.eye(self.moves)
            further[:, start : start + self.moves] = -np.diag(cut + 1.0)
            any_ = np.zeros((1, width))
            any_[0, start : start + self.moves] = 1
            held += [LinearConstraint(further, 0, np.inf), LinearConstraint(any_, 1, np.inf)]
            open_.append((cut < self._most_moves).astype(float))
        if units is not None:
            row = np.zeros((1, width))
            row[0, : self.moves] = 1
            held.append(LinearConstraint(row, 0, units))
        done = milp(
            np.concatenate([cost, np.zeros(width - self.moves)]),
            integrality=np.concatenate([self._whole, np.ones(marks)]),
            bounds=Bounds(np.concatenate([self._low, np.zeros(marks)]), np.concatenate([self._high, *open_])),
            constraints=held,
            options={"mip_rel_gap": 0.0},
        )
        if done.x is None:
            raise ArithmeticError(f"the solver gave no answer: {done.message}")
        moves: Numbers = done.x[: self.moves]
        return moves


def _moved(targets: Sequence[Target], moves: Whole) -> tuple[Target, ...]:
    down, up = moves[: len(targets)], moves[len(targets) :]
    return tuple(
        replace(target, least=target.least - int(lower), most=target.most + int(higher))
        for target, lower, higher in zip(targets, down, up, strict=True)
    )


def _changes(before: Sequence[Target], after: Sequence[Target], listed: Sequence[Target]) -> tuple[Change, ...]:
    order = {(target.attribute, target.code): at for at, target in enumerate(listed)}
    found: list[Change] = []
    for old, new in sorted(zip(before, after, strict=True), key=lambda p: order[p[0].attribute, p[0].code]):
        if new.least != old.least:
            found.append(Change(old.attribute, old.code, "min", old.least, new.least))
        if new.most != old.most:
            found.append(Change(old.attribute, old.code, "max", old.most, new.most))
    return tuple(found)
