"""Panels found so far, and the weights that make the smallest chance largest: the master problem of column generation.

    maximise z   subject to   sum_p w_p c_pt / n_t >= z g_t for free profiles t, >= floor_t, sum_p w_p = 1, w >= 0

with c_pt people of profile t in panel p and n_t people in the profile; all chances are in units of the mean.
Free profiles may have goals: then z is the smallest share of a goal. The dual values say what a chance is worth to each
profile; the panel worth most by them is what may raise z.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csc_array, hstack, vstack

from bot.core.lottery.solver import Flags, Numbers

_MANY = 500
"""Above this many profiles the interior-point method is faster than the simplex (1.8 against 6.9 s at 4,400)."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What a chance is worth: `free` per profile to be raised (times its goal adds up to 1), `kept` per floor."""

    free: Numbers
    kept: Numbers

    def mixed(self, other: Worth, share: float) -> Worth:
        """Between two: again what a chance might be worth, so again a bound."""
        return Worth(
            share * self.free + (1 - share) * other.free,
            share * self.kept + (1 - share) * other.kept,
        )


@dataclass(frozen=True, slots=True)
class Balance:
    """The best weights of the panels so far: the smallest chance `value`, all chances, and what each is worth."""

    value: float
    weights: Numbers
    chances: Numbers
    worth: Worth


class Columns:
    """A growing list of different panels, over profiles of these sizes. Chances are in units of `mean`."""

    def __init__(self, sizes: Numbers, mean: float) -> None:
        self._each = sizes * mean
        self.panels: list[Numbers] = []
        self._seen: set[bytes] = set()

    def add(self, panel: Numbers) -> bool:
        """Keep a panel; False if it is there already."""
        mark = panel.astype(np.int32).tobytes()
        if mark in self._seen:
            return False
        self._seen.add(mark)
        self.panels.append(panel)
        return True

    def covered(self) -> Flags:
        """Per profile: is anybody of it in any panel?"""
        return np.array(np.sum(self.panels, axis=0) > 0)

    def balance(self, free: Flags, floors: Numbers, goals: Numbers) -> Balance:
        """Solve the master problem; the floors must be within reach of the panels."""
        shares = csc_array(np.array(self.panels).T / self._each[:, None])
        kept = floors > 0
        raised = hstack([-shares[free], csc_array(goals[free][:, None])])
        held = hstack([-shares[kept], csc_array((int(kept.sum()), 1))])
        count = len(self.panels)
        found = linprog(
            np.append(np.zeros(count), -1.0),
            A_ub=vstack([raised, held]).tocsc(),
            b_ub=np.concatenate([np.zeros(int(free.sum())), -floors[kept]]),
            A_eq=np.append(np.ones(count), 0.0)[None],
            b_eq=[1.0],
            method="highs-ds" if len(floors) <= _MANY else "highs-ipm",
        )
        if found.status != 0:
            raise ArithmeticError(f"the solver gave no answer: {found.message}")
        weights = np.maximum(found.x[:-1], 0.0)
        duals = np.maximum(-found.ineqlin.marginals, 0.0)
        worth = Worth(np.zeros_like(self._each), np.zeros_like(self._each))
        worth.free[free] = duals[: int(free.sum())]
        worth.kept[kept] = duals[int(free.sum()) :]
        worth.free[:] /= float(worth.free @ goals) or 1.0
        return Balance(float(found.x[-1]), weights, shares @ weights, worth)
