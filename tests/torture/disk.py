"""The disk fills up while residents answer, and later there is room again; or somebody else holds the database.

`file_size`: the kernel refuses to let any file of the process grow (RLIMIT_FSIZE, set on the running process), so that
a commit fails in the middle of a batch. `pages`: SQLite itself reports a full disk, and rolls back by itself. `locked`: another process has the
database locked for longer than the bot waits.
"""

from __future__ import annotations

import asyncio
import resource
import signal
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.torture.history import read_history
from tests.torture.resident import Habits, Resident
from tests.torture.run import FIRST_RESIDENT, Town
from tests.torture.verdict import Verdict

_BEFORE, _FULL, _AFTER = 1.5, 2.5, 2.0
"""Seconds of each part."""
_PEOPLE = 12


@dataclass(slots=True)
class Filled:
    """What was seen. `refused`: log lines of work that could not be stored."""

    verdict: Verdict
    refused: int
    acknowledged_before: int
    acknowledged_while_full: int
    recovered: float
    """Seconds from room again to the next acknowledgement."""

    def __str__(self) -> str:
        """One line of figures."""
        v = self.verdict
        return (
            f"acknowledged answers {v.acknowledged}, refused by the store {self.refused}, acknowledged while full "
            f"{self.acknowledged_while_full}, given up and told so {v.parked}, lost {len(v.lost)}, doubled {len(v.doubled)}, misled {len(v.misled)}, "
            f"unshown {len(v.unshown)}; first one acknowledged {self.recovered:.2f} s after there was room"
        )


async def fill_the_disk(here: Town, how: str, seed: int) -> Filled:
    """Let residents answer before, during and after."""
    if how == "pages":
        here.bot.bug, here.bot.more = "full_pages", {"TORTURE_PAGES": "1"}
        await here.bot.stop()
        await here.bot.start()
        await here.bot.ready()
    going = True

    async def resident(number: int) -> None:
        person = FIRST_RESIDENT + number
        here.residents[person] = "en"
        one = Resident(
            here.street, person, "en", here.voice, Random(person ^ seed), Habits(change_sent=1.0, think=0.02), _at_once
        )
        while going:
            await one.live("a_torture", lambda: going)

    lock = _locked(here.bot.database) if how == "locked" else None
    residents = [asyncio.create_task(resident(number)) for number in range(_PEOPLE)]
    began = len(here.bot.said)
    await asyncio.sleep(_BEFORE)
    if how == "file_size":
        _limit(here, _largest(here.folder))
    elif lock is not None:
        next(lock)
    await _until(lambda: b"fault" in here.bot.said[began:], 20)
    full = time.time()
    await asyncio.sleep(_FULL)
    room = time.time()
    if how == "file_size":
        _limit(here, resource.RLIM_INFINITY)
    elif lock is not None:
        next(lock, None)
    else:
        assert here.bot.process is not None
        here.bot.process.send_signal(signal.SIGUSR1)
    await asyncio.sleep(_AFTER)
    going = False
    await asyncio.gather(*residents)
    await here.settle()
    times = sorted(read_history(here.log).acknowledged.values())  # of each update the first one
    refused = sum(b"NotSaved" in line for line in bytes(here.bot.said[began:]).splitlines())
    later = [at for at in times if at > room]
    return Filled(
        here.verdict(), refused, sum(at < full for at in times), sum(full + 0.3 < at < room for at in times),
        (later[0] - room) if later else float("inf"),
    )  # fmt: skip


def _locked(database: str) -> Iterator[None]:
    """The whole database (SQLite) in somebody else's hand from the first step to the second."""
    file = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None, timeout=10)
    file.execute("PRAGMA wal_autocheckpoint=0")
    file.execute("BEGIN IMMEDIATE")
    yield
    file.execute("ROLLBACK")
    file.close()


def _limit(here: Town, size: int) -> None:
    assert here.bot.process is not None
    _, hard = resource.prlimit(here.bot.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(here.bot.process.pid, resource.RLIMIT_FSIZE, (size, hard))


def _largest(folder: Path) -> int:
    """The size of the write-ahead log: it may not grow from now on, not even by the page it is at."""
    return max((path.stat().st_size for path in folder.glob("evenhand.sqlite-wal")), default=1)


async def _until(true: object, seconds: float) -> None:
    assert callable(true)
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            raise TimeoutError("the disk did not fill")
        await asyncio.sleep(0.02)


async def _at_once() -> None:
    """No pace."""
