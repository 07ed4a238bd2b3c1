"""Every trial by name: what it does at full size and small, on which engines, and which bugs it must catch.

Each runs in a process of its own (`python -m tests.torture.trials NAME …`), so that none disturbs another's clock.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bot.storage.schema import migrate
from tests.torture.abusing import abuse_run
from tests.torture.board import Caught, Finding
from tests.torture.chain import links
from tests.torture.disk import fill_the_disk
from tests.torture.escalating import escalate
from tests.torture.forgetting import forget_run
from tests.torture.leaks import leaks
from tests.torture.migrating import migrate_run
from tests.torture.pacing import pace_run
from tests.torture.power import power_run
from tests.torture.queueing import Wanted as QueueWanted
from tests.torture.queueing import queue_run
from tests.torture.reconcile import close_and_export, reconcile
from tests.torture.reminding import NIGHTS, remind_run
from tests.torture.restoring import restore_run
from tests.torture.run import Wanted as KillWanted
from tests.torture.run import kill_run, town
from tests.torture.seats import Wanted as Rush
from tests.torture.seats import rush
from tests.torture.sending import Wanted as SendWanted
from tests.torture.sending import broadcast_run


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a trial takes place. `database`: of PostgreSQL one with its schema, of SQLite a file not there yet."""

    seed: int
    engine: str
    folder: Path
    database: str
    small: bool = False
    bug: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """`seconds`: after which it counts as fallen over. `bugs`: those it must catch, each with the engine it is on."""

    run: Callable[[Setting], Awaitable[list[Finding]]]
    engines: tuple[str, ...] = ("sqlite", "postgresql")
    seconds: float = 600
    bugs: Mapping[str, str] = field(default_factory=dict)


async def kills(s: Setting) -> list[Finding]:
    """Kill -9 while residents answer."""
    wanted = KillWanted(s.seed, 6, 600) if s.small else KillWanted(s.seed, 20, 2000)
    name = f"kills, {s.engine}"
    async with town(s.folder, s.database, s.seed) as here:
        if s.bug:
            here.bot.bug = s.bug
            wanted = KillWanted(s.seed, 3, 300, starting=0.0)
        found = await kill_run(here, wanted)
        figure = str(found)
        v = found.verdict
        own = [line for line in v.faults() if not line.startswith("phantom")]
        if s.bug:
            return [Finding(("I1",), name, figure, tuple(own))]
        own += reconcile(here, await close_and_export(here))
        await here.bot.stop()
        leaked = leaks(here.bot, set(here.residents))
        slow = [f"{one:.1f} s from a kill to the next answer" for one in found.recoveries if one > 60]
        back = (
            f"median {sorted(found.recoveries)[len(found.recoveries) // 2]:.2f} s, worst {max(found.recoveries):.2f} s"
        )
        return [
            Finding(("I1",), name, figure, tuple(own)),
            Finding(("I3",), name, f"phantoms {len(v.phantom)}", tuple(v.phantom)),
            Finding(("I15",), name, f"{back}, of which start-up (median) {sorted(found.starts)[len(found.starts) // 2]:.2f} s", tuple(slow)),
            Finding(("I16",), name, f"{len(here.bot.said)} bytes of log, leaks {len(leaked)}", tuple(leaked)),
        ]  # fmt: skip


async def disk_full(s: Setting) -> list[Finding]:
    """The disk fills up and has room again."""
    found = []
    for how in ("file_size", "pages"):
        folder = s.folder / how
        folder.mkdir()
        async with town(folder, f"sqlite:///{folder}/evenhand.sqlite", s.seed) as here:
            filled = await fill_the_disk(here, how, s.seed)
            found.append(Finding(("I1",), f"disk full ({how})", str(filled), tuple(filled.verdict.faults())))
    return found


async def power_cuts(s: Setting) -> list[Finding]:
    """What was not fsynced is gone."""
    wanted = KillWanted(s.seed, 2 if s.small else 8, 300 if s.small else 1500, starting=0.0)
    if s.bug:
        wanted = KillWanted(s.seed, 2, 300, starting=0.0)
    found = await power_run(s.folder, wanted, s.bug)
    faults = [line for line in found.verdict.faults() if not line.startswith("phantom")]
    return [
        Finding(("I2",), "power cuts, sqlite (on postgresql: all backends killed, see I4)", str(found), tuple(faults))
    ]


async def broadcast(s: Setting) -> list[Finding]:
    """A broadcast to 10,000 under everything."""
    postgres = s.engine == "postgresql"
    wanted = SendWanted(s.seed)
    if s.small:
        wanted = SendWanted(
            s.seed,
            people=300,
            confirmed=30,
            blocked=10,
            kills=2,
            freezes=int(postgres),
            severed=int(postgres),
            workers=2,
        )
    if s.bug:
        wanted = SendWanted(
            s.seed, people=300, confirmed=20, blocked=5, kills=2 if s.bug != "no_fence" else 0,
            freezes=2 if s.bug == "no_fence" else 0, severed=0, workers=2, bug=s.bug,
        )  # fmt: skip
    found = await broadcast_run(s.folder, s.database, wanted)
    name = f"broadcast, {s.engine}"
    figure = str(found)
    return [
        Finding(("I4",), name, figure, tuple(found.at_most_once())),
        Finding(("I5",), name, f"{len(found.told.states)} told, {len(found.told.doubled)} twice with the same words", tuple(found.confirmations())),
        Finding(("I6",), name, f"false 'sent' {len(found.broadcast.invented) + len(found.told.invented)}, notices done with open rows {len(found.broadcast.unfinished) + len(found.told.unfinished)}", tuple(found.true())),
        Finding(("I16",), name, f"leaks {len(found.leaked)}", tuple(found.leaked)),
        _chain(s),
    ]  # fmt: skip


async def pace(s: Setting) -> list[Finding]:
    """The true rate."""
    brief = s.small or bool(s.bug)
    found = await pace_run(
        s.folder, s.database, s.seed, seconds=8.0 if brief else 33.0, share=0.0 if brief else 0.97, bug=s.bug
    )
    return [Finding(("I11",), f"true rate, {s.engine}", str(found), tuple(found.faults))]


async def seats(s: Setting) -> list[Finding]:
    """A rush for places, in the store."""
    sizes = (
        [Rush(s.seed, 60, 8)]
        if s.small
        else [Rush(s.seed, 400, 30), Rush(s.seed, 1000, 100, gives_up=0.0, forgotten=0.0)]
    )
    found = []
    for number, wanted in enumerate(sizes):
        database = s.database if s.engine == "postgresql" else f"sqlite:///{s.folder}/seats{number}.sqlite"
        if number and s.engine == "postgresql":
            break  # a second database is a trial of its own: seats_rush
        if s.engine == "sqlite":
            migrate(database)
        outcome = await rush(database, wanted, kills=2 if s.small else 6)
        found.append(Finding(("I7",), f"seats (actions), {s.engine}", str(outcome), tuple(outcome.faults)))
    return found


async def seats_rush(s: Setting) -> list[Finding]:
    """A thousand finish at once, in the store of PostgreSQL."""
    wanted = Rush(s.seed, 120 if s.small else 1000, 12 if s.small else 100, gives_up=0.0, forgotten=0.0)
    outcome = await rush(s.database, wanted, kills=2 if s.small else 6)
    return [Finding(("I7",), f"seats (actions), {s.engine}", str(outcome), tuple(outcome.faults))]


async def queue(s: Setting) -> list[Finding]:
    """400 residents over HTTP for 30 places, with cancels and offers."""
    return await _queue(s, QueueWanted(s.seed, 400, 30, 4), QueueWanted(s.seed, 40, 6, 1))


async def finishers(s: Setting) -> list[Finding]:
    """1,000 finish at once over HTTP for 100 places."""
    return await _queue(s, QueueWanted(s.seed, 1000, 100, 6, 0.0), QueueWanted(s.seed, 50, 8, 1, 0.0))


async def _queue(s: Setting, full: QueueWanted, small: QueueWanted) -> list[Finding]:
    wanted = small if s.small else full
    if s.bug:
        wanted = QueueWanted(s.seed, 60, 6, 0, 0.0, s.bug)
    outcome = await queue_run(s.folder, s.database, wanted)
    return [Finding(("I7",), f"seats (chat), {s.engine}", str(outcome), tuple(outcome.faults[:10]))]


async def reminders(s: Setting) -> list[Finding]:
    """Both clock changes, and a bot that was down."""
    found = await remind_run(
        s.folder, s.database, s.seed, 10 if s.small else 30, nights=NIGHTS[:1] if s.small else NIGHTS
    )
    tickers = ", two tickers" if s.engine == "postgresql" else ""
    return [Finding(("I10",), f"reminders, {s.engine}{tickers}", str(found), tuple(found.faults)), _chain(s)]


async def forgotten(s: Setting) -> list[Finding]:
    """Erased in the middle of a broadcast."""
    found = await forget_run(s.folder, s.database, s.seed, *((6, 60) if s.small or s.bug else (30, 200)), s.bug)
    return [Finding(("I12",), f"forgotten, {s.engine}", str(found), tuple(found.faults)), _chain(s)]


async def escalations(s: Setting) -> list[Finding]:
    """Every door with every role."""
    found = await escalate(s.folder, s.database, s.seed, s.bug)
    return [Finding(("I13",), f"escalations, {s.engine}", str(found), tuple(found.faults[:20])), _chain(s)]


async def abuse(s: Setting) -> list[Finding]:
    """One person floods."""
    found = await abuse_run(s.folder, s.database, s.seed, seconds=5 if s.small else 20)
    return [Finding(("I14",), f"abuse, {s.engine}", str(found), tuple(found.faults))]


async def restored(s: Setting) -> list[Finding]:
    """A backup restored mid-broadcast."""
    found = await restore_run(s.folder, s.database, s.seed)
    return [Finding(("I4",), f"backup restored mid-broadcast, {s.engine}", str(found), tuple(found.faults))]


async def migrated(s: Setting) -> list[Finding]:
    """Kills in mid-migration; its database is empty at first."""
    found = await migrate_run(s.folder, s.database, s.seed, 2 if s.small else 6)
    return [Finding(("I1",), f"killed in mid-migration, {s.engine}", str(found), tuple(found.faults))]


async def locked(s: Setting) -> list[Finding]:
    """Somebody else holds the database for longer than the bot waits."""
    async with town(s.folder, s.database, s.seed) as here:
        found = await fill_the_disk(here, "locked", s.seed)
        return [Finding(("I1",), f"database locked, {s.engine}", str(found), tuple(found.verdict.faults()))]


def _chain(s: Setting) -> Finding:
    """The audit log as a trial left it."""
    count, faults = links(s.database)
    return Finding(("I17",), f"audit chain, {s.engine}", f"{count} entries, gaps {len(faults)}", tuple(faults))


TRIALS: Mapping[str, Trial] = {
    "broadcast": Trial(
        broadcast, seconds=900, bugs={"no_unique": "sqlite", "cursor_resume": "sqlite", "no_fence": "postgresql"}
    ),
    "pace": Trial(pace, seconds=300, bugs={"hurried": "sqlite"}),
    "kills": Trial(
        kills, seconds=500,
        bugs={"acknowledge_before_commit": "sqlite", "no_dedupe": "sqlite", "older_overrules": "sqlite", "no_redraw": "sqlite"},
    ),
    "power_cuts": Trial(power_cuts, ("sqlite",), bugs={"normal": "sqlite"}),
    "finishers": Trial(finishers, seconds=700, bugs={"count_then_write": "sqlite"}),
    "queue": Trial(queue, seconds=700),
    "reminders": Trial(reminders, seconds=500),
    "forgotten": Trial(forgotten, seconds=400, bugs={"half_forgotten": "sqlite"}),
    "restored": Trial(restored, seconds=300),
    "abuse": Trial(abuse, seconds=240),
    "escalations": Trial(escalations, seconds=300, bugs={"open_doors": "sqlite"}),
    "migrated": Trial(migrated, seconds=300),
    "locked": Trial(locked, ("sqlite",)),
    "disk_full": Trial(disk_full, ("sqlite",)),
    "seats": Trial(seats),
    "seats_rush": Trial(seats_rush, ("postgresql",)),
}  # fmt: skip
"""The longest first."""
_TRIES = 3
"""A bug shows itself by chance: so many runs with other seeds before it counts as not caught."""


async def perform(name: str, s: Setting) -> list[Finding] | Caught:
    """One trial, or where a bug is planted, whether it is caught."""
    trial = TRIALS[name]
    if not s.bug:
        return await trial.run(s)
    for number in range(_TRIES):
        folder = s.folder / f"try{number}"
        folder.mkdir()
        database = s.database if s.engine == "postgresql" else f"sqlite:///{folder}/evenhand.sqlite"
        found = await trial.run(Setting(s.seed + number, s.engine, folder, database, s.small, s.bug))
        if faults := [fault for one in found for fault in one.faults]:
            return Caught(s.bug, f"{name}, {s.engine}", len(faults), faults[0])
        if s.engine == "postgresql":
            break  # its database is used up
    return Caught(s.bug, f"{name}, {s.engine}", 0)


def main(words: Sequence[str]) -> None:
    """Run one and print what it found as the last line of standard output."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.trials")
    parser.add_argument("name", choices=TRIALS)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--engine", default="sqlite")
    parser.add_argument("--database", default="")
    parser.add_argument("--bug", default="")
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        database = asked.database or f"sqlite:///{folder}/evenhand.sqlite"
        setting = Setting(asked.seed, asked.engine, Path(folder), database, asked.small, asked.bug)
        found = asyncio.run(perform(asked.name, setting))
    out = {"bug": asdict(found)} if isinstance(found, Caught) else {"findings": [asdict(one) for one in found]}
    sys.stdout.write("\n" + json.dumps(out) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
