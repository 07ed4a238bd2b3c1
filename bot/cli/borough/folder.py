"""The sample's folder: its database, its key, how far its clock was moved, and whether the borough stands."""

from __future__ import annotations

import base64
import os
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.storage.lockfile import LockFile

_DATABASE, _KEY, _STANDS, _AHEAD = "sample.sqlite", "sample.key", "sample.stands", "sample.ahead"


class SampleFolder:
    """Touches nothing in the folder but the sample's own files. Making it raises OSError where it cannot be written,
    and StorageFault where a demo is running in it that would lose its database."""

    def __init__(self, path: Path, *, fresh: bool) -> None:
        self._path = path
        path.mkdir(parents=True, exist_ok=True)
        if fresh or (self.database.exists() and not self.stands):
            self._clear()  # a first start that was cut short is begun anew: residents do not remember their chats
        if not (path / _KEY).exists():
            handle = os.open(path / _KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(base64.b64encode(secrets.token_bytes(32)).decode())
        self.key = (path / _KEY).read_text().strip()

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self._path / _DATABASE

    @property
    def stands(self) -> bool:
        """Whether all residents have answered."""
        return (self._path / _STANDS).exists()

    def stand(self) -> None:
        """Note that they have."""
        (self._path / _STANDS).touch()

    def clock(self, begins: datetime | None = None) -> CivilClock:
        """The sample's clock, as far ahead as it was left: civil time never goes back. A borough that does not stand
        yet may begin in the past."""
        note = self._path / _AHEAD
        if begins is not None and not self.stands and not note.exists():
            note.write_text(str(round((begins - datetime.now(UTC)).total_seconds())))
        return CivilClock(note)

    def _clear(self) -> None:
        lock = LockFile(self._path / f"{_DATABASE}.lock")
        try:
            for found in self._path.glob("sample.*"):
                if not found.name.endswith(".lock"):
                    found.unlink(missing_ok=True)
        finally:
            lock.close()


class CivilClock:
    """The sample's own time: the machine's, moved forward by hand."""

    def __init__(self, note: Path) -> None:
        self._note = note
        self._ahead = timedelta(seconds=int(note.read_text()) if note.exists() else 0)

    def __call__(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC) + self._ahead

    def arrive(self) -> None:
        """Be the machine's time exactly, where it was behind it."""
        self.forward(-int(self._ahead.total_seconds()))

    def forward(self, seconds: int) -> None:
        """Move on, and remember how far."""
        self._ahead += timedelta(seconds=max(0, seconds))
        self._note.write_text(str(int(self._ahead.total_seconds())))
