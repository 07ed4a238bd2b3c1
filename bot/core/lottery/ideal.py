"""The chances that would be fairest if panels could hold fractions of people: a bound, and a goal to work towards.

Every mixture of panels is, on average, a fractional panel that keeps the targets. So the smallest chance that a
fractional panel can give everybody bounds what a lottery can; level after level it gives everybody's goal. Chances are
in units of the mean.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, diags_array, hstack, vstack

from bot.core.lottery.solver import Flags, Numbers, Solver

_TIGHT = 1e-7
_LEVELS = 25


def ideal(solver: Solver, mean: float, free: Flags, floors: Numbers) -> tuple[Numbers, float]:
    """Goals of the free profiles (others: 0) and the bound on their smallest chance. The floors must be in reach."""
    count = len(solver.sizes)
    each = 1 / (solver.sizes * mean)
    rows = vstack([solver.rows, -solver.rows])
    fits = hstack([rows, csr_array((rows.shape[0], 1))])
    chances = -diags_array(each, format="csr")
    box = np.column_stack([np.zeros(count + 1), np.append(solver.sizes, np.inf)])
    goals, left, bound = np.zeros(count), free.copy(), np.inf
    held = floors.copy()
    for _ in range(_LEVELS):
        raised = hstack([chances, csr_array(left.astype(float)[:, None])])
        found = linprog(
            np.append(np.zeros(count), -1.0),
            A_ub=vstack([raised, fits]).tocsr(),
            b_ub=np.concatenate([np.where(left, 0.0, -held), solver.high, -solver.low]),
            bounds=np.column_stack([np.append(held / each, 0.0), box[:, 1]]),
            method="highs-ds",
        )
        if found.status != 0:
            break  # a floor missed by rounding: the levels so far will do as goals
        value = float(found.x[-1])
        bound = min(bound, value)
        goals[left] = value
        tight = left & (-found.ineqlin.marginals[:count] > _TIGHT)
        held[tight] = np.maximum(held[tight], value - _TIGHT)
        left = left & ~tight
        if not left.any() or not tight.any():
            break
    return np.maximum(goals, np.where(free, floors, 0.0)), bound
