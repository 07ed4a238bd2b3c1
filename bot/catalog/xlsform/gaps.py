"""Missing translations, cell by cell: the parser warns only of missing columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.catalog.xlsform.columns import TRANSLATABLE
from bot.catalog.xlsform.outcome import Gap
from bot.catalog.xlsform.rows import disabled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.catalog.xlsform.languages import Languages
    from bot.catalog.xlsform.sheets import Book, Sheet


def gaps_of(book: Book, languages: Languages) -> tuple[Gap, ...]:
    """One gap for each row, kind and named language that has no text where another named language has one.

    A text in a plain column (without language) serves all languages. Rows that are switched off, comments (no type)
    and choices of no list do not count.
    """
    found: list[Gap] = []
    for name, needed in (("survey", "type"), ("choices", "list_name")):
        sheet = book.sheet(name)
        kinds = _by_kind(sheet, languages)
        for row, cells in sheet.numbered():
            if sheet.cell(cells, needed) and not disabled(sheet, cells):
                found.extend(_row_gaps(sheet, row, cells, kinds))
    return tuple(found)


def _by_kind(sheet: Sheet, languages: Languages) -> dict[str, tuple[tuple[str, ...], dict[str, tuple[str, ...]]]]:
    """For each kind: its plain headers, and for each named language its headers (the first names the gap)."""
    kinds = {}
    for kind in TRANSLATABLE:
        columns = [column for column in sheet.columns if column.kind == kind]
        spoken = [column for column in columns if column.language]
        if not spoken:
            continue
        by_language = {}
        for code in languages.named:
            own = tuple(c.header for c in spoken if languages.code(c.language) == code)
            by_language[code] = own or (f"{spoken[0].stem}{languages.headers[code][0]}",)
        kinds[kind] = (tuple(c.header for c in columns if not c.language), by_language)
    return kinds


def _row_gaps(
    sheet: Sheet,
    row: int,
    cells: Mapping[str, str],
    kinds: dict[str, tuple[tuple[str, ...], dict[str, tuple[str, ...]]]],
) -> Iterator[Gap]:
    for plain, by_language in kinds.values():
        if any(header in cells for header in plain):
            continue
        filled = {code for code, headers in by_language.items() if any(h in cells for h in headers)}
        if filled:
            for code, headers in by_language.items():
                if code not in filled:
                    yield Gap(code, sheet.name, row, headers[0])
