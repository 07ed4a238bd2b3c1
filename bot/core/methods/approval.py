"""Approval: each approval is a vote."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.ballots import APPROVING, Election, Kind
from bot.core.method import check
from bot.core.tally import Count, TieRule, by_id, by_total


@dataclass(frozen=True, slots=True)
class Approval:
    """Most approvals first."""

    name: str = "approval"
    takes: frozenset[Kind] = APPROVING
    budgets: bool = False

    def count(self, election: Election, ties: TieRule = by_id) -> Count:
        """Count."""
        check(self, election)
        return by_total(self.name, election, election.totals(), ties)
