"""One bot per SQLite file: a lock held by the running process, gone with it however it ends."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

from bot.storage.faults import AlreadyRunning, StorageFault

if TYPE_CHECKING:
    from pathlib import Path


class LockFile:
    """Held from making to `release`."""

    __slots__ = ("_descriptor",)

    def __init__(self, path: Path) -> None:
        """Raises AlreadyRunning where another process (or this one) holds it, StorageFault where it cannot be made."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StorageFault(
                f"cannot write in the folder of the database, {path.parent}: {error.strerror}"
            ) from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._descriptor, 32).decode(errors="replace").strip()
            os.close(self._descriptor)
            raise AlreadyRunning(
                f"another process{f' ({holder})' if holder else ''} is using {path.name.removesuffix('.lock')}: "
                "stop it first, or use PostgreSQL for several processes"
            ) from None
        os.ftruncate(self._descriptor, 0)
        os.write(self._descriptor, f"pid {os.getpid()}\n".encode())

    def close(self) -> None:
        """Let go; a second time does nothing."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
