"""Add1: raise every endowment by one unit of money until the next step would spend more than there is."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bot.core.shares.run import Order, Run, run

if TYPE_CHECKING:
    from bot.core.shares.matrix import Matrix


def raised(matrix: Matrix, budget: int, unit: int, order: Order) -> tuple[Run, int, int | None]:
    """The last run that keeps the budget, by how many units its endowments were raised, and what the next would cost
    (None where everything is bought).

    Every step counts, but not every step is run: where two runs agree so clearly that all between must agree
    (`Run.apart`, README.md), those are passed over. Leaps double while that holds and halve where it does not; where
    not even neighbours agree so clearly, the proof is tried ever more rarely.
    """
    endowment = Fraction(budget, matrix.voters)
    buyable = sum(1 for cost, support in zip(matrix.costs, matrix.support, strict=True) if cost and support.weight)
    here, step, leap = run(matrix, endowment, order), 0, 1
    failed, pause = 0, 0
    while len(here.rounds) < buyable:
        prove = leap > 1 or not pause
        there = run(matrix, endowment + unit * (step + leap), order, here.rounds, prove)
        if leap > 1 and not there.apart:
            leap //= 2
            continue
        failed = 0 if there.apart else failed + prove
        pause = min(failed, 16) if prove else pause - 1
        if (cost := sum(matrix.costs[project] for project in there.projects)) > budget:
            return here, step, cost
        here, step = there, step + leap
        leap = leap * 2 if there.apart else 1
    return here, step, None
