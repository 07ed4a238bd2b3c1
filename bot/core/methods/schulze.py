"""Schulze: who beats everybody by a path of duels that is at least as strong as the path back (Schulze 2011)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.ballots import Election, Kind, OptionId
from bot.core.method import check
from bot.core.tally import Count, Duels, TieRule, by_id, ids

Table = list[list[int]]


@dataclass(frozen=True, slots=True)
class Schulze:
    """Winning votes. What a ballot does not rank stands below what it ranks, and level among itself."""

    name: str = "schulze"
    takes: frozenset[Kind] = frozenset({Kind.RANKING})
    budgets: bool = False

    def count(self, election: Election, ties: TieRule = by_id) -> Count:
        """Count."""
        check(self, election)
        order, size = ties(election), len(election.projects)
        prefer = _duels(election)
        paths = _strongest(prefer)
        left, winners, equal = set(range(size)), list[int](), list[int]()
        if any(group.choices for group in election.groups):
            while left and len(winners) < election.places:
                first = [a for a in left if all(paths[a][b] >= paths[b][a] for b in left)]
                first.sort(key=order)
                winners.append(first[0])
                left.remove(first[0])
                equal = first[1:]
        named = [project.id for project in election.projects]
        duels = Duels(_named(named, prefer), _named(named, paths), ids(election, winners), ids(election, equal))
        return Count(self.name, duels.elected, election.money(election.cost(winners)), bool(equal), (duels,))


def _duels(election: Election) -> Table:
    """How many prefer the one (row) to the other (column)."""
    import numpy as np  # noqa: PLC0415  loaded only where something is counted

    size = len(election.projects)
    ranks = np.full((len(election.groups), size), size, np.int16)
    for row, group in enumerate(election.groups):
        ranks[row, list(group.choices)] = range(len(group.choices))
    people = np.array([group.voters for group in election.groups], np.int64)
    return [(people @ (ranks[:, [one]] < ranks)).tolist() for one in range(size)]


def _strongest(prefer: Table) -> Table:
    """The strongest path from each to each (Floyd and Warshall): its weakest duel counts, and only won duels do."""
    size = range(len(prefer))
    paths = [[prefer[a][b] if prefer[a][b] > prefer[b][a] else 0 for b in size] for a in size]
    for by in size:
        for a in size:
            for b in size:
                if a != b and by not in (a, b):
                    paths[a][b] = max(paths[a][b], min(paths[a][by], paths[by][b]))
    return paths


def _named(names: Sequence[OptionId], table: Table) -> dict[OptionId, dict[OptionId, int]]:
    return {one: {other: table[a][b] for b, other in enumerate(names) if a != b} for a, one in enumerate(names)}
