"""Greedy: the most utility for the money first, as long as the money lasts; what no longer fits is passed over."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from bot.core.ballots import APPROVING, Election, Kind
from bot.core.method import check
from bot.core.tally import Count, Lost, Pick, TieRule, by_id, ids


@dataclass(frozen=True, slots=True)
class Greedy:
    """Utilities as in Equal Shares: with approvals (utility = cost) this is "most votes first", with points and Borda
    "most points for each pound first" (greedy utilitarian welfare, Talmon and Faliszewski 2019)."""

    name: str = "greedy"
    takes: frozenset[Kind] = frozenset(Kind)
    budgets: bool = True

    def count(self, election: Election, ties: TieRule = by_id) -> Count:
        """Count. What nobody voted for is taken too while it fits (as pabutools does)."""
        check(self, election)
        totals, votes, order = election.totals(), election.supporters(), ties(election)
        costs = [project.cost for project in election.projects]
        approving = election.kind in APPROVING
        value = [Fraction(total, 1 if approving else costs[place]) for place, total in enumerate(totals)]
        left, winners = election.budget or 0, list[int]()
        rounds: list[Pick] = []
        lost: list[Lost] = []
        open_ = sorted(range(len(totals)), key=lambda place: (-value[place], order(place)))
        passed: set[int] = set()
        while open_:
            place = open_.pop(0)
            money = election.money(left)
            if costs[place] > left:
                lost.append(Lost(election.projects[place].id, votes[place], election.money(costs[place]), money))
                continue
            equal = [one for one in open_ if value[one] == value[place] and costs[one] <= left]
            passed.update(equal)
            left -= costs[place]
            winners.append(place)
            rounds.append(
                Pick(
                    election.projects[place].id,
                    votes[place],
                    Fraction(totals[place], election.grain),
                    election.money(costs[place]),
                    election.money(left),
                    ids(election, equal),
                )
            )
        tie = bool(passed - set(winners))
        return Count(self.name, ids(election, winners), election.money(election.cost(winners)), tie, (*rounds, *lost))
