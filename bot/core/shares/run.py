"""One run of Equal Shares at one endowment: always the affordable project with the lowest price for its utility."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Any

from bot.core.shares.purse import Price, Purse

if TYPE_CHECKING:
    from bot.core.shares.ledger import Ledger
    from bot.core.shares.matrix import Matrix

Order = Callable[[int], Any]
"""The tie rule: the project with the smallest key goes first."""


@dataclass(frozen=True, slots=True)
class Bought:
    """One purchase. `rho` is the price of one unit of utility, as far as floats tell; `passed` were equal to it."""

    project: int
    rho: float
    passed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """What was bought in order. `apart`: each purchase of the run it was held against was dearer there than here, and
    still cheaper than anything else here."""

    endowment: Fraction
    rounds: tuple[Bought, ...]
    purse: Purse
    apart: bool = False

    @property
    def projects(self) -> tuple[int, ...]:
        """Places of the projects bought."""
        return tuple(one.project for one in self.rounds)

    @property
    def ledger(self) -> Ledger:
        """The exact figures."""
        return self.purse.ledger


def run(matrix: Matrix, endowment: Fraction, order: Order, against: Sequence[Bought] = ()) -> Run:
    """Buy until nobody can afford anything. `against` are the rounds of a run at a lower endowment."""
    purse = Purse(matrix, endowment)
    heap = [
        (cost / (support.weight * worth), project)
        for project, (cost, support, worth) in enumerate(zip(matrix.costs, matrix.support, matrix.worth, strict=True))
        if support.weight and cost
    ]
    heapify(heap)
    rounds: list[Bought] = []
    apart = True
    while True:
        floor = against[len(rounds)].rho * (1 + 1e-9) if len(rounds) < len(against) else 0.0
        seen = _look(purse, matrix, heap, floor)
        if not seen:
            break
        best = min(rho + error for rho, error, _, _ in seen)
        near = [one for one in seen if one[0] - one[1] <= best]
        if len(near) > 1:
            near = _least(purse, matrix, near)
        near.sort(key=lambda one: order(one[2]))
        rho, _, project, price = near[0]
        passed = tuple(sorted(one[2] for one in near[1:]))
        others = [one for one in seen if one[2] != project]
        apart = apart and len(rounds) < len(against) and project == against[len(rounds)].project
        apart = apart and all(one[0] - one[1] > floor for one in others)
        for other in others:
            heappush(heap, (other[0] - other[1], other[2]))
        purse.pay(project, price)
        rounds.append(Bought(project, rho, passed))
    return Run(endowment, tuple(rounds), purse, apart and len(rounds) == len(against))


def _look(
    purse: Purse, matrix: Matrix, heap: list[tuple[float, int]], floor: float
) -> list[tuple[float, float, int, Price]]:
    """Projects that may be the cheapest, or as cheap as `floor`, with price per utility and its error. Whatever nobody
    can afford leaves the heap for good."""
    seen: list[tuple[float, float, int, Price]] = []
    dear: list[tuple[float, int]] = []
    limit = float("inf")
    while heap and heap[0][0] <= max(limit, floor):
        lower, project = heappop(heap)
        worth = matrix.worth[project]
        price = purse.price(project, lower * worth, max(limit, floor) * worth)
        if price is not None and not price.sure:
            dear.append((price.each / worth, project))
        elif price is not None:
            rho, error = price.each / worth, price.error / worth
            seen.append((rho, error, project, price))
            limit = min(limit, rho + error)
    for one in dear:
        heappush(heap, one)
    return seen


def _least(
    purse: Purse, matrix: Matrix, near: list[tuple[float, float, int, Price]]
) -> list[tuple[float, float, int, Price]]:
    """The cheapest of projects whose prices floats cannot tell apart; all of them where they are equal."""
    exact: list[tuple[Fraction, tuple[float, float, int, Price]]] = []
    for _, _, project, price in near:
        sure = price if price.exact is not None else purse.exact(project)
        if sure is not None and sure.exact is not None:
            worth = matrix.worth[project]
            exact.append((sure.exact / worth, (sure.each / worth, sure.error / worth, project, sure)))
    least = min(value for value, _ in exact)
    return [one for value, one in exact if value == least]
