"""The survey sheet's rows as a tree: which row makes which node of the form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyxform.aliases import yes_no

from bot.catalog.xlsform.types import SETTINGS, Type, type_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.catalog.xlsform.sheets import Sheet

REFERENCE = re.compile(r"\$\{\s*(?P<name>[^}]*?)\s*\}")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the survey sheet: its number, cells by header, understood type, name, and the blocks it stands in.

    `inside` are the enclosing blocks' names; `repeats` how many of them are repeats. A block's end has no name.
    """

    number: int
    cells: Mapping[str, str]
    type: Type
    written_type: str
    name: str
    inside: tuple[str, ...]
    repeats: int

    @property
    def steps(self) -> tuple[str, ...]:
        """The path below the form's root, as names."""
        return (*self.inside, self.name)


def disabled(sheet: Sheet, cells: Mapping[str, str]) -> bool:
    """Tell whether a row is switched off by a `disabled` column."""
    return bool(yes_no.get(sheet.cell(cells, "disabled")))


def rows_of(sheet: Sheet) -> tuple[Row, ...]:
    """Read the rows that ask, show, compute or enclose; blank, switched-off and comment rows are left out.

    A row without a type is kept (with an empty command) where it has a name or a label: its author forgot the type.
    """
    rows: list[Row] = []
    open_blocks: list[tuple[str, bool]] = []
    for number, cells in sheet.numbered():
        if disabled(sheet, cells):
            continue
        written = sheet.cell(cells, "type")
        name = sheet.cell(cells, "name")
        if not written and not name and not sheet.cell(cells, "label"):
            continue
        understood = type_of(written)
        if understood.command in SETTINGS:
            continue
        if understood.command == "note" and not name:
            name = f"generated_note_name_{number}"
        if understood.command == "audit":
            name = "audit"
        if understood.block and understood.command == "end" and open_blocks:
            open_blocks.pop()
        rows.append(
            Row(
                number,
                cells,
                understood,
                written,
                name,
                tuple(block for block, _ in open_blocks),
                sum(repeat for _, repeat in open_blocks),
            ),
        )
        if understood.block and understood.command == "begin":
            open_blocks.append((name, understood.block == "repeat"))
    return tuple(rows)
