"""Merging before hiding: answers into their declared parents, sections into the frame's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.counts import Line
from bot.core.disclosure.safe import SafeLine


@dataclass(frozen=True, slots=True)
class Group:
    """Lines shown as one. `members` are leaf codes; `hidden` groups never merge (they have no parent)."""

    line: SafeLine
    low: int = 0
    hidden: bool = False

    @property
    def members(self) -> tuple[str, ...]:
        """Leaf codes, in the table's order."""
        return self.line.members


def leaves(lines: Sequence[Line]) -> list[Group]:
    """Each line on its own."""
    return [Group(SafeLine(line.code, line.labels, (line.code,), line.parent, line.population)) for line in lines]


def ancestors(code: str, parents: Mapping[str, Line]) -> list[str]:
    """The declared parents above, nearest first; a circle ends where it closes."""
    above: list[str] = []
    while code in parents and code not in above:
        above.append(code)
        code = parents[code].parent
    return above


def merge_family(groups: Sequence[Group], code: str, parents: Mapping[str, Line]) -> list[Group]:
    """Put every group below `code` into one, at the place of the first."""
    family = [group for group in groups if code in ancestors(group.line.parent, parents)]
    populations = [group.line.population for group in family]
    known = [population for population in populations if population is not None]
    above = parents[code]
    merged = Group(
        SafeLine(
            code,
            above.labels,
            tuple(member for group in family for member in group.members),
            above.parent,
            sum(known) if known and len(known) == len(populations) else None,
        ),
        low=sum(group.low for group in family),
    )
    kept: list[Group] = []
    for group in groups:
        if group is family[0]:
            kept.append(merged)
        elif group not in family:
            kept.append(group)
    return kept


def gather(groups: Sequence[Group], parents: Mapping[str, Line], poor: Callable[[Group], bool]) -> list[Group]:
    """Merge whole families until no group that has a declared parent is poor.

    A family goes together, never only its small members: "the rest of Brixton" has no name and no population.
    """
    gathered = list(groups)
    while True:
        code = next((group.line.parent for group in gathered if group.line.parent in parents and poor(group)), None)
        if code is None:
            return gathered
        gathered = merge_family(gathered, code, parents)
