"""What an import comes to: a form with what its author should know, or reasons why it was not taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.catalog.xlsform.wording import WORDS

if TYPE_CHECKING:
    from bot.core.form import Form


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the workbook: sheet as the file writes it, row as a spreadsheet numbers it (header is 1), column header.

    Empty text and row 0 stand for "the whole of it" or "not known".
    """

    sheet: str = ""
    row: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a form is not taken, where it is, and how to mend it. `code` names the reason for machines."""

    sheet: str
    row: int
    column: str
    why: str
    mend: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A missing translation. `column` is the header the cell has, or would have if the column existed."""

    language: str
    sheet: str
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class Imported:
    """A form that was taken. `questions` counts what a person can be asked: no notes, no calculations."""

    form: Form
    title: str
    languages: tuple[str, ...]
    questions: int
    gaps: tuple[Gap, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was not taken, with every reason found (at least one)."""

    reasons: tuple[Refusal, ...]


class NotTakenError(Exception):
    """Ends an import early; carried to the pipeline's edge, where it becomes `Refused`."""

    def __init__(self, *reasons: Refusal) -> None:
        super().__init__("; ".join(r.why for r in reasons))
        self.reasons = reasons


def refuse(code: str, where: Place | None = None, **values: object) -> Refusal:
    """Word a refusal. `values` fill the sentences of `code`; an unknown code is our fault and raises KeyError."""
    place = where or Place()
    why, mend = WORDS[code]
    return Refusal(place.sheet, place.row, place.column, why.format(**values), mend.format(**values), code)
