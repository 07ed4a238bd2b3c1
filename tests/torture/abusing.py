"""One person sends a thousand updates a second while others answer (I14): how long those wait, and what it costs.

The numbers of the policy against floods hold here (the torture borough's are far higher).
"""

from __future__ import annotations

import asyncio
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.playground.inbox import Waiting
from bot.playground.push import Pusher
from tests.torture.borough import HERE, write_content
from tests.torture.crew import Crew, crew
from tests.torture.resident import Habits, Resident

ABUSER, FIRST = 850_000_001, 850_000_100
_MOST_P99, _MOST_GROWTH = 1.0, 60.0
"""Seconds; megabytes."""


@dataclass(slots=True)
class Abused:
    """Seconds from the push of an update to its acknowledgement, of everybody else; memory in megabytes."""

    sent: int
    seconds: float
    calm_p99: float
    p99: float
    answers: int
    before: float
    after: float
    slope: float
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """One line of figures."""
        return (
            f"{self.sent} updates of one person in {self.seconds:.0f} s ({self.sent / self.seconds:.0f} a second); others' "
            f"p99 {1000 * self.p99:.0f} ms over {self.answers} updates ({1000 * self.calm_p99:.0f} ms without); memory "
            f"{self.before:.0f} -> {self.after:.0f} MB, {self.slope:+.2f} MB/s in the second half"
        )


def content(folder: Path) -> Path:
    """The torture borough with the real limits on how much one person may send."""
    made, real = write_content(folder), (HERE / "content" / "policy.toml").read_text(encoding="utf-8")
    policy = (made / "policy.toml").read_text(encoding="utf-8")
    for key in ("updates_per_minute", "updates_burst"):
        found = re.search(rf"\[rate\.{key}\]\nvalue = (\d+)", real)
        assert found is not None
        policy = re.sub(rf"(\[rate\.{key}\]\nvalue = )\d+", rf"\g<1>{found[1]}", policy)
    (made / "policy.toml").write_text(policy, encoding="utf-8")
    return made


async def abuse_run(
    folder: Path, database: str, seed: int, *, seconds: int = 12, others: int = 12, rate: int = 1000
) -> Abused:
    """Calm for a while, then the flood, over the same people."""
    pushes: list[tuple[float, float]] = []
    with _timed(pushes):
        return await _abuse_run(folder, database, seed, seconds, others, rate, pushes)


async def _abuse_run(
    folder: Path, database: str, seed: int, seconds: int, others: int, rate: int, pushes: list[tuple[float, float]]
) -> Abused:
    async with crew(
        folder, database, range(0), pace=20.0, workers=1, seed=seed, content=content(folder / "content")
    ) as here:
        going, marks = True, dict[str, float]()
        residents = [asyncio.create_task(_lives(here, FIRST + number, lambda: going)) for number in range(others)]
        await asyncio.sleep(2)
        marks["calm"] = time.time()
        await asyncio.sleep(seconds / 2)
        marks["flood"], before = time.time(), _memory(here)
        memory: list[tuple[float, float]] = []
        sent = await _flood(here, seconds, rate, memory)
        marks["over"] = time.time()
        going = False
        await asyncio.gather(*residents)
        await _drained(here)
        after = _memory(here)
        await here.stop()
    calm, flood = _between(pushes, marks["calm"], marks["flood"]), _between(pushes, marks["flood"], marks["over"])
    half = memory[len(memory) // 2 :]
    slope = (half[-1][1] - half[0][1]) / (half[-1][0] - half[0][0]) if len(half) > 1 else 0.0
    out = Abused(sent, marks["over"] - marks["flood"], _p99(calm), _p99(flood), len(flood), before, after, slope)
    if out.p99 > max(_MOST_P99, 4 * out.calm_p99):
        out.faults.append(f"others waited {out.p99:.2f} s (p99), {out.calm_p99:.2f} s without the abuser")
    if len(flood) < others:
        out.faults.append(f"others got through only {len(flood)} updates")
    if out.after - out.before > _MOST_GROWTH:
        out.faults.append(f"memory grew by {out.after - out.before:.0f} MB")
    return out


async def _lives(here: Crew, person: int, going: object) -> None:
    """Answer, and change answers over and over, at a human pace."""
    assert callable(going)

    async def pace() -> None:
        await asyncio.sleep(0.25)

    habits = Habits(change_sent=1.0, think=0.0)
    one = Resident(here.street, person, "en", here.voice, Random(person), habits, pace)
    while going():
        await one.live("a_torture", going)


async def _flood(here: Crew, seconds: int, rate: int, memory: list[tuple[float, float]]) -> int:
    """From another process (flooding.py), at the webhook itself; gives how many were answered."""
    await here.street.arrive(ABUSER, "en")
    here.playground.world.chats[ABUSER].started = True
    pusher = here.playground._pusher
    assert pusher is not None
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.torture.flooding", pusher.url, pusher.secret, str(ABUSER), str(rate), str(seconds),
        cwd=HERE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    began, counted = time.monotonic(), asyncio.create_task(process.communicate())
    while not counted.done():
        memory.append((time.monotonic() - began, _memory(here)))
        await asyncio.sleep(0.5)
    out, _ = counted.result()
    return int(out or 0)


async def _drained(here: Crew, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while here.playground.world.inbox.pending() and time.monotonic() < until:
        await asyncio.sleep(0.2)


def _memory(here: Crew) -> float:
    """Of the process that hears: resident megabytes."""
    assert here.hears.process is not None
    status = Path(f"/proc/{here.hears.process.pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


@contextmanager
def _timed(found: list[tuple[float, float]]) -> Iterator[None]:
    """Note (when, how long) of each push of the bench's messenger: all of it residents', the abuser has a road apart."""
    honest = Pusher._send

    async def send(self: Pusher, waiting: Waiting) -> bool:
        at = time.time()
        taken = await honest(self, waiting)
        found.append((at, time.time() - at))
        return taken

    Pusher._send = send  # type: ignore[method-assign]
    try:
        yield
    finally:
        Pusher._send = honest  # type: ignore[method-assign]


def _between(found: list[tuple[float, float]], since: float, until: float) -> list[float]:
    return sorted(took for at, took in found if since <= at < until)


def _p99(waits: list[float]) -> float:
    return waits[min(len(waits) - 1, int(0.99 * len(waits)))] if waits else float("inf")
