"""Rows that depend on each other in a circle: such a form has no right answer, and every other tool refuses it too."""

from __future__ import annotations

import re
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from bot.catalog.xlsform.outcome import Refusal, refuse
from bot.catalog.xlsform.rows import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.catalog.xlsform.rows import Row
    from bot.catalog.xlsform.sheets import Sheet

_ELSEWHERE = re.compile(r"indexed-repeat|position\s*\(|\[|\bonce\s*\(")
"""Expressions that may look at other instances of themselves (or at their own first value), which is no circle."""


def check_circles(sheet: Sheet, rows: tuple[Row, ...]) -> Iterator[Refusal]:
    """Refuse circles among calculations and relevance. A constraint may look at its own question."""
    by_name = {row.name: row for row in rows if row.name and not (row.type.block and row.type.command == "end")}
    needs = {name: _needs(sheet, row, by_name) for name, row in by_name.items()}
    while True:
        try:
            TopologicalSorter(needs).prepare()
        except CycleError as error:
            circle = list(dict.fromkeys(error.args[1]))
            first = min((by_name[name] for name in circle), key=lambda row: row.number)
            kind = "calculation" if sheet.cell(first.cells, "calculation") else "relevant"
            yield refuse("ref.circle", sheet.place(first.number, kind), names=", ".join(sorted(circle)))
            needs = {name: on - set(circle) for name, on in needs.items() if name not in circle}
        else:
            return


def _needs(sheet: Sheet, row: Row, by_name: dict[str, Row]) -> set[str]:
    kinds = ["relevant"] if sheet.cell(row.cells, "trigger") else ["relevant", "calculation"]
    needed = {*row.inside}
    for kind in kinds:
        expression = sheet.cell(row.cells, kind)
        if not _ELSEWHERE.search(expression):
            needed |= {match["name"] for match in REFERENCE.finditer(expression)}
    return {name for name in needed if name in by_name}
