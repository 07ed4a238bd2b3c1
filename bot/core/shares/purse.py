"""What voters still own, as floats with a bound on their error; whatever is too near to call goes to the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bot.core.shares.ledger import Ledger

if TYPE_CHECKING:
    from bot.core.shares.matrix import Bools, Floats, Ints, Matrix, Support

ROUNDING = 5e-15
"""Relative error of a sum of floats, with room to spare: numpy adds pairwise. (BLAS would not, and its threads wait for
each other where a machine is busy.)"""
NEAR = 1e-8
"""Amounts nearer than this part of the endowment are compared exactly."""
STILL = 1 << 30
"""Round in which a group ran out of money, while it has not."""
OFF = 1e-13
"""Payments that were off by more than this part of the endowment together are taken back and charged exactly."""
DRIFT = 1e-10
"""Balances whose error may be larger than this part of the endowment are worked out anew."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a mark would have to pay, the error that it may have, and the exact figure where it was needed."""

    each: float
    error: float
    exact: Fraction | None = None
    sure: bool = True
    """Not only a lower bound of something dearer than was asked for."""


class Purse:
    """Everybody's money during one run."""

    def __init__(self, matrix: Matrix, endowment: Fraction) -> None:
        import numpy as np  # noqa: PLC0415

        self._np = np
        self._matrix = matrix
        self._all = float(endowment)
        self._near = self._all * NEAR
        self._owns: Floats = np.full(matrix.groups, self._all)
        self._ended: Ints = np.full(matrix.groups, STILL, np.int64)
        self._error = self._all * 1e-15
        self._errors: Floats = np.full(matrix.groups, self._error)
        self._paid: list[float] = []
        self._fresh = 0
        self._off = 0.0
        self._offs: list[float] = []
        self._heaviest = matrix.heaviest
        self._supports: dict[int, Support] = {}
        self.ledger = Ledger(matrix, endowment)

    def price(self, project: int, start: float, limit: float) -> Price | None:
        """The price at which those who support a project would buy it now, None where they own too little.

        Newton's steps on the sum of min(owned, price x marks): concave, so the first step from anywhere (`start`) lands
        at or below the price, and the next ones rise to it. Above `limit` only a lower bound is given.
        """
        support, cost = self._supports.get(project) or self._matrix.support[project], self._matrix.costs[project]
        owned = self._owns[support.groups]
        if self._np.count_nonzero(owned > 0) < 0.85 * len(owned):
            support = self._living(project)
            owned = self._owns[support.groups]
        money = float(self._np.add.reduce(owned) if support.people is None else (owned * support.people).sum())
        doubt = support.voters * self._error + ROUNDING * money
        if money < cost - doubt:
            return None
        if money < cost + doubt:
            return self.exact(project)
        caps = owned if support.marks is None else owned / support.marks
        if limit < float("inf"):
            total, weight = self._paid_at(support, caps, limit)
            if weight and total < cost - doubt:
                return Price(limit + (cost - doubt - total) / weight, 0.0, sure=False)
        each, poor, weight = self._step(support, caps, start, cost)
        errors = self._errors[support.groups] * poor
        doubt = float(errors.sum() if support.people is None else (errors * support.people).sum())
        return Price(each, (doubt + 2 * ROUNDING * cost) / weight + each * 1e-15)

    def _step(self, support: Support, caps: Floats, each: float, cost: int) -> tuple[float, Bools, float]:
        """The price, who owns something and cannot pay it, and the marks of those who can."""
        lowest = cost / support.weight
        total, weight = self._paid_at(support, caps, each)
        each = max(lowest, each + (cost - total) / weight) if weight else lowest
        while True:
            total, weight = self._paid_at(support, caps, each)
            if not weight:
                break  # rounding: everybody pays (nearly) their last
            better = each + (cost - total) / weight
            if better <= each * (1 + 1e-15):
                break
            each = better
        return each, (caps <= each) & (caps > 0), max(weight, 1.0)

    def _paid_at(self, support: Support, caps: Floats, each: float) -> tuple[float, float]:
        """What supporters would pay together at a price, and the marks of those who can pay it."""
        np = self._np
        rich, paid = caps > each, np.minimum(caps, each)
        if support.weights is None:
            return float(np.add.reduce(paid)), float(np.count_nonzero(rich))
        return float((paid * support.weights).sum()), float((rich * support.weights).sum())

    def exact(self, project: int) -> Price | None:
        """The price without any error: floats tell who is poor and who is not, but for those near the price."""
        if self._error > self._all * 1e-13:
            self._refresh()
        np, support, cost = self._np, self._living(project), self._matrix.costs[project]
        rows = support.groups
        if not len(rows) or self.ledger.owned(rows) < cost:
            return None
        owned = self._owns[rows]
        caps = owned if support.marks is None else owned / support.marks
        each, _, weight = self._step(support, caps, cost / support.weight, cost)
        near = max(self._near, 4 * (support.voters * self._error + len(rows) * 1e-15 * cost) / weight)
        poor, rich = caps < each - near, caps > each + near
        rest = cost - self.ledger.owned(rows[poor])
        left = int(np.count_nonzero(rich) if support.weights is None else (rich * support.weights).sum())
        steps = self._steps(support, np.flatnonzero(~(poor | rich)))
        left += sum(weight for _, _, weight in steps)
        for cap, money, weight in steps:
            if rest <= cap * left:
                break
            rest, left = rest - money, left - weight
        return Price(float(rest / left), float(rest / left) * 1e-15, rest / left)

    def _steps(self, support: Support, doubtful: Ints) -> list[tuple[Fraction, Fraction, int]]:
        """Some supporters (places among them) put together by what they own for each mark, poorest first: that, their
        money, their marks."""
        np, found = self._np, []
        for own, some in self.ledger.balances(support.groups[doubtful]) if len(doubtful) else ():
            at = doubtful[some]
            people = self._matrix.people[support.groups[at]]
            marks = np.ones(len(at), np.int64) if support.marks is None else support.marks[at].astype(np.int64)
            for mark in np.unique(marks).tolist():
                here = int(people[marks == mark].sum())
                found.append((own / mark, own * here, mark * here))
        return sorted(found)

    def pay(self, project: int, price: Price) -> None:
        """Buy at a price: everybody pays it for each mark, or all they own."""
        np, support, number = self._np, self._living(project), len(self._paid)
        if price.error > self._near / 8:
            price = self.exact(project) or price
        owned = self._owns[support.groups]
        left = owned - (price.each if support.marks is None else price.each * support.marks)
        ends = left < self._near
        doubtful = np.flatnonzero(ends & (left > -self._near))
        if len(doubtful):  # they are asked one by one, at the exact price
            price = (price if price.exact is not None else self.exact(project)) or price
            left = owned - (price.each if support.marks is None else price.each * support.marks)
            ends[doubtful] = False
            ends[self._cannot_keep(support, doubtful, price.exact or Fraction(0))] = True
        left[ends] = 0.0
        self._owns[support.groups] = left
        last = support.groups[ends]
        self._ended[last] = number
        self.ledger.buy(project, last, int((~ends).sum() if support.weights is None else support.weights[~ends].sum()))
        self._paid.append(price.each)
        more = price.error * self._heaviest[project] + self._all * 1e-15
        self._error += more
        self._errors[support.groups] += more
        keep = support.groups[doubtful[~ends[doubtful]]]
        if self._error > self._all * DRIFT or len(keep):
            self._refresh(restore=len(keep) > 0)
        for own, some in self.ledger.balances(keep) if len(keep) else ():
            self._owns[keep[some]] = float(own)

    def spent(self, project: int, number: int) -> int:
        """How many supporters of a project had nothing left after a round."""
        support = self._matrix.support[project]
        return int(self._matrix.people[support.groups[self._ended[support.groups] <= number]].sum())

    def owned(self, project: int) -> Fraction:
        """What those who support a project own together, exactly."""
        return self.ledger.owned(self._living(project).groups)

    def _cannot_keep(self, support: Support, doubtful: Ints, exact: Fraction) -> list[int]:
        """Which of some supporters (places among them) own no more than the price of their marks."""
        rows = support.groups[doubtful]
        found: list[int] = []
        for own, some in self.ledger.balances(rows):
            at = doubtful[some]
            if support.marks is None:
                found += at.tolist() if own <= exact else []
            else:
                found += [one for one in at.tolist() if own <= exact * int(support.marks[one])]
        return found

    def _refresh(self, *, restore: bool = False) -> None:
        """Measure how far payments were off; where that is much, or asked for, charge them again exactly."""
        now = len(self._paid)
        offs = [self._paid[number] - float(self.ledger.price(number)) for number in range(self._fresh, now)]
        heaviest = max((self._heaviest[self.ledger.bought[number]] for number in range(self._fresh, now)), default=1.0)
        self._off += sum(map(abs, offs)) * heaviest
        if restore or self._off > self._all * OFF:
            for number, off in zip(range(now), self._offs + offs, strict=True):
                support = self._matrix.support[self.ledger.bought[number]]
                living = self._ended[support.groups] == STILL
                self._owns[support.groups[living]] += off if support.marks is None else off * support.marks[living]
            self._offs = [0.0] * now
            self._off = 0.0
        else:
            self._offs += offs
        self._fresh = now
        self._error = self._off + self._all * 1e-15 * (now + 2)
        self._errors.fill(self._error)

    def _living(self, project: int) -> Support:
        """Supporters who own something."""
        from bot.core.shares.matrix import Support  # noqa: PLC0415

        support = self._supports.get(project) or self._matrix.support[project]
        living = self._owns[support.groups] > 0
        if self._np.count_nonzero(living) < len(living):
            weights = None if support.weights is None else support.weights.compress(living)
            support = Support(
                support.groups.compress(living),
                None if support.marks is None else support.marks.compress(living),
                None if support.people is None else support.people.compress(living),
                weights,
                int(living.sum() if weights is None else weights.sum()),
                int(living.sum() if support.people is None else support.people.compress(living).sum()),
            )
            self._supports[project] = support
        return support
