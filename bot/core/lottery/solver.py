"""The one panel that is worth most: whole numbers of people per profile within sizes, targets and seats.

The continuous problem is solved first (HiGHS, dual simplex). Its corner is nearly always whole, since only as many
counts can be broken as there are targets; only otherwise the search over whole numbers runs. Presolving costs more
than it saves here: there are few rows and many columns.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, linprog, milp
from scipy.sparse import csr_array, vstack

from bot.core.lottery.pool import Pool

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

_WHOLE = 1e-6
_INFEASIBLE = 2
_OPTIONS = {"presolve": False}
_FEW, _SOME = 250, 800
_LOOSE = 0.1


class Solver:
    """Built for one pool and number of seats; `fewer` also allows panels that leave seats empty."""

    def __init__(self, pool: Pool, seats: int, *, fewer: bool = False) -> None:
        self.sizes: Numbers = np.array([len(ids) for ids in pool.members], float)
        self.unstated = np.array(pool.unstated(), bool)
        self.rows = rows_of(pool)
        # Ties are broken in a fixed order without a pattern: neighbours share a section, and panels need all sections.
        self._mixed = np.arange(len(self.sizes), dtype=np.int64) * 2_654_435_761 % 2**32
        self.low: Numbers = np.array([*(t.least for t in pool.targets), 0 if fewer else seats], float)
        self.high: Numbers = np.array([*(t.most for t in pool.targets), seats], float)

    def best(self, worth: Numbers) -> tuple[Numbers, float] | None:
        """The panel worth most by `worth` per person of a profile, and a bound none exceeds; None: there is none."""
        everybody = np.ones_like(self.sizes, bool)
        corner = self._corner(worth, everybody)
        if corner.status == _INFEASIBLE:
            return None
        if corner.status == 0:
            panel = self._panel(corner.x)
            if panel is not None:
                return panel, float(-corner.fun)
        return self._search(worth, everybody)

    def nearly(self, worth: Numbers) -> Numbers | None:
        """A panel worth nearly most, sooner: among the profiles worth most, then among those that matter."""
        among = np.zeros_like(self.sizes, bool)
        among[np.lexsort((self._mixed, -worth))[:_SOME]] = True
        corner = self._corner(worth, among)
        if corner.status == 0:
            counts = np.zeros_like(self.sizes)
            counts[among] = corner.x
            panel = self._panel(counts)
            if panel is not None:
                return panel
            count = len(self.low)
            prices = corner.ineqlin.marginals[:count] - corner.ineqlin.marginals[count:]
            loss = np.where(among, -worth - self.rows.T @ prices, np.inf)
            few = counts > _WHOLE
            few[np.lexsort((self._mixed, np.round(loss, 9)))[:_FEW]] = True
            near = self._search(worth, few)
            if near is not None:
                return near[0]
        # Proving the last percent can take minutes; a next panel need not be the very best.
        found = self._search(worth, np.ones_like(among), _LOOSE) if len(self.sizes) > _SOME else self.best(worth)
        return None if found is None else found[0]

    def _corner(self, worth: Numbers, among: Flags) -> OptimizeResult:
        """The best fractional panel among these profiles."""
        rows = self.rows[:, among]
        return linprog(
            -worth[among],
            A_ub=vstack([rows, -rows]).tocsr(),
            b_ub=np.concatenate([self.high, -self.low]),
            bounds=np.column_stack([np.zeros(int(among.sum())), self.sizes[among]]),
            method="highs-ds",
            options=_OPTIONS,
        )

    def _search(self, worth: Numbers, among: Flags, gap: float = 0.0) -> tuple[Numbers, float] | None:
        """Over whole numbers, with the other profiles left out."""
        done = milp(
            -worth[among],
            integrality=np.ones(int(among.sum())),
            bounds=Bounds(np.zeros(int(among.sum())), self.sizes[among]),
            constraints=LinearConstraint(self.rows[:, among], self.low, self.high),
            options={**_OPTIONS, "mip_rel_gap": gap} if gap else _OPTIONS,
        )
        if done.status == _INFEASIBLE:
            return None
        counts = np.zeros_like(self.sizes)
        if done.x is not None:
            counts[among] = done.x
        panel = None if done.x is None else self._panel(counts)
        if panel is None:
            raise ArithmeticError(f"the solver gave no answer: {done.message}")
        return panel, float(-done.mip_dual_bound)

    def _panel(self, counts: Numbers) -> Numbers | None:
        """The counts as whole numbers, if they are that and keep everything exactly."""
        panel: Numbers = np.round(counts)
        if np.abs(panel - counts).max(initial=0) > _WHOLE or (panel < 0).any() or (panel > self.sizes).any():
            return None
        sums = self.rows @ panel
        return panel if bool(((sums >= self.low) & (sums <= self.high)).all()) else None


def rows_of(pool: Pool) -> csr_array:
    """One row per target, 1 where a profile counts for it, and a last one over everybody."""
    where = [pool.having(target) for target in range(len(pool.targets))] + [tuple(range(len(pool.profiles)))]
    starts = np.cumsum([0, *(len(places) for places in where)])
    places = np.array([place for row in where for place in row], int)
    return csr_array((np.ones(len(places)), places, starts), shape=(len(where), len(pool.profiles)))
