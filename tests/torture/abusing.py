"""One person sends a thousand updates a second while others answer (I14): how long those wait, and what it costs.

The numbers of the policy against floods hold here (the torture borough's are far higher).
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.torture.borough import HERE, write_content
from tests.torture.crew import Crew, crew
from tests.torture.resident import Habits, Resident

ABUSER, FIRST = 850_000_001, 850_000_100
_MOST_P99, _MOST_GROWTH = 1.0, 60.0
"""Seconds; megabytes."""


@dataclass(slots=True)
class Abused:
    """Seconds from an update to its acknowledgement, of everybody else; memory in megabytes."""

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
    folder: Path, database: str, seed: int, *, seconds: float = 12.0, others: int = 12, rate: int = 1000
) -> Abused:
    """Calm for a while, then the flood, over the same people."""
    async with crew(
        folder, database, range(0), pace=20.0, workers=1, seed=seed, content=content(folder / "content")
    ) as here:
        # The messenger of the bench is not what is measured, and is not killed: its log need not wait for the disk.
        assert here.playground._deliveries is not None
        here.playground._deliveries._durable = False
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
    calm, flood = _waits(here.log, marks["calm"], marks["flood"]), _waits(here.log, marks["flood"], marks["over"])
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


async def _flood(here: Crew, seconds: float, rate: int, memory: list[tuple[float, float]]) -> int:
    """Words and commands of one person, each on a road of its own, so that none waits for the one before."""
    world, sent, began = here.playground.world, 0, time.monotonic()
    await here.street.arrive(ABUSER, "en")
    world.chats[ABUSER].started = True
    texts = ("/start", "/help", "x" * 3000, "/mydata", "/workshops", "hello")
    while (now := time.monotonic() - began) < seconds:
        due = int(now * rate)
        while sent < due:
            here.street.flood(ABUSER, texts[sent % len(texts)])
            sent += 1
        if not memory or now - memory[-1][0] > 0.5:
            memory.append((now, _memory(here)))
        await asyncio.sleep(0.01)
    return sent


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


def _waits(log: Path, since: float, until: float) -> list[float]:
    """From being raised to being acknowledged, of everybody but the abuser."""
    raised: dict[int, float] = {}
    waits = []
    with log.open(encoding="utf-8") as file:
        for line in file:
            one = json.loads(line)
            if one["kind"] == "update":
                body = one["update"].get("callback_query") or one["update"].get("message") or {}
                if FIRST <= body.get("from", {}).get("id", 0) < FIRST + 10_000:
                    raised.setdefault(one["update"]["update_id"], one["at"])
            elif (
                one["kind"] == "acknowledged"
                and (at := raised.pop(one["update_id"], None)) is not None
                and since <= at < until
            ):
                waits.append(one["at"] - at)
    return sorted(waits)


def _p99(waits: list[float]) -> float:
    return waits[min(len(waits) - 1, int(0.99 * len(waits)))] if waits else float("inf")
