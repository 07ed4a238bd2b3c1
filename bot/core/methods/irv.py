"""Instant run-off: the option with the fewest first choices leaves, and its ballots go on to their next choice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from bot.core.ballots import Election, Group, Kind
from bot.core.method import check
from bot.core.tally import Count, Order, Stage, TieRule, by_id, ids

LOOKS = 2_000_000
"""Ballots looked at to learn whether a tie mattered; where that is not enough, it is said to have."""


@dataclass(frozen=True, slots=True)
class InstantRunOff:
    """Ends when somebody has more than half of the ballots that still name anybody. Elects one."""

    name: str = "irv"
    takes: frozenset[Kind] = frozenset({Kind.RANKING})
    budgets: bool = False

    def count(self, election: Election, ties: TieRule = by_id) -> Count:
        """Count. Of equals with the fewest, the tie rule keeps those it puts first. Raises ValueError for places."""
        check(self, election)
        if election.places != 1:
            raise ValueError("irv elects one; for more places take schulze or borda")
        order, stages = ties(election), list[Stage]()
        left = set(range(len(election.projects)))
        piles: dict[int, list[Group]] = {place: [] for place in left}
        spent = _deal(piles, left, election.groups)
        if spent == election.voters:
            return Count(self.name, (), Fraction(0), False, ())
        doubtful = False
        while True:
            totals = {place: sum(group.voters for group in piles[place]) for place in left}
            shown = {election.projects[place].id: totals[place] for place in sorted(left, key=lambda p: -totals[p])}
            top = max(left, key=lambda place: totals[place])
            if totals[top] * 2 > sum(totals.values()) or len(left) == 1:
                winner = election.projects[top]
                stages.append(Stage(shown, spent, elected=winner.id))
                tie = doubtful and not _sure(election, top)
                return Count(self.name, (winner.id,), election.money(winner.cost), tie, tuple(stages))
            out, equal = _fewest(totals, order)
            doubtful = doubtful or _matters(totals, equal)
            stages.append(Stage(shown, spent, election.projects[out].id, ids(election, equal)))
            left.remove(out)
            spent += _deal(piles, left, piles.pop(out))


def _deal(piles: dict[int, list[Group]], left: set[int], groups: Iterable[Group]) -> int:
    """Put ballots on the pile of their first choice that is left; gives how many name nobody who is."""
    spent = 0
    for group in groups:
        for place in group.choices:
            if place in left:
                piles[place].append(group)
                break
        else:
            spent += group.voters
    return spent


def _fewest(totals: dict[int, int], order: Order) -> tuple[int, list[int]]:
    """Who leaves, and who had as few."""
    least = min(totals.values())
    lowest = sorted((place for place, total in totals.items() if total == least), key=order)
    return lowest[-1], lowest[:-1]


def _matters(totals: dict[int, int], equal: list[int]) -> bool:
    """Whether the order in which equals leave could matter: not where all of them together stay below the others."""
    if not equal:
        return False
    least = min(totals.values())
    above = [total for total in totals.values() if total > least]
    return not above or (len(equal) + 1) * least >= min(above)


def _sure(election: Election, winner: int) -> bool:
    """Whether every way of breaking ties elects the same."""
    waiting = [frozenset(range(len(election.projects)))]
    seen: set[frozenset[int]] = set()
    looked = 0
    while waiting:
        left = waiting.pop()
        if left in seen:
            continue
        seen.add(left)
        looked += len(election.groups)
        if looked > LOOKS:
            return False
        piles: dict[int, list[Group]] = {place: [] for place in left}
        _deal(piles, set(left), election.groups)
        totals = {place: sum(group.voters for group in pile) for place, pile in piles.items()}
        top = max(totals.values())
        if top * 2 > sum(totals.values()) or len(left) == 1:
            if winner not in left or totals[winner] < top:
                return False
            continue
        least = min(totals.values())
        lowest = [place for place in left if totals[place] == least]
        some = lowest if _matters(totals, lowest[1:]) else lowest[:1]
        waiting += [left - {place} for place in some]
    return True
