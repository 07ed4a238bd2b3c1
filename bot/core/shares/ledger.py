"""What was paid, exactly. Settled only when somebody asks: most decisions need no exact figure."""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.shares.matrix import Ints, Matrix


class Ledger:
    """Prices in the order of purchases, all over one denominator."""

    def __init__(self, matrix: Matrix, endowment: Fraction) -> None:
        self._matrix = matrix
        self._scale = endowment.denominator
        self._endowment = endowment.numerator
        self._prices: list[int] = []
        self.bought: list[int] = []
        self._paid: list[tuple[Ints, int]] = []
        self._round = [-1] * len(matrix.costs)

    def buy(self, project: int, last: Ints, marks: int) -> None:
        """Note a purchase: the groups that paid their last for it, and the marks of those who have something left. Its
        price is worked out when it is needed."""
        self._paid.append((last, marks))
        self._round[project] = len(self.bought)
        self.bought.append(project)

    def price(self, number: int) -> Fraction:
        """What one mark paid in a round (those who could)."""
        self._settle(number + 1)
        return Fraction(self._prices[number], self._scale)

    def owned(self, rows: Ints) -> Fraction:
        """What groups that have not run out own together."""
        self._settle(len(self.bought))
        return Fraction(self._owned(rows, len(self.bought)), self._scale)

    def balances(self, rows: Ints) -> list[tuple[Fraction, Ints]]:
        """Groups that have not run out, put together by what one of their voters owns: that, and places in `rows`."""
        self._settle(len(self.bought))
        return [(Fraction(own, self._scale), some) for own, some in self._sorted(rows, len(self.bought))]

    def _sorted(self, rows: Ints, before: int) -> list[tuple[int, Ints]]:
        """Amounts over the scale before a round, with the places in `rows` of those who own it."""
        import numpy as np  # noqa: PLC0415

        at, which = self._matrix.spread(rows)
        rounds = np.array(self._round, np.int64)[self._matrix.columns[at]]
        paid = (rounds >= 0) & (rounds < before)
        table = np.zeros((len(rows), before), np.int64)
        table[which[paid], rounds[paid]] = self._matrix.marks[at[paid]]
        kinds, of = np.unique(table, axis=0, return_inverse=True)
        of = of.reshape(-1)
        owns = [
            self._endowment - sum(int(mark) * self._prices[number] for number, mark in enumerate(kind) if mark)
            for kind in kinds
        ]
        return [(own, np.flatnonzero(of == number)) for number, own in enumerate(owns)]

    def _owned(self, rows: Ints, before: int) -> int:
        import numpy as np  # noqa: PLC0415

        at, which = self._matrix.spread(rows)
        if self._matrix.plain:
            total = len(rows) * self._endowment
            sums = np.bincount(self._matrix.columns[at], minlength=len(self._round))
        else:
            people = self._matrix.people[rows]
            total = int(people.sum()) * self._endowment
            marks = (self._matrix.marks[at] * people[which]).astype(float)  # whole numbers below 2**53 add up exactly
            sums = np.bincount(self._matrix.columns[at], marks, len(self._round))
        for number in range(before):
            total -= self._prices[number] * int(sums[self.bought[number]])
        return total

    def _settle(self, upto: int) -> None:
        """Price = (cost - what those own who pay their last) / marks of the others (the paper's rho)."""
        for number in range(len(self._prices), upto):
            project = self.bought[number]
            last, weight = self._paid[number]
            rest = self._matrix.costs[project] * self._scale - self._owned(last, number)
            if not weight:  # everybody paid their last: the price is what a mark of the richest paid
                paid = max(self._per_mark(last, project, number))
                rest, weight = paid.numerator, paid.denominator
            shared = gcd(rest, weight)
            self._prices.append(rest // shared)
            if (more := weight // shared) != 1:
                self._scale *= more
                self._endowment *= more
                self._prices[:-1] = [price * more for price in self._prices[:-1]]

    def _per_mark(self, rows: Ints, project: int, before: int) -> list[Fraction]:
        at, which = self._matrix.spread(rows)
        mine = self._matrix.columns[at] == project
        marks = dict(zip(which[mine].tolist(), self._matrix.marks[at[mine]].tolist(), strict=True))
        return [Fraction(own, min(marks[one] for one in some.tolist())) for own, some in self._sorted(rows, before)]
