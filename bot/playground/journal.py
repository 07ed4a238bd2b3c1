"""Two append-only files of JSON lines: what was delivered (fsynced, for checkers) and every request as it came."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO


class Journal:
    """One JSON object a line. With `durable` each line is on disk before `write` returns."""

    def __init__(self, path: Path, *, durable: bool) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: BinaryIO = path.open("ab", buffering=0)
        self._durable = durable
        self._number = 0

    def write(self, line: Mapping[str, Any]) -> None:
        """Append one line in a single write call, so that a kill leaves whole lines."""
        self._file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        if self._durable:
            os.fdatasync(self._file.fileno())

    def deliver(self, kind: str, line: Mapping[str, Any]) -> None:
        """Append a numbered line of the delivery log."""
        self._number += 1
        self.write({"n": self._number, "kind": kind, **line})

    def close(self) -> None:
        """Close the file; later writes fail."""
        self._file.close()
