"""What can be said against the survey sheet row by row, before the parser sees it: all of it at once, each in place.

The parser stops at its first complaint and seldom names a column; authors want the whole list.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.catalog.xlsform.columns import SURVEY_KINDS
from bot.catalog.xlsform.names import is_name
from bot.catalog.xlsform.outcome import Place, Refusal, refuse
from bot.catalog.xlsform.references import check_references
from bot.catalog.xlsform.rows import Row, rows_of
from bot.catalog.xlsform.types import FROM_FILE, SELECTS, known_types, shows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.catalog.xlsform.sheets import Book, Sheet

_GEO = frozenset({"geotrace", "geoshape", "q geotrace", "q geoshape"})
_SAYING = ("label", "hint", "image", "audio", "video", "calculation", "trigger")
"""Kinds of which one must be filled; a row that is only computed needs no words."""
_SEARCH = re.compile(r"\bsearch\s*\(")


@dataclass(slots=True)
class Survey:
    """The survey sheet under examination."""

    book: Book
    sheet: Sheet
    media: Mapping[str, bytes]
    rows: tuple[Row, ...] = ()
    lists: frozenset[str] = frozenset()
    external: frozenset[str] = frozenset()
    names: Counter[str] = field(default_factory=Counter)


def check_rows(book: Book, media: Mapping[str, bytes]) -> tuple[tuple[Row, ...], list[Refusal]]:
    """Read the survey's rows and everything that speaks against them."""
    sheet = book.sheet("survey")
    missing = [kind for kind in ("type", "name") if not any(c.kind == kind for c in sheet.columns)]
    if missing:
        return (), [refuse("column.missing", Place(sheet.name, 1, kind), missing=kind) for kind in missing]
    rows = rows_of(sheet)
    if not rows:
        return (), [refuse("sheet.empty", Place(sheet.name))]
    names = Counter(row.name for row in rows if row.name and not _ends(row))
    survey = Survey(book, sheet, media, rows, _lists(book, "choices"), _lists(book, "external_choices"), names)
    reasons = [reason for row in rows for reason in _row(survey, row)]
    reasons += _blocks(survey)
    reasons += _twice(survey)
    reasons += _book_wide(survey)
    return rows, sorted(reasons, key=lambda r: (r.sheet, r.row))


def _ends(row: Row) -> bool:
    return row.type.command == "end" and bool(row.type.block)


def _lists(book: Book, name: str) -> frozenset[str]:
    sheet = book.sheet(name)
    return frozenset(sheet.cell(cells, "list_name") for _, cells in sheet.numbered()) - {""}


def _row(survey: Survey, row: Row) -> Iterator[Refusal]:
    if not row.written_type:
        yield refuse("type.missing", survey.sheet.place(row.number, "type"), name=row.name or "This row")
        return
    yield from _type(survey, row)
    if _ends(row):
        return
    if not row.name:
        yield refuse("name.missing", survey.sheet.place(row.number, "name"))
    elif not is_name(row.name):
        yield refuse("name.wrong", survey.sheet.place(row.number, "name"), name=row.name)
    elif row.name == "meta" and not row.inside:
        yield refuse("name.meta", survey.sheet.place(row.number, "name"))
    if row.type.block == "repeat" and row.repeats:
        yield refuse("repeat.nested", survey.sheet.place(row.number, "type"))
    for column in survey.sheet.columns:
        if column.kind in SURVEY_KINDS - {"type", "name"} and column.header in row.cells:
            place = Place(survey.sheet.name, row.number, column.header)
            yield from check_references(place, row.cells[column.header], survey.names)
    if _SEARCH.search(survey.sheet.cell(row.cells, "appearance")):
        yield refuse("type.search", survey.sheet.place(row.number, "appearance"))
    if _mute(survey.sheet, row):
        yield refuse("label.none", survey.sheet.place(row.number, "label"), name=row.name or row.written_type)


def _mute(sheet: Sheet, row: Row) -> bool:
    """Tell whether a row would ask or show something and says nothing at all."""
    if row.type.block or not (row.type.command in SELECTS or shows(row.type.command)):
        return False
    return not any(sheet.cell(row.cells, kind) for kind in _SAYING)


def _type(survey: Survey, row: Row) -> Iterator[Refusal]:
    place = survey.sheet.place(row.number, "type")
    command = row.type.command
    if not command:
        close = difflib.get_close_matches(row.written_type.lower().split()[0], known_types(), 1, 0.7)
        hint = f"Did you mean “{close[0]}”?" if close else "Use one of the types in the XLSForm reference."
        yield refuse("type.unknown", place, type=row.written_type, hint=hint)
    elif command in _GEO:
        yield refuse("type.geo", place, type=command)
    elif command == "osm":
        yield refuse("type.osm", place)
    elif command == "background-audio":
        yield refuse("type.record", place)
    elif command in {"csv-external", "xml-external"}:
        file = f"{row.name}.{command[:3]}"
        if file.lower() not in {name.lower() for name in survey.media}:
            yield refuse("type.external", place, file=file)
    elif command == "calculate" and not any(survey.sheet.cell(row.cells, k) for k in ("calculation", "default")):
        yield refuse("calculation.missing", survey.sheet.place(row.number, "calculation"))
    elif command in SELECTS:
        yield from _list(survey, row, place)


def _list(survey: Survey, row: Row, place: Place) -> Iterator[Refusal]:
    name = row.type.list_name
    if not name:
        yield refuse("list.none", place)
    elif row.type.command in FROM_FILE or re.search(r"\.(csv|xml|geojson)$", name, re.IGNORECASE):
        if not name.lower().endswith((".csv", ".xml")):
            yield refuse("type.file_kind", place, file=name)
        elif name.lower() not in {file.lower() for file in survey.media}:
            yield refuse("type.external", place, file=name)
    elif "${" in name:
        yield refuse("type.from_answers", place, list=name)
    elif name not in (survey.external if row.type.command == "select_one_external" else survey.lists):
        if " " in name:
            yield refuse("list.blank", place, list=name, joined="_".join(name.split()))
            return
        if name in survey.lists:
            yield refuse("list.outside", place, list=name)
            return
        close = difflib.get_close_matches(name, survey.lists, 1, 0.6)
        hint = f"Did you mean “{close[0]}”?" if close else "Add its choices to the choices sheet, under that list_name."
        yield refuse("list.unknown", place, list=name, hint=hint)


def _blocks(survey: Survey) -> Iterator[Refusal]:
    opened: list[Row] = []
    for row in survey.rows:
        kind = row.type.block
        if not kind:
            continue
        if row.type.command == "begin":
            opened.append(row)
        elif opened and opened[-1].type.block == kind:
            opened.pop()
        else:
            yield refuse("block.close", survey.sheet.place(row.number, "type"), kind=kind)
    for row in opened:
        place = survey.sheet.place(row.number, "type")
        yield refuse("block.open", place, name=row.name or row.written_type, kind=row.type.block)


def _twice(survey: Survey) -> Iterator[Refusal]:
    seen: dict[tuple[str, ...], Row] = {}
    for row in survey.rows:
        if _ends(row) or not row.name:
            continue
        if first := seen.get(row.steps):
            place = survey.sheet.place(row.number, "name")
            yield refuse("name.twice", place, name=row.name, other=first.number)
        else:
            seen[row.steps] = row


def _book_wide(survey: Survey) -> Iterator[Refusal]:
    for row in survey.rows:
        if survey.sheet.cell(row.cells, "save_to"):
            yield refuse("entity", survey.sheet.place(row.number, "save_to"))
    entities = survey.book.sheet("entities")
    if first := next(entities.numbered(), None):
        yield refuse("entity", Place(entities.name, first[0]))
