"""The bot's civil clock, moved from outside: a file of eight bytes, the seconds by which it is ahead of the machine's.

The bot itself has no such setting: `launch.py` hands the clock to `bot.build.build`. Leases and timeouts keep real time.
"""

from __future__ import annotations

import mmap
import struct
import time
from datetime import UTC, datetime
from pathlib import Path


def write(path: Path, ahead: float) -> Path:
    """Set how far the clock is ahead; running processes see it at once."""
    if path.exists():
        with path.open("r+b") as file:
            file.write(struct.pack("d", ahead))
    else:
        path.write_bytes(struct.pack("d", ahead))
    return path


def noon(path: Path, moment: datetime) -> Path:
    """Let it be this instant now."""
    return write(path, moment.timestamp() - time.time())


def read(path: Path) -> datetime:
    """What the clock says."""
    (ahead,) = struct.unpack("d", path.read_bytes())
    return datetime.fromtimestamp(time.time() + ahead, tz=UTC)


def travel(path: Path) -> None:
    """In the bot's process: give this clock to everything that asks for the civil time."""
    from bot import build

    with path.open("rb") as file:
        shared = mmap.mmap(file.fileno(), 8, access=mmap.ACCESS_READ)

    def civil() -> datetime:
        (ahead,) = struct.unpack("d", shared[:8])
        return datetime.fromtimestamp(time.time() + ahead, tz=UTC)

    defaults = build.build.__kwdefaults__
    assert defaults is not None and "clock" in defaults, "the hook of the bench: build(clock=...)"  # noqa: PT018
    defaults["clock"] = civil
