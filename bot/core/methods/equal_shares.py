"""Equal Shares: every voter gets the same share of the budget, and supporters buy together what they can pay for."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.ballots import Election, Kind
from bot.core.method import check
from bot.core.shares.told import bought
from bot.core.tally import Count, TieRule, by_id


@dataclass(frozen=True, slots=True)
class EqualShares:
    """The Method of Equal Shares (Peters, Pierczyński and Skowron 2021). Utility is the cost for approvals, points for
    points and scores, Borda for rankings. No completion: what nobody's share reaches stays unspent."""

    name: str = "equal-shares"
    takes: frozenset[Kind] = frozenset(Kind)
    budgets: bool = True

    def count(self, election: Election, ties: TieRule = by_id) -> Count:
        """Count."""
        check(self, election)
        return bought(self.name, election, ties(election), raising=False)
