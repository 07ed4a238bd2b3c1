"""`python -m tests.torture --seed N --minutes M`: kills at full size, on both engines, again and again with new seeds.

What exists so far: kill -9 with 20 kills and 2,000 updates a run, planted bugs, a full disk. The other invariants of the
bench are listed as `not built` and count as not passed.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from bot.storage.schema import migrate
from tests.postgres import Server, server
from tests.torture.disk import fill_the_disk
from tests.torture.launch import BUGS
from tests.torture.leaks import leaks
from tests.torture.reconcile import close_and_export, reconcile
from tests.torture.run import Wanted, kill_run, town

KILLS, UPDATES = 20, 2000
_CAUGHT = {
    "acknowledge_before_commit": "lost",
    "no_dedupe": "doubled",
    "older_overrules": "stale",
    "no_redraw": "unshown",
}
_NOT_BUILT = "I2 I4 I5 I6 I7 I8 I10 I11 I12 I13 I14 I17"


async def _kills(engine: str, seed: int, postgres: Server) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/evenhand.sqlite"
        if engine == "postgresql":
            database = postgres.url()
            migrate(database)
        async with town(Path(folder), database, seed) as here:
            result = await kill_run(here, Wanted(seed, KILLS, UPDATES))
            print(f"{engine} seed {seed}: {result}", flush=True)
            problems = result.verdict.faults() + reconcile(here, await close_and_export(here))
            await here.bot.stop()
            return problems + [f"log: {leak}" for leak in leaks(here.bot, set(here.residents))]


async def _bug(bug: str, caught: str, seed: int) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        async with town(Path(folder), f"sqlite:///{folder}/evenhand.sqlite", seed) as here:
            here.bot.bug = bug
            for more in range(4):
                result = await kill_run(here, Wanted(seed + more, 3, 300, starting=0.0))
                if found := getattr(result.verdict, caught):
                    print(f"planted bug {bug}: caught, {len(found)} {caught}", flush=True)
                    return []
    return [f"planted bug {bug} was not caught"]


async def _disk(how: str, seed: int) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        async with town(Path(folder), f"sqlite:///{folder}/evenhand.sqlite", seed) as here:
            filled = await fill_the_disk(here, how, seed)
            print(f"disk full ({how}): {filled}", flush=True)
            return filled.verdict.faults()


def main() -> int:
    """Run until the time is over, at least once through everything; 1 where a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--minutes", type=float, default=10)
    asked = parser.parse_args()
    until = time.monotonic() + 60 * asked.minutes
    problems: list[str] = []
    assert set(_CAUGHT) < set(BUGS)
    with server() as postgres:
        seed = asked.seed
        while True:
            for engine in ("sqlite", "postgresql"):
                problems += asyncio.run(_kills(engine, seed, postgres))
            if seed == asked.seed:
                for bug, caught in _CAUGHT.items():
                    problems += asyncio.run(_bug(bug, caught, seed))
                for how in ("file_size", "pages"):
                    problems += asyncio.run(_disk(how, seed))
            seed += 1
            if time.monotonic() > until:
                break
    for line in problems:
        print(line)
    print(f"{len(problems)} broken promises. Not built: {_NOT_BUILT}")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
