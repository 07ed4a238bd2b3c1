"""Rows of the three tables, and the one line that says why a row cannot be taken."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn

SECTIONS = ("META", "PROJECTS", "VOTES")
NUMBER = re.compile(r"-?[0-9]{1,18}(?:[.,][0-9]{0,12}|/[1-9][0-9]{0,17})?")
THOUSANDS = re.compile(r"[0-9]{1,3},[0-9]{3}")


class Unreadable(ValueError):  # noqa: N818  it is a refusal, not a fault
    """A file cannot be counted. The message is one line with row and how to mend; `row` is 0 where it is about all."""

    def __init__(self, row: int, line: str) -> None:
        line = " ".join(line.split())[:400]
        super().__init__(f"row {row}: {line}" if row else line)
        self.row = row


@dataclass(frozen=True, slots=True)
class Row:
    """Cells by column name, with the line of the file."""

    number: int
    cells: Mapping[str, str]

    def refuse(self, line: str) -> NoReturn:
        """Say that this row cannot be taken."""
        raise Unreadable(self.number, line)

    def amount(self, column: str) -> Fraction:
        """An exact number; a decimal comma is taken for a point."""
        text = self.cells.get(column, "")
        try:
            return exact(text)
        except ValueError:
            self.refuse(f"{column} is '{text}'; write a number like 1200 or 1200.50")


def exact(text: str) -> Fraction:
    """A number as it is written, a decimal comma taken for a point; 1,200 could be either, and is refused. Raises
    ValueError."""
    if not NUMBER.fullmatch(text.strip()) or THOUSANDS.fullmatch(text.strip()):
        raise ValueError(text)
    return Fraction(text.strip().replace(",", "."))


def sections(text: str) -> dict[str, list[Row]]:
    """Rows by section, named by the section's header."""
    found: dict[str, list[Row]] = {}
    table = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";", skipinitialspace=True)
    rows: list[Row] = []
    header: list[str] | None = None
    began = number = 1
    while True:
        try:
            cells = next(table, None)
        except csv.Error as error:
            raise Unreadable(began, f"cannot be read ({error}); look for a quote that is never closed") from None
        if cells is None:
            break
        number, began = began, table.line_num + 1
        cells = [cell.strip() for cell in cells]
        if not any(cells):
            continue
        if cells[0].upper() in SECTIONS and not any(cells[1:]):
            rows = found.setdefault(cells[0].upper(), [])
            header = None
        elif not found:
            raise Unreadable(number, "the file begins with META; is it a .pb file?")
        elif header is None:
            header = [cell.lower() for cell in cells]
            _check_header(number, next(reversed(found)), header)
        elif len(cells) > len(header) and any(cells[len(header) :]):
            raise Unreadable(number, f"{len(cells)} cells under {len(header)} columns; put quotes around cells with ;")
        elif rows is found.get("VOTES") and any("\n" in cell for cell in cells):
            raise Unreadable(number, "a cell goes on over the next rows; close its quote")
        else:
            rows.append(Row(number, dict(zip(header, [*cells, *[""] * len(header)], strict=False))))
    missing = [name for name in SECTIONS if name not in found]
    if missing:
        line = f"there is no section {missing[0]} up to here; is the file cut off, or a quote never closed?"
        raise Unreadable(number, line)
    return found


def _check_header(number: int, section: str, header: list[str]) -> None:
    needed = {"META": ("key", "value"), "PROJECTS": ("project_id", "cost"), "VOTES": ("voter_id", "vote")}[section]
    for name in needed:
        if name not in header:
            raise Unreadable(number, f"{section} has no column '{name}'; its first row names the columns")


def text_of(amount: Fraction) -> str:
    """A number as short as it is exact: 1200, 12.5, 1/3."""
    places = next((places for places in range(10) if 10**places % amount.denominator == 0), None)
    if not places:
        return str(amount)
    whole, rest = divmod(abs(amount) * 10**places, 10**places)
    return f"{'-' if amount < 0 else ''}{whole}.{int(rest):0{places}}"
