"""`python -m tests.torture --seed N --minutes M`: every trial on every engine, every planted bug, again with new seeds.

One line per invariant with its figures, a JSON document (--report), and 1 where a promise was broken, a planted bug was
not caught, or a trial fell over. Everything runs at least once, however short the time; what is asked for in more
minutes are more seeds of the same. Loopback only; what runs too long is ended.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.storage.schema import migrate
from tests.postgres import Server, server
from tests.torture.board import Board, Caught, Finding
from tests.torture.trials import TRIALS

_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Job:
    """One trial on one engine with one seed."""

    name: str
    engine: str
    seed: int
    bug: str = ""

    def __str__(self) -> str:
        """How it is called while it runs."""
        return f"{self.name}, {self.engine}, seed {self.seed}" + (f", bug {self.bug}" if self.bug else "")


def jobs(seed: int, only: Sequence[str], bugs: str) -> Iterator[Job]:
    """Everything of one round; `bugs`: "with" the planted ones, "only" those, or "none"."""
    for name, trial in TRIALS.items():
        if bugs == "only" or (only and name not in only):
            continue
        yield from (Job(name, engine, seed) for engine in trial.engines)
    for name, trial in TRIALS.items():
        if bugs != "none" and (not only or name in only):
            yield from (Job(name, engine, seed, bug) for bug, engine in trial.bugs.items())


async def do(job: Job, board: Board, *, small: bool) -> None:
    """Run it in a process (group) of its own, on PostgreSQL against a server of its own."""
    if job.engine == "sqlite":
        await _do(job, None, board, small=small)
        return
    running = server()
    postgres = await asyncio.to_thread(running.__enter__)
    try:
        await _do(job, postgres, board, small=small)
    finally:
        await asyncio.to_thread(running.__exit__, None, None, None)


async def _do(job: Job, postgres: Server | None, board: Board, *, small: bool) -> None:
    words = ["--seed", str(job.seed), "--engine", job.engine, *(["--bug", job.bug] if job.bug else [])]
    if postgres is not None:
        database = postgres.url()
        if job.name != "migrated":
            await asyncio.to_thread(migrate, database)
        words += ["--database", database]
    began = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.torture.trials", job.name, *words, *(["--small"] if small else []),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        async with asyncio.timeout(TRIALS[job.name].seconds):
            out, err = await process.communicate()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGINT)  # so that it stops its own
        try:
            async with asyncio.timeout(20):
                await process.wait()
        except TimeoutError:
            process.kill()
        board.fallen.append(f"{job}: not done in {TRIALS[job.name].seconds:.0f} s")
        return
    lines = out.decode(errors="replace").strip().rsplit("\n", 1)
    if process.returncode or not lines[-1].startswith("{"):
        board.fallen.append(f"{job}: fell over: {' | '.join(err.decode(errors='replace').strip().splitlines()[-4:])}")
        print(f"fell over: {job}", flush=True)
        return
    found = json.loads(lines[-1])
    if "bug" in found:
        board.bugs.append(Caught(**found["bug"]))
        print(
            f"{time.monotonic() - began:5.0f} s  {job}: {'caught' if board.bugs[-1].count else 'NOT CAUGHT'}",
            flush=True,
        )
        return
    for one in found["findings"]:
        finding = Finding(tuple(one["numbers"]), one["trial"], one["figure"], tuple(one["faults"]))
        board.findings.append(finding)
        print(f"{time.monotonic() - began:5.0f} s  {'/'.join(finding.numbers)} {job}: {finding.figure}", flush=True)
        for fault in finding.faults:
            print(f"         BROKEN {fault}", flush=True)


async def rounds(asked: argparse.Namespace) -> Board:
    """Rounds until the time is over, two trials at a time."""
    until, board, seed = time.monotonic() + 60 * asked.minutes, Board(asked.seed), asked.seed
    while True:
        waiting = list(jobs(seed, asked.only, asked.bugs if seed == asked.seed else "none"))
        first = seed == asked.seed

        async def hand(waiting: list[Job] = waiting, first: bool = first) -> None:
            while waiting and (first or time.monotonic() < until):
                await do(waiting.pop(0), board, small=asked.small)

        await asyncio.gather(*(hand() for _ in range(asked.at_once)))
        seed += 1
        if time.monotonic() > until:
            return board


def main() -> int:
    """Run, print the board, write the document."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--report", type=Path, default=Path("build/torture.json"))
    parser.add_argument("--only", nargs="*", default=[], choices=TRIALS, metavar="TRIAL", help=", ".join(TRIALS))
    parser.add_argument(
        "--small", action="store_true", help="everything small: minutes instead of a quarter of an hour"
    )
    parser.add_argument("--bugs", choices=("with", "only", "none"), default="with", help="the planted bugs")
    parser.add_argument("--at-once", type=int, default=_AT_ONCE)
    asked = parser.parse_args()
    began = time.monotonic()
    board = asyncio.run(rounds(asked))
    print("\n".join(["", *board.lines(), ""]))
    for line in board.problems:
        print(f"BROKEN {line}")
    document = board.document()
    asked.report.parent.mkdir(parents=True, exist_ok=True)
    asked.report.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(
        f"seed {asked.seed}: {document['passed']} of {len(document['invariants'])} invariants passed, "
        f"{len(board.problems)} broken promises, {sum(bool(one.count) for one in board.bugs)} of {len(board.bugs)} planted "
        f"bugs caught, {time.monotonic() - began:.0f} s; {asked.report}"
    )
    return 1 if board.problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
