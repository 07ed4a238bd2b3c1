"""What may leave: tables whose every cell is a published figure, a word for one, or hidden. Made only in this package.

A SafeTable cannot be made by accident elsewhere: its constructor wants a seal that only this module holds, and
`dataclasses.replace` fails for want of it. A test holds the rest of the house to importing neither `seal` nor `_SEAL`.
"""

from __future__ import annotations

from dataclasses import InitVar, dataclass, field
from enum import StrEnum
from typing import Final

from bot.core.counts import Labels
from bot.core.report import Risk


class Shown(StrEnum):
    """How a cell is shown. HIDDEN never says why. FEW is "under 5"; NEARLY_ALL is 95 % or more of the base."""

    COUNT = "count"
    FEW = "few"
    NEARLY_ALL = "nearly_all"
    HIDDEN = "hidden"


class Status(StrEnum):
    """Whether a table has figures, and why not.

    FEWER_THAN_TEN: that is all that is said. TOO_FEW: fewer than the base at which anything is shown in figures; themes
    and quotes may still be released by hand. NOT_BROKEN_DOWN: not enough published at this breakdown. NOT_SAFE: no way
    of hiding cells protects all of them. WITHDRAWN: a correction could neither keep nor safely change it.
    """

    SHOWN = "shown"
    FEWER_THAN_TEN = "fewer_than_ten"
    TOO_FEW = "too_few"
    NOT_BROKEN_DOWN = "not_broken_down"
    NOT_SAFE = "not_safe"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class SafeCell:
    """`count` is rounded, never exact. `percent` and `word` are worked out from published figures alone.

    `since` is the number of the release in which this value was first published (a correction keeps it).
    """

    shown: Shown
    count: int | None = None
    percent: int | None = None
    word: str = ""
    since: int = 1


@dataclass(frozen=True, slots=True)
class SafeLine:
    """A row or column as shown: itself, its parent (merged), or the rest together. `members` are the leaves in it."""

    code: str
    labels: Labels
    members: tuple[str, ...]
    parent: str = ""
    population: int | None = None


_SEAL: Final = object()


@dataclass(frozen=True, slots=True)
class SafeTable:
    """A table that may leave. Without figures (status other than SHOWN) it has no rows, columns, cells or bases.

    `bases` are the published bases, one per row: who answered (whole group), or who took part (sections, sensitive
    questions). `row_leaves`, `column_leaves` are the form's and the frame's own lines, for the codebook: no counts.
    """

    name: str
    report: str
    risk: Risk
    status: Status
    labels: Labels
    seal: InitVar[object]
    question: str = ""
    across: str = ""
    across_labels: Labels = field(default_factory=dict)
    several: bool = False
    rows: tuple[SafeLine, ...] = ()
    columns: tuple[SafeLine, ...] = ()
    cells: tuple[tuple[SafeCell, ...], ...] = ()
    bases: tuple[SafeCell, ...] = ()
    row_leaves: tuple[SafeLine, ...] = ()
    column_leaves: tuple[SafeLine, ...] = ()

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("only disclosure control makes a SafeTable")


def seal() -> object:
    """The seal, for the modules of this package alone."""
    return _SEAL
