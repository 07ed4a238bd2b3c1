"""The backup file: a zip of one JSON-lines file per table and a manifest with counts and checksums.

The same for both engines, so that either can be restored into the other. It holds personal data (chat ids
encrypted with EVENHAND_KEY, which is not in it): only its owner may read it.
"""

from __future__ import annotations

import json
import os
import time
import zipfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from bot.storage.faults import BadArchive, StorageFault
from bot.storage.whole import SLICE, Digest, Shape, Whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.storage.statement import Row

FORMAT = "evenhand-backup"
VERSION = 1
_MANIFEST = "manifest.json"


def write(source: Whole, path: Path, revision: str, progress: Callable[[str, int, int], None]) -> dict[str, int]:
    """Write the archive; it appears under its name only when it is whole and on disk. Gives rows by table.

    Raises StorageFault where it cannot be written; then no file is left behind.
    """
    part = path.with_name(path.name + ".part")
    try:
        with open(part, "wb", opener=_private) as file:
            tables = _pack(source, file, revision, progress)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise StorageFault(f"cannot write the backup {path}: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
    return {each["name"]: each["rows"] for each in tables}


def _pack(
    source: Whole, file: IO[bytes], revision: str, progress: Callable[[str, int, int], None]
) -> list[dict[str, Any]]:
    tables: list[dict[str, Any]] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for shape in source.shapes:
            total, digest = source.count(shape), Digest()
            with archive.open(f"{shape.name}.jsonl", "w", force_zip64=True) as member:
                for rows in source.slices(shape):
                    digest.add(rows)
                    member.write(b"".join(_line(row) for row in rows))
                    progress(shape.name, digest.rows, total)
            columns = [[name, kind] for name, kind in zip(shape.columns, shape.kinds, strict=True)]
            tables.append({"name": shape.name, "columns": columns, "rows": digest.rows, "digest": digest.hex()})
        manifest = {"format": FORMAT, "version": VERSION, "revision": revision, "tables": tables}
        archive.writestr(_MANIFEST, json.dumps({**manifest, "made": int(time.time() * 1000)}, indent=1))
    return tables


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _line(row: Row) -> bytes:
    values = [value.hex() if isinstance(value, bytes) else value for value in row]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class Archive:
    """A backup that can be read: same slices as a database."""

    def __init__(self, path: Path) -> None:
        """Raises BadArchive with one line."""
        try:
            self._zip = zipfile.ZipFile(path)
            manifest = json.loads(self._zip.read(_MANIFEST))
        except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
            raise BadArchive(f"{path.name} is not a whole Evenhand backup: {error}") from error
        if manifest.get("format") != FORMAT or manifest.get("version") != VERSION:
            raise BadArchive(f"{path.name} is no backup that this version can read")
        self.revision = str(manifest["revision"])
        self.shapes = [_shape(each) for each in manifest["tables"]]
        self.digests = {str(each["name"]): (int(each["rows"]), str(each["digest"])) for each in manifest["tables"]}

    def count(self, shape: Shape) -> int:
        """How many rows a table has."""
        return self.digests[shape.name][0]

    def slices(self, shape: Shape) -> Iterator[list[Row]]:
        """Every row, some thousand at a time; raises BadArchive where the file is damaged."""
        held: list[Row] = []
        try:
            with self._zip.open(f"{shape.name}.jsonl") as member:
                for line in member:
                    held.append(_row(json.loads(line), shape))
                    if len(held) == SLICE:
                        yield held
                        held = []
        except (OSError, KeyError, ValueError, zipfile.BadZipFile, EOFError) as error:
            raise BadArchive(f"the table {shape.name} of the backup is damaged: {error}") from error
        if held:
            yield held

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()


def _shape(described: dict[str, Any]) -> Shape:
    columns = described["columns"]
    return Shape(described["name"], tuple(c[0] for c in columns), tuple(c[1] for c in columns))


def _row(values: list[Any], shape: Shape) -> Row:
    return tuple(
        bytes.fromhex(value) if kind == "bytes" and value is not None else value
        for value, kind in zip(values, shape.kinds, strict=True)
    )
