"""Score (range voting): points are added up."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.ballots import MARKING, Election, Kind
from bot.core.method import check
from bot.core.tally import Count, TieRule, by_id, by_total


@dataclass(frozen=True, slots=True)
class Score:
    """Most points first; what a ballot leaves out counts as the file or the form says (0 unless told)."""

    name: str = "score"
    takes: frozenset[Kind] = MARKING
    budgets: bool = False

    def count(self, election: Election, ties: TieRule = by_id) -> Count:
        """Count."""
        check(self, election)
        return by_total(self.name, election, election.totals(), ties)
