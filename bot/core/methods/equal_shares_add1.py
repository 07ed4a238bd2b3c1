"""Equal Shares with Add1: shares are raised by one unit of money until the next step would cost more than there is."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.ballots import Election, Kind
from bot.core.method import check
from bot.core.shares.told import bought
from bot.core.tally import Count, TieRule, by_id


@dataclass(frozen=True, slots=True)
class EqualSharesAdd1:
    """Equal Shares, which alone leaves money unspent, with every share raised by one unit (a pound) at a time: the last
    result within the budget counts, or the one that buys everything. No greedy fill."""

    name: str = "equal-shares-add1"
    takes: frozenset[Kind] = frozenset(Kind)
    budgets: bool = True

    def count(self, election: Election, ties: TieRule = by_id) -> Count:
        """Count. Ties are those of the last result."""
        check(self, election)
        return bought(self.name, election, ties(election), raising=True)
