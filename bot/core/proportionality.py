"""Whether a result leaves a group of voters less than its share: a check of any result of a budget vote."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from bot.core.ballots import Election, OptionId


@dataclass(frozen=True, slots=True)
class Unmet:
    """`group` voters all support `project`; their share of the budget is `share`, and each of them got at most `got`
    worth of what they voted for."""

    project: OptionId
    group: int
    share: Fraction
    got: Fraction


def unmet(election: Election, winners: Collection[OptionId]) -> tuple[Unmet, ...]:
    """Projects that a group was owed (METHODS.md: the real budget B over n voters).

    For each project not funded, its supporters by the cost of what was funded for them, least first: violated where a
    prefix of g has g·B/n >= cost and u + cost <= g·B/n, with u the funded cost of the last of them.
    """
    if election.budget is None or not election.voters:
        return ()
    won = [project.id in winners for project in election.projects]
    behind: dict[int, dict[int, int]] = {}
    for group, marks in election.marks():
        liked = [place for place, mark in zip(group.choices, marks, strict=True) if mark > 0]
        got = election.cost(place for place in liked if won[place])
        for place in liked:
            if not won[place]:
                people = behind.setdefault(place, {})
                people[got] = people.get(got, 0) + group.voters
    found = []
    for place, people in sorted(behind.items(), key=lambda one: election.projects[one[0]].id):
        project = election.projects[place]
        owed = _owed(people, project.cost, election.budget, election.voters)
        if owed is not None:
            group_size, got = owed
            share = election.money(Fraction(group_size * election.budget, election.voters))
            found.append(Unmet(project.id, group_size, share, election.money(got)))
    return tuple(found)


def _owed(people: dict[int, int], cost: int, budget: int, voters: int) -> tuple[int, int] | None:
    """The smallest funded cost at which a group of supporters is owed the project, with the group's size."""
    size = 0
    for got in sorted(people):
        size += people[got]
        if size * budget >= (got + cost) * voters:
            return size, got
    return None
