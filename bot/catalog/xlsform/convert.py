"""The parser at work, and its complaints brought into our shape.

pyxform raises its own errors with sheet and row in the text, and sometimes a bare TypeError or KeyError; whatever it
raises becomes a refusal.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert as pyxform_convert

from bot.catalog.xlsform.outcome import NotTakenError, Place, Refusal, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.catalog.xlsform.sheets import Book

_ROW = re.compile(r"\[row : (\d+)\]\s*")
_ON = re.compile(r"On the '(?P<sheet>[^']+)' sheet, (?:the '(?P<column>[^']+)' value (?:'[^']*' )?is \w+\.)?\s*")
_SAME = re.compile(
    r"sheet: '(?P<sheet>[^']+)'\. Headers that are different names.*?: '(?P<other>[^']+)', '(?P<header>[^']+)'"
)
_LEARN = re.compile(r"\s*Learn more: \S+")
_QUIET = (
    "is missing the ",  # whole missing columns: our gaps name each cell
    "max-pixels",
    "or_other",
    "machine-readable codes",
    "Repeat has no label",
    "Row without name, text, or label is being skipped",
    "'disabled' column header",
)


def convert(book: Book, sheets: dict[str, Any]) -> tuple[str, list[str]]:
    """Turn prepared sheets into XForm XML and warnings for people; raises `NotTakenError` with what was wrong."""
    raised: list[str] = []
    try:
        result = pyxform_convert(xlsform=sheets, warnings=raised)
    except PyXFormError as error:
        raise NotTakenError(*_reasons(book, str(error))) from error
    except RecursionError as error:
        raise NotTakenError(refuse("parser", detail="The groups are nested too deeply.")) from error
    except (MemoryError, OSError):  # not the form's fault
        raise
    except Exception as error:
        detail = f"The form could not be read ({type(error).__name__}: {str(error)[:120]})."
        raise NotTakenError(refuse("parser", detail=detail)) from error
    return result.xform, list(dict.fromkeys(_warnings(raised)))


def _reasons(book: Book, message: str) -> Iterator[Refusal]:
    if same := _SAME.search(message):
        place = Place(_written(book, same["sheet"]), 1, same["header"])
        yield refuse("column.same", place, other=same["other"], header=same["header"])
        return
    lines = [line for line in message.split("\n") if line.strip()]
    starts = [line for line in lines if _ROW.search(line)]
    for line in starts or [" ".join(lines)]:
        row = _ROW.search(line)
        text = _ROW.sub("", line).strip()
        on = _ON.search(text)
        sheet = on["sheet"] if on else ("survey" if row else "")
        column = (on and on["column"]) or ""
        written = _written(book, sheet)
        header = book.sheet(sheet).header(column) if sheet and column else ""
        detail = _LEARN.sub("", _ON.sub("", text)).strip() or "This cannot be read."
        yield refuse("parser", Place(written, int(row[1]) if row else 0, header), detail=detail)


def _written(book: Book, sheet: str) -> str:
    return book.sheets[sheet].name if sheet in book.sheets else sheet


def _warnings(raised: list[str]) -> Iterator[str]:
    for warning in raised:
        if any(quiet in warning for quiet in _QUIET):
            continue
        row = _ROW.search(warning)
        text = _LEARN.sub("", _ROW.sub("", warning)).strip()
        on = _ON.search(text)
        sheet = f"Sheet {on['sheet']}, row" if on and on["sheet"] != "survey" else "Row"
        yield f"{sheet} {row[1]}: {_ON.sub('', text)}" if row else text
