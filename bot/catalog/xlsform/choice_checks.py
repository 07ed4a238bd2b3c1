"""What can be said against the choices sheet, row by row."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pyxform.aliases import yes_no

from bot.catalog.xlsform.outcome import Place, Refusal, refuse
from bot.catalog.xlsform.references import check_references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.catalog.xlsform.rows import Row
    from bot.catalog.xlsform.sheets import Book


def check_choices(book: Book, rows: tuple[Row, ...]) -> Iterator[Refusal]:
    """Refuse choices without a name, with a name their list has already, or unfit for choosing several."""
    names = Counter(row.name for row in rows if not (row.type.block and row.type.command == "end"))
    sheet = book.sheet("choices")
    if not sheet.rows:
        return
    missing = [kind for kind in ("list_name", "name") if not any(c.kind == kind for c in sheet.columns)]
    if missing:
        for kind in missing:
            yield refuse("column.missing", Place(sheet.name, 1, kind), missing=kind)
        return
    several = {row.type.list_name for row in rows if row.type.command in {"select_multiple", "rank"}}
    doubles_meant = bool(yes_no.get(book.settings().get("allow_choice_duplicates", "")))
    seen: dict[tuple[str, str], int] = {}
    for number, cells in sheet.numbered():
        of = sheet.cell(cells, "list_name")
        name = sheet.cell(cells, "name")
        place = sheet.place(number, "name")
        if not of:
            continue
        if not name:
            yield refuse("choice.name", place)
        elif (of, name) in seen and not doubles_meant:
            yield refuse("choice.twice", place, name=name, list=of, other=seen[of, name])
        elif " " in name and of in several:
            yield refuse("choice.blank", place, name=name)
        seen.setdefault((of, name), number)
        for column in sheet.columns:
            if column.kind == "label" and column.header in cells:
                yield from check_references(Place(sheet.name, number, column.header), cells[column.header], names)
