"""A workbook's cells, as text: the sheets a form is made of, with the rows' own numbers.

Reading is the parser's (pyxform's own readers of .xlsx, .xls, .csv and Markdown), so that we see what it sees.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import (
    csv_to_dict,
    md_to_dict,
    xls_to_dict,
    xlsx_to_dict,
)

from bot.catalog.xlsform.columns import Column, columns_of
from bot.catalog.xlsform.outcome import NotTakenError, Place, Refusal, refuse
from bot.catalog.xlsform.repair import with_text_headers, without_false_sizes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.catalog.xlsform.archive import FileKind

_READERS = {".xlsx": xlsx_to_dict, ".xls": xls_to_dict, ".csv": csv_to_dict, ".md": md_to_dict}
_UNKEPT = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold: what damaged and pasted cells bring."""
_SHEETS = frozenset({"survey", "choices", "settings", "external_choices", "entities", "osm"})
_DUPLICATE = "Duplicate column header: "


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name as the file writes it, its columns, and its rows' cells by header (empty cells absent)."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, str], ...]

    def numbered(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Yield each row that is not blank with its spreadsheet number (the header is row 1)."""
        for number, cells in enumerate(self.rows, start=2):
            if cells:
                yield number, cells

    def header(self, kind: str) -> str:
        """Return the header of the first column of a kind, or the kind where there is no such column."""
        return next((column.header for column in self.columns if column.kind == kind), kind)

    def cell(self, cells: Mapping[str, str], kind: str) -> str:
        """Return a row's text in the first filled column of a kind, in any language."""
        return next((cells[c.header] for c in self.columns if c.kind == kind and c.header in cells), "")

    def place(self, row: int = 0, kind: str = "") -> Place:
        """Name a place in this sheet by row and kind of column."""
        return Place(self.name, row, self.header(kind) if kind else "")


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: sheets by lower-case name, and all sheets' names as written."""

    sheets: Mapping[str, Sheet]
    names: tuple[str, ...]

    def sheet(self, name: str) -> Sheet:
        """Return a sheet, or an empty one."""
        return self.sheets.get(name) or Sheet(name, (), ())

    def settings(self) -> dict[str, str]:
        """Return the settings by kind of column."""
        sheet = self.sheet("settings")
        row = next((cells for _, cells in sheet.numbered()), {})
        return {column.kind: row[column.header] for column in sheet.columns if column.header in row}


def read_book(kind: FileKind, data: bytes) -> Book:
    """Read a file's sheets; raises `NotTakenError` where it cannot be read as `kind`."""
    if kind in {".csv", ".md"}:
        data = _plain_text(kind, data)
    elif kind == ".xlsx":
        data = without_false_sizes(data)
    try:
        raw = _raw(kind, data)
    except PyXFormError as error:
        raise NotTakenError(_unreadable(str(error))) from error
    except Exception as error:
        raise NotTakenError(refuse("file.broken", detail="a part of it is missing or cannot be read")) from error
    names = tuple(str(name) for name in raw.pop("sheet_names"))
    sheets = {}
    for key, rows in raw.items():
        if key.endswith("_header") or not isinstance(rows, list):
            continue
        header = raw.get(f"{key}_header") or [{}]
        headers = tuple(text for h in header[0] if (text := _text(h)) not in {"", "None"})
        written = next((n for n in names if n.lower() == key), names[0] if names else key)
        kept = tuple({_text(h): text for h, v in row.items() if (text := _text(v))} for row in rows)
        sheets[str(key)] = Sheet(written, columns_of(headers), kept)
    return Book(sheets, names)


def _raw(kind: FileKind, data: bytes) -> dict[str, Any]:
    """Read with the parser's reader; where it trips over a header that is a number or a date, over that as text."""
    try:
        raw: dict[str, Any] = _READERS[kind](BytesIO(data))
    except AttributeError:
        if kind != ".xlsx":
            raise
        raw = _READERS[kind](BytesIO(with_text_headers(data)))
    return raw


def _text(value: object) -> str:
    return "" if value is None else _UNKEPT.sub("", str(value)).strip()


def _plain_text(kind: FileKind, data: bytes) -> bytes:
    """Return UTF-8 without a byte-order mark; a CSV with semicolons (saved in much of Europe) or tabs gets commas."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotTakenError(refuse("file.text")) from error
    if kind == ".csv" and (comma := _comma(text)) != ",":
        out = StringIO(newline="")
        csv.writer(out).writerows(csv.reader(StringIO(text, newline=""), delimiter=comma))
        text = out.getvalue()
    if kind == ".csv":
        text = _one_table(text)
    return text.replace("\x00", "").encode()


def _comma(text: str) -> str:
    """Tell what stands between a CSV's cells: a comma, or the semicolon or tab that some programs write."""
    first = text.lstrip("\r\n ").split("\n", 1)[0]
    others = (";", "\t")
    return next((sign for sign in others if "," not in first and (sign in first or f"\n{sign}" in text)), ",")


def _one_table(text: str) -> str:
    """Take a CSV of the survey sheet alone for what it is: the parser wants each sheet's name in a first column."""
    rows = list(csv.reader(StringIO(text, newline="")))
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    if not {"type", "name"} <= set(header) or header[0] in _SHEETS:
        return text
    out = StringIO(newline="")
    csv.writer(out).writerows([["survey", *[""] * len(rows[0])], *(["", *row] for row in rows)])
    return out.getvalue()


def _unreadable(message: str) -> Refusal:
    if message.startswith(_DUPLICATE):
        header = message.removeprefix(_DUPLICATE)
        return refuse("column.twice", Place(row=1, column=header), header=header)
    if "no attribute 'strip'" in message:  # an old workbook's header that is a number or a date
        return refuse("column.number", Place(row=1))
    if "encrypted" in message.lower():
        return refuse("file.password")
    if "valid XLSForm" in message:
        return refuse("sheet.survey", found="")
    return refuse("file.broken", detail="a part of it is missing or cannot be read")
