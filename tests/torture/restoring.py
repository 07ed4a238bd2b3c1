"""A backup is restored in the middle of a broadcast: nothing is sent until an operator confirms, and nobody twice.

What went out after the backup was made is unknown to it; a restored bot must neither send it again nor guess.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.torture.broadcasting import approved, champion, written
from tests.torture.crew import Crew, crew
from tests.torture.opening import rows
from tests.torture.populace import FIRST
from tests.torture.sending import MARKER
from tests.torture.sent import arrivals, read_sent

_HELD_FOR = 8.0


@dataclass(slots=True)
class Restored:
    """Messages at each point."""

    people: int
    at_backup: int = 0
    at_crash: int = 0
    while_held: int = 0
    after: int = 0
    unknown: int = 0
    doubled: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """One line of figures."""
        return (
            f"{self.people} recipients: {self.at_backup} sent when the backup was done, {self.at_crash} at the crash; restored and "
            f"started: {self.while_held} sent in {_HELD_FOR:.0f} s without a confirmation, {self.after} after it, doubled "
            f"{self.doubled}, listed as unknown {self.unknown}"
        )


async def restore_run(folder: Path, database: str, seed: int, people: int = 300) -> Restored:
    """Broadcast, back up, go on, crash, restore, start, wait, confirm."""
    out = Restored(people)
    async with crew(folder, database, range(FIRST, FIRST + people), pace=0.5, workers=2, seed=seed) as here:
        assert here.officer is not None
        grace = await champion(here.playground, here.officer, here.voice)
        await written(grace, here.voice, f"Please come {MARKER}")
        await here.resting()
        await approved(here.officer, here.voice)
        await _reach(here, people // 10)
        code, _, said = await here.hears.command("backup", str(folder / "kept.backup"))
        assert code == 0, said
        out.at_backup = _sent(here)
        await _reach(here, out.at_backup + 25)
        for bot in here.bots:
            await bot.kill()
        out.at_crash = _sent(here)
        fresh = _another(database, folder)
        code, _, said = await replace(here.hears, database=fresh).command("restore", str(folder / "kept.backup"))
        assert code == 0, said
        for bot in here.bots:
            bot.database = fresh
        await here.start()
        await asyncio.sleep(_HELD_FOR)
        out.while_held = _sent(here) - out.at_crash
        code, _, said = await here.hears.command("sending", "--confirm", "--json")
        assert code == 0, said
        await asyncio.sleep(_HELD_FOR)
        await here.stop()
        out.after = _sent(here) - out.at_crash - out.while_held
        copies = Counter(chat for _, chat in arrivals(here.log, MARKER) if chat in here.chats)
        out.doubled = sum(count > 1 for count in copies.values())
        kept = read_sent(fresh, here.log, here.hears.token, here.chats, "broadcast", MARKER)
        out.faults += kept.phantom[:5] + kept.invented[:5]
        out.unknown = int(rows(fresh, "SELECT count(*) FROM deliveries WHERE state = 12 AND class_ = 'unasked'")[0][0])
    if out.while_held:
        out.faults.append(f"{out.while_held} messages before anybody confirmed")
    if out.doubled:
        out.faults.append(f"{out.doubled} people got it twice")
    if out.at_crash <= out.at_backup or not out.unknown:
        out.faults.append("the bench itself: nothing went out between the backup and the crash")
    return out


def _sent(here: Crew) -> int:
    return sum(chat in here.chats for _, chat in arrivals(here.log, MARKER))


async def _reach(here: Crew, count: int) -> None:
    for _ in range(600):
        if _sent(here) >= count:
            return
        await asyncio.sleep(0.1)


def _another(database: str, folder: Path) -> str:
    """A second database beside the first, empty."""
    if not database.startswith("postgres"):
        return f"sqlite:///{folder}/restored.sqlite"
    import psycopg

    address, _, options = database.partition("?")
    head, _, name = address.rpartition("/")
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}_restored" TEMPLATE template0'.encode())
    return f"{head}/{name}_restored?{options}"
