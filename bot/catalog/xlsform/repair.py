"""What is harmless in a workbook and stops its reader all the same.

Some programs write that a sheet is one cell large, and readers believe it. Some authors head a column with a year.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_HEAD = 4096
_FIRST_ROW = re.compile(rb"<(?:\w+:)?row\b.*?</(?:\w+:)?row>", re.DOTALL)
_CELL = re.compile(rb'(<(?:\w+:)?c\b)((?![^>]*\bt="(?:s|str|inlineStr)")[^>]*?)(\s*>)')
"""A cell with something in it that is not text."""
_SORT = re.compile(rb'\s+t="\w+"')
_ONE_CELL = re.compile(rb'<(?:\w+:)?dimension ref="[A-Z]+\d+(?::A\d+)?"\s*/>')


def without_false_sizes(data: bytes) -> bytes:
    """Return an .xlsx whose sheets do not claim to be one cell or one column; the same bytes where none does.

    A damaged archive is returned as it is: whoever reads it next says so.
    """
    return _mended(data, lambda sheet: _ONE_CELL.sub(b"", sheet, count=1), only=_ONE_CELL)


def with_text_headers(data: bytes) -> bytes:
    """Return an .xlsx whose sheets' first rows are text: a header may be a year or "true"."""
    return _mended(data, lambda sheet: _FIRST_ROW.sub(_as_text, sheet, count=1))


def _as_text(row: re.Match[bytes]) -> bytes:
    return _CELL.sub(lambda cell: cell[1] + _SORT.sub(b"", cell[2]) + b' t="str"' + cell[3], row[0])


def _mended(data: bytes, mend: Callable[[bytes], bytes], only: re.Pattern[bytes] | None = None) -> bytes:
    """Rewrite the sheets of an archive; the same bytes where `only` is in no sheet's beginning."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            sheets = [
                name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")
            ]
            if only is not None and not any(_begins(archive, name, only) for name in sheets):
                return data
            out = BytesIO()
            with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as mended:
                for name in archive.namelist():
                    content = archive.read(name)
                    mended.writestr(name, mend(content) if name in sheets else content)
            return out.getvalue()
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zlib.error):
        return data


def _begins(archive: zipfile.ZipFile, name: str, only: re.Pattern[bytes]) -> bool:
    with archive.open(name) as sheet:
        return only.search(sheet.read(_HEAD)) is not None
