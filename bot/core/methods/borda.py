"""Borda: an option gets a point for each option that a ballot ranks below it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.ballots import Election, Kind
from bot.core.method import check
from bot.core.tally import Count, TieRule, by_id, by_total


@dataclass(frozen=True, slots=True)
class Borda:
    """Most points first."""

    name: str = "borda"
    takes: frozenset[Kind] = frozenset({Kind.RANKING})
    budgets: bool = False

    def count(self, election: Election, ties: TieRule = by_id) -> Count:
        """Count."""
        check(self, election)
        return by_total(self.name, election, election.totals(), ties)
