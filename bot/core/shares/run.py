"""One run of Equal Shares at one endowment: always the affordable project with the lowest price for its utility."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.core.shares.purse import Price, Purse

if TYPE_CHECKING:
    from bot.core.shares.matrix import Matrix

Order = Callable[[int], Any]
"""The tie rule: the project with the smallest key goes first."""


@dataclass(frozen=True, slots=True)
class Bought:
    """One purchase. `rho` is the price of one unit of utility, or a hair more; `passed` were equal to it."""

    project: int
    rho: float
    passed: tuple[int, ...] = ()
    full: bool = False
    """Whether it is known that everybody paid their full part, so that no endowment makes it cheaper."""


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


def run(matrix: Matrix, endowment: Fraction, order: Order, against: Sequence[Bought] = (), prove: bool = False) -> Run:
    """Buy until nobody can afford anything. `against` are the rounds of a run at a lower endowment: good guesses, and
    where asked to `prove`, held against this one (`Run.apart`)."""
    purse = Purse(matrix, endowment)
    lower = {
        project: cost / (support.weight * worth)
        for project, (cost, support, worth) in enumerate(zip(matrix.costs, matrix.support, matrix.worth, strict=True))
        if support.weight and cost
    }
    before = {one.project: one.rho for one in against}
    rounds: list[Bought] = []
    apart = prove
    while True:
        like = against[len(rounds)] if len(rounds) < len(against) else None
        seen = _look(purse, matrix, lower, like, before, prove)
        if not seen:
            break
        best = min(one.rho + one.error for one in seen)
        near = [one for one in seen if one.rho - one.error <= best]
        if len(near) > 1:
            near = _least(purse, matrix, near)
        near.sort(key=lambda one: order(one.project))
        first = near[0]
        support = matrix.support[first.project]
        exact = first.price.exact
        full = exact is not None and exact == Fraction(matrix.costs[first.project], support.weight)
        apart = apart and like is not None and first.project == like.project
        if like and apart:  # equals at a price that nothing can change are equal in between too
            level = {one.project for one in near if full and like.full} | {first.project}
            apart = all(one.rho - one.error > like.rho for one in seen if one.project not in level)
        del lower[first.project]
        purse.pay(first.project, first.price)
        rounds.append(
            Bought(first.project, first.rho + first.error, tuple(sorted(one.project for one in near[1:])), full)
        )
    return Run(endowment, tuple(rounds), purse, apart and len(rounds) == len(against))


class Seen(NamedTuple):
    """A project that may be the cheapest: its price for one unit of utility, and the error that it may have."""

    rho: float
    error: float
    project: int
    price: Price


def _look(
    purse: Purse, matrix: Matrix, lower: dict[int, float], like: Bought | None, before: Mapping[int, float], prove: bool
) -> list[Seen]:
    """Projects that may be the cheapest now, or as cheap as one was in the run held against. `lower` holds lower bounds
    of prices and is raised; what nobody can afford leaves it for good. The likely winner is asked first."""
    seen: list[Seen] = []
    above = like.rho if like and prove else 0.0
    limit = float("inf")
    queue = [(bound, project) for project, bound in lower.items()]
    heapify(queue)
    if like and like.project in lower:
        heappush(queue, (0.0, like.project))
    done: set[int] = set()
    while queue and queue[0][0] <= max(limit, above):
        _, project = heappop(queue)
        if project in done:
            continue
        done.add(project)
        worth = matrix.worth[project]
        price = purse.price(project, before.get(project, lower[project]) * worth, max(limit, above) * worth)
        if price is None:
            del lower[project]
        elif not price.sure:
            lower[project] = price.each / worth
        else:
            rho, error = price.each / worth, price.error / worth
            seen.append(Seen(rho, error, project, price))
            lower[project] = rho - error
            limit = min(limit, rho + error)
    return seen


def _least(purse: Purse, matrix: Matrix, near: list[Seen]) -> list[Seen]:
    """The cheapest of projects whose prices floats cannot tell apart; all of them where they are equal."""
    exact: list[tuple[Fraction, Seen]] = []
    for one in near:
        sure = one.price if one.price.exact is not None else purse.exact(one.project)
        assert sure is not None  # a price in floats is only given where there is one
        assert sure.exact is not None
        worth = matrix.worth[one.project]
        exact.append((sure.exact / worth, Seen(sure.each / worth, sure.error / worth, one.project, sure)))
    least = min(value for value, _ in exact)
    return [one for value, one in exact if value == least]
