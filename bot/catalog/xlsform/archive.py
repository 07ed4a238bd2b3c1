"""What a file is, by its bytes, and whether it is safe to unpack.

The name's suffix is a hint only: officers send .xls files called .xlsx. A zip's own directory is read before anything
is unpacked, so an archive bomb costs nothing.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Literal

from bot.catalog.xlsform.outcome import NotTakenError, refuse

FileKind = Literal[".xlsx", ".xls", ".csv", ".md"]

MOST_BYTES = 20_000_000
"""Telegram hands bots no larger file."""
MOST_UNPACKED = 100_000_000
MOST_RATIO = 100
SMALL_UNPACKED = 1_000_000
"""Below this many bytes a high ratio is harmless (empty sheets pack well)."""
MOST_ENTRIES = 2_000

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOOKS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a packed archive (gzip)"),
    (b"Rar!", "a packed archive (RAR)"),
    (b"7z\xbc\xaf", "a packed archive (7z)"),
    (b"{\\rtf", "a text document (RTF)"),
)


def file_kind(name: str, data: bytes) -> FileKind:
    """Name the kind of a file from its bytes and name; raises `NotTakenError` where it is none we read."""
    if not data:
        raise NotTakenError(refuse("file.empty"))
    if len(data) > MOST_BYTES:
        raise NotTakenError(refuse("file.big", size=len(data), limit=MOST_BYTES))
    lower = name.lower()
    workbook = lower.endswith((".xlsx", ".xlsm", ".xls"))
    if data.startswith(b"PK\x03\x04"):
        _check_archive(data)
        return ".xlsx"
    if data.startswith(_OLE2):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise NotTakenError(refuse("file.password"))
        return ".xls"
    for magic, looks in _LOOKS:
        if data.startswith(magic):
            raise NotTakenError(refuse("file.not_workbook", looks=looks))
    if workbook:
        raise _not_a_workbook(lower, data)
    if lower.endswith(".csv"):
        return ".csv"
    if lower.endswith((".md", ".markdown")):
        return ".md"
    raise NotTakenError(refuse("file.suffix", name=name))


def _not_a_workbook(lower: str, data: bytes) -> NotTakenError:
    """Tell stray bytes before a real workbook from a page or a text under a workbook's name."""
    head = data[:4096]
    if (at := head.find(b"PK\x03\x04")) > 0:
        return NotTakenError(refuse("file.stray", count=at))
    if lower.endswith(".xls") and (at := head.find(_OLE2)) > 0:
        return NotTakenError(refuse("file.stray", count=at))
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table")):
        return NotTakenError(refuse("file.not_workbook", looks="a web page"))
    if start.startswith(b"<?xml"):
        return NotTakenError(refuse("file.not_workbook", looks="an XML file"))
    return NotTakenError(refuse("file.broken", detail="it does not begin as a workbook does"))


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RecursionError) as error:
        raise NotTakenError(refuse("file.broken", detail="its end is missing or cannot be read")) from error
    if len(entries) > MOST_ENTRIES:
        raise NotTakenError(refuse("file.bomb", detail=f"{len(entries):,} files inside"))
    unpacked = sum(entry.file_size for entry in entries)
    ratio = unpacked / max(1, sum(entry.compress_size for entry in entries))
    if unpacked > MOST_UNPACKED or (unpacked > SMALL_UNPACKED and ratio > MOST_RATIO):
        raise NotTakenError(refuse("file.bomb", detail=f"{unpacked:,} bytes, packed {ratio:,.0f} times"))
    if any(entry.flag_bits & 1 for entry in entries):
        raise NotTakenError(refuse("file.password"))
    names = {entry.filename for entry in entries}
    if not any(name.startswith("xl/") for name in names):
        raise NotTakenError(refuse("file.not_workbook", looks=_zip_looks(names, data)))


def _zip_looks(names: set[str], data: bytes) -> str:
    if b"opendocument.spreadsheet" in data[:200]:
        return "an OpenDocument file (.ods)"
    if any(name.startswith("word/") for name in names):
        return "a Word document"
    if any(name.endswith(".iwa") for name in names):
        return "a Numbers document"
    return "a packed archive (zip)"
