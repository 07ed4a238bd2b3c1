"""A harmless lie that some programs write into workbooks: that a sheet is one cell large. Readers believe it."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

_HEAD = 4096
_ONE_CELL = re.compile(rb'<(?:\w+:)?dimension ref="[A-Z]+\d+(?::A\d+)?"\s*/>')


def without_false_sizes(data: bytes) -> bytes:
    """Return an .xlsx whose sheets do not claim to be one cell or one column; the same bytes where none does.

    A damaged archive is returned as it is: whoever reads it next says so.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            sheets = [
                name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")
            ]
            if not any(_claims(archive, name) for name in sheets):
                return data
            out = BytesIO()
            with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as mended:
                for name in archive.namelist():
                    content = archive.read(name)
                    mended.writestr(name, _ONE_CELL.sub(b"", content, count=1) if name in sheets else content)
            return out.getvalue()
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zlib.error):
        return data


def _claims(archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as sheet:
        return _ONE_CELL.search(sheet.read(_HEAD)) is not None
