"""The ledger of the forgotten: a file of random person ids beside the database, outside every backup.

A backup from before a person asked to be forgotten still holds them; the ledger is what makes a restore forget again.
It is written after the commit; what a crash kept from it stands in the tombstones and is added at the next start.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SUFFIX = ".forgotten"

_log = structlog.get_logger("bot.storage")


class Ledger:
    """One id a line, only ever appended to, and flushed to disk. Without a path it keeps nothing."""

    __slots__ = ("path",)

    def __init__(self, path: Path | None) -> None:
        """The file is made with the first line."""
        self.path = path

    def read(self) -> set[int]:
        """Every id; a line cut short by a crash is left out."""
        if self.path is None or not self.path.exists():
            return set()
        lines = self.path.read_text("ascii", errors="ignore").split("\n")[:-1]
        return {int(line) for line in lines if line.isdigit()}

    def add(self, people: Iterable[int]) -> None:
        """Append those that are not there. A file that cannot be written is logged: the tombstones still stand."""
        if self.path is None:
            return
        try:
            new = sorted(set(people) - self.read())
            if new:
                self._append(new)
        except OSError as error:
            _log.error("ledger_unwritable", error=error.strerror)

    def _append(self, new: list[int]) -> None:
        assert self.path is not None
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.write(descriptor, "".join(f"\n{id_}\n" for id_ in new).encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
