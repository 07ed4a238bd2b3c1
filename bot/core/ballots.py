"""What was voted on and how: options, ballots grouped where identical, and the money.

Money and points are whole numbers. Where a file has pennies, amounts are pennies and `unit` is 100; where it has half
points, points are doubled and `grain` is 2. So nothing that decides a vote is ever rounded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import chain
from typing import NamedTuple, NewType

OptionId = NewType("OptionId", str)


class Kind(StrEnum):
    """What a ballot says."""

    ONE = "one"
    APPROVAL = "approval"
    SCORE = "score"
    RANKING = "ranking"
    POINTS = "points"
    BUDGET = "budget"
    """Approval by people who saw the costs and what was left."""


APPROVING = frozenset({Kind.ONE, Kind.APPROVAL, Kind.BUDGET})
"""A ballot is a set of options."""
MARKING = frozenset({Kind.SCORE, Kind.POINTS})
"""A ballot gives options numbers."""


@dataclass(frozen=True, slots=True)
class Project:
    """One option. `cost` is in the election's smallest money, 0 where nothing is paid; `selected` as a file says."""

    id: OptionId
    cost: int = 0
    name: str = ""
    area: str = ""
    category: str = ""
    proposer: str = ""
    selected: int | None = None


class Group(NamedTuple):
    """Identical ballots. `choices` are places in `Election.projects`: in order of preference for rankings, ascending
    otherwise; `points` stand beside them for scores and points; `voters` is how many people voted so."""

    choices: tuple[int, ...]
    points: tuple[int, ...] = ()
    voters: int = 1


@dataclass(frozen=True, slots=True)
class Election:
    """A vote as it is counted. `budget` is None where options are only put in order; `places` is how many win then."""

    kind: Kind
    projects: tuple[Project, ...]
    groups: tuple[Group, ...]
    budget: int | None = None
    unit: int = 1
    grain: int = 1
    places: int = 1
    voters: int = field(init=False)
    """How many people voted, those with an empty ballot included."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "voters", sum(group.voters for group in self.groups))

    def cost(self, chosen: Iterable[int]) -> int:
        """What some projects cost together."""
        return sum(self.projects[place].cost for place in chosen)

    def money(self, amount: int | Fraction) -> Fraction:
        """An amount in the currency's own unit."""
        return Fraction(amount) / self.unit

    def marks_of(self, group: Group) -> tuple[int, ...]:
        """What a group's voters give each of their choices: 1 for approvals, points, Borda for rankings.

        Borda is the number of choices that the same ballot ranks lower (as in pabutools), so that what is not ranked
        counts like the last one ranked.
        """
        if self.kind in MARKING:
            return group.points
        if self.kind is Kind.RANKING:
            return tuple(range(len(group.choices) - 1, -1, -1))
        return (1,) * len(group.choices)

    def marks(self) -> Iterator[tuple[Group, tuple[int, ...]]]:
        """Each group with its marks."""
        return ((group, self.marks_of(group)) for group in self.groups)

    def totals(self) -> list[int]:
        """The sum of marks of each project."""
        sums = [0] * len(self.projects)
        for group, marks in self.marks():
            for place, mark in zip(group.choices, marks, strict=True):
                sums[place] += mark * group.voters
        return sums

    def supporters(self) -> list[int]:
        """How many voters named each project (gave it more than nothing, where ballots give points)."""
        alone = (group.choices for group in self.groups if group.voters == 1 and not group.points)
        quick = Counter(chain.from_iterable(alone))  # most ballots of a large vote are like no other
        sums = [quick[place] for place in range(len(self.projects))]
        for choices, points, count in self.groups:
            if count == 1 and not points:
                continue
            for at, place in enumerate(choices):
                if not points or points[at] > 0:
                    sums[place] += count
        return sums


def grouped(ballots: Iterable[tuple[tuple[int, ...], tuple[int, ...]]]) -> tuple[Group, ...]:
    """Ballots (choices, points) with identical ones put together, in a fixed order."""
    counts: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
    for ballot in ballots:
        counts[ballot] = counts.get(ballot, 0) + 1
    return tuple(Group(choices, points, count) for (choices, points), count in sorted(counts.items()))
