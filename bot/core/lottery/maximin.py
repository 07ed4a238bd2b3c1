"""Chances as even as the targets allow: the smallest as large as can be, then the next, by column generation.

Chances are counted in units of the mean chance (seats / people), so 1 is the mean and 0.5 the floor of those who did
not state something. A level ends when a bound of the solver (weak duality: what the best panel is worth) proves it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from bot.core.lottery.columns import Balance, Columns, Worth
from bot.core.lottery.ideal import ideal
from bot.core.lottery.panel import Lottery, Panel
from bot.core.lottery.pick import shares
from bot.core.lottery.pool import Pool
from bot.core.lottery.solver import Flags, Numbers, Solver

FLOOR = 0.5
_ROOM = 5e-4
"""What the floor is exceeded by where it can be, so that rounding weights to a millionth cannot break it."""
_MANY = 150
"""More profiles than this are balanced towards their goals, and not to the last digit."""
_NEAR, _NEAR_OF_MANY = 1e-6, 0.015
_LEVELS, _LEVELS_OF_MANY = 60, 1
_TURNS, _TURNS_OF_MANY = 5_000, 40
_TIGHT = 1e-7
_SMOOTH = 0.3
_SPREAD, _PAUSE = 15, 5
"""How often everybody could be drawn once, at most, in the panels that are tried before any is asked for by price,
and after how many of those rounds it is seen whether they will do."""


@dataclass(slots=True)
class Search:
    """A pool whose targets can be kept, with the panels known so far. `floors` are in means, one per profile."""

    solver: Solver
    columns: Columns
    seats: int
    mean: float
    floors: Numbers
    _drawn: Numbers | float = 0.0
    _turns: int = 0

    def level(self, free: Flags, near: float, bound: float, goals: Numbers, turns: int = _TURNS) -> Balance:
        """Raise the smallest share of a goal among the free profiles, to within `near` of `bound` or of a lower one."""
        guide, best = None, np.inf
        for turn in range(turns + 1):
            balance = self.columns.balance(free, self.floors, goals)
            if bound - balance.value <= near or turn == turns:
                break
            better = False
            for worth in (guide.mixed(balance.worth, 1 - _SMOOTH), balance.worth) if guide else (balance.worth,):
                panel, limit = self._price(worth)
                if guide is None or limit < best:
                    best, guide = limit, worth
                bound = min(bound, best)
                gain = self._worth(panel, balance.worth) - balance.value
                if self.columns.add(panel) and gain > near / 10:
                    better = True
                    break
            if not better:
                break
        return balance

    @property
    def round(self) -> int:
        """How many panels it takes until everybody could have been drawn once."""
        return math.ceil(1 / self.mean)

    def _price(self, worth: Worth) -> tuple[Numbers, float]:
        found = self.solver.best((worth.free + worth.kept) / self.solver.sizes / self.mean)
        assert found is not None, "a pool with panels has a best one"
        return found[0], found[1] - float(worth.kept @ self.floors)

    def _worth(self, panel: Numbers, worth: Worth) -> float:
        value = (worth.free + worth.kept) @ (panel / self.solver.sizes) / self.mean
        return float(value - worth.kept @ self.floors)

    def spread(self, goals: Numbers, rounds: int) -> None:
        """Panels that take turns: each next one makes up for whoever was drawn too seldom so far."""
        for _ in range(rounds):
            self._turns += 1
            missing = self._turns * goals - self._drawn / self.solver.sizes / self.mean
            found = self.solver.nearly(np.maximum(missing, -2.0))
            assert found is not None, "a pool with panels has a best one"
            self.columns.add(found)
            self._drawn += found

    def cover(self) -> Flags:
        """Look for a panel with each profile; True for those that some panel has."""
        while not (there := self.columns.covered()).all():
            found = self.solver.best((~there).astype(float))
            assert found is not None, "a pool with panels has a best one"
            if not found[0][~there].any():
                return there
            self.columns.add(found[0])
        return there


def search(pool: Pool, seats: int) -> Search | Literal["targets", "not_stated"]:
    """Try whether the targets can be kept, and the floor with them; if not, say which of the two cannot."""
    if pool.people <= seats:
        filled = Solver(pool, pool.people, fewer=True).best(np.ones(len(pool.members)))
        if filled is None or not filled[0].any():
            return "targets"
        seats = int(filled[0].sum())
    solver = Solver(pool, seats)
    first = solver.best(np.ones(len(pool.members)))
    if first is None:
        return "targets"
    columns = Columns(solver.sizes, seats / pool.people)
    columns.add(first[0])
    found = Search(
        solver, columns, seats, seats / pool.people, np.zeros_like(solver.sizes), np.zeros_like(solver.sizes)
    )
    found.spread(np.ones_like(solver.sizes), found.round)
    covered = found.cover()
    if solver.unstated.any():
        if not covered[solver.unstated].all():
            return "not_stated"
        wanted = FLOOR + _ROOM
        least = found.level(solver.unstated, 0.0, wanted, np.ones_like(solver.sizes))
        if least.value < FLOOR - _NEAR:
            return "not_stated"
        found.floors[solver.unstated] = min(wanted, least.value - _TIGHT)
    return found


def even(pool: Pool, found: Search) -> Lottery:
    """Raise level after level; whoever cannot be raised further keeps that chance as a floor."""
    free = found.columns.covered()
    aims, bound = ideal(found.solver, found.mean, free, found.floors)
    many = len(pool.profiles) > _MANY
    near, turns = (_NEAR_OF_MANY, _TURNS_OF_MANY) if many else (_NEAR, _TURNS)
    goals = aims if many else free.astype(float)
    top = 1.0 if many else bound
    for _ in range(_SPREAD // _PAUSE):
        found.spread(aims, found.round * _PAUSE)
        balance = found.columns.balance(free, found.floors, goals)
        if top - balance.value <= near:
            break
    else:
        balance = found.level(free, near, top, goals, turns)
    for _ in range(_LEVELS_OF_MANY if many else _LEVELS):
        if many and top - balance.value <= near:
            break  # everybody is near the goal of their own level
        tight = free & (balance.worth.free > _TIGHT)
        found.floors[tight] = np.maximum(found.floors[tight], balance.value * goals[tight] - _TIGHT)
        free &= ~tight
        if not free.any() or not tight.any():
            break
        balance = found.level(free, near, top if many else np.inf, goals, turns)
    return _lottery(pool, found, balance, bound)


def _lottery(pool: Pool, found: Search, balance: Balance, bound: float) -> Lottery:
    weights = shares([float(weight) for weight in balance.weights])
    kept = sorted(
        (tuple((int(place), int(panel[place])) for place in np.flatnonzero(panel)), weight)
        for panel, weight in zip(found.columns.panels, weights, strict=False)  # panels found last may have none
        if weight
    )
    panels = tuple(Panel(takes, weight) for takes, weight in kept)
    return Lottery(pool.members, panels, found.seats, bound * found.mean)
