"""Plurality: the first choice of each ballot is a vote."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.ballots import APPROVING, Election, Kind
from bot.core.method import check
from bot.core.tally import Count, TieRule, by_id, by_total


@dataclass(frozen=True, slots=True)
class Plurality:
    """Most first choices first. Approvals are taken where nobody approves more than one."""

    name: str = "plurality"
    takes: frozenset[Kind] = APPROVING | {Kind.RANKING}
    budgets: bool = False

    def count(self, election: Election, ties: TieRule = by_id) -> Count:
        """Count. Raises ValueError where a ballot of approvals names several."""
        check(self, election)
        totals = [0] * len(election.projects)
        for choices, _, count in election.groups:
            if len(choices) > 1 and election.kind is not Kind.RANKING:
                raise ValueError("plurality counts one choice each, and a ballot here has several; try approval")
            if choices:
                totals[choices[0]] += count
        return by_total(self.name, election, totals, ties)
