"""kill -9 in the middle of writing: what was acknowledged is there, and nothing is there by half."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

from bot.ports import Millis
from bot.storage import open_store

KILLS = 3

CHILD = """
import asyncio, os, sys
from bot.storage import open_store

def both(n):
    def work(tx):
        tx.updates.fresh(n, 1)
        tx.notes.put(f"n{n}", "x" * 300)
    return work

async def client(store, start):
    for n in range(start, start + 100_000):
        await store.write(both(n))
        os.write(1, b"ack %d\\n" % n)

async def main(url, start):
    store = await open_store(url, bot_id=1)
    os.write(1, b"ready\\n")
    await asyncio.gather(*(client(store, start + 1_000_000 * c) for c in range(16)))

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


def _killed(url: str, start: int, after: float) -> list[int]:
    """The ids a child acknowledged before it was killed."""
    child = subprocess.Popen([sys.executable, "-c", CHILD, url, str(start)], stdout=subprocess.PIPE, bufsize=0)
    assert child.stdout is not None
    assert any(line == b"ready\n" for line in child.stdout)
    reading, data = child.stdout.fileno(), b""
    os.set_blocking(reading, False)
    until = time.monotonic() + after
    while time.monotonic() < until:
        try:
            data += os.read(reading, 1 << 16)
        except BlockingIOError:
            time.sleep(0.002)
    child.send_signal(signal.SIGKILL)
    child.wait()
    os.set_blocking(reading, True)
    data += child.stdout.read()
    child.stdout.close()
    return [int(line[4:]) for line in data.split(b"\n")[:-1] if line.startswith(b"ack ")]


async def test_every_acknowledged_answer_survives_kill_9(db_url: str) -> None:
    chance = random.Random(20)
    acknowledged: list[int] = []
    for kill in range(KILLS):
        acknowledged += _killed(db_url, 1 + kill * 100_000_000, chance.uniform(0.05, 0.4))
    assert len(acknowledged) > 20 * KILLS
    store = await open_store(db_url, bot_id=1)
    for slice_ in range(0, len(acknowledged), 2000):
        part = acknowledged[slice_ : slice_ + 2000]
        lost = await store.write(lambda tx, part=part: [n for n in part if tx.updates.fresh(n, Millis(1))])
        assert lost == []
        halves = await store.read(lambda tx, part=part: [n for n in part if tx.notes.get(f"n{n}") is None])
        assert halves == []
    await store.close()
