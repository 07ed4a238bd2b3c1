"""What answering residents feel of a message to everybody: `python -m tests.bench.enqueue [PEOPLE]`.

A broadcast to 100,000 people is written down, and then sent at the messenger's true rate, while others answer a form
through the real intake on a durable database (synchronous=FULL). Printed: how long an answer took to be acknowledged
before, while writing down, and while sending (ms); the longest slice; the rate used of 29 in 1.05 s over ten seconds, and
the fullest window of one second, from the server's own fsynced log.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import tempfile
import time
from bisect import bisect_left
from pathlib import Path
from typing import Any

import structlog

from bot.playground.server import Playground
from bot.storage import open_store
from bot.storage.schema import migrate
from tests.workers.desk import edge
from tests.workers.mailroom import mailroom, settle_in
from tests.workers.test_intake import text

RESIDENTS, PER_SECOND, SECONDS = 40, 100, 12.0


def hundredths(times: list[float]) -> dict[str, float]:
    """Median, 99th percentile and worst, in milliseconds."""
    ordered = sorted(1000 * one for one in times)
    return {
        "answers": len(ordered),
        "p50_ms": round(ordered[len(ordered) // 2], 1),
        "p99_ms": round(ordered[len(ordered) * 99 // 100], 1),
        "worst_ms": round(ordered[-1], 1),
    }


class Residents:
    """People who answer at a steady rate, whatever else goes on."""

    def __init__(self, take: Any) -> None:
        self._take, self._number = take, 0
        self._tasks: set[asyncio.Task[None]] = set()
        self.times: list[float] = []

    async def answer_until(self, stop: asyncio.Event) -> list[float]:
        """One answer every 1/PER_SECOND s, begun on time even where the one before is not done."""
        self.times = []
        began, count = time.perf_counter(), 0
        while not stop.is_set():
            count += 1
            task = asyncio.create_task(self._answer())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            await asyncio.sleep(max(0.0, began + count / PER_SECOND - time.perf_counter()))
        await asyncio.gather(*self._tasks)
        return self.times

    async def _answer(self) -> None:
        self._number += 1
        began = time.perf_counter()
        await self._take(
            text(self._number, 500 + self._number % RESIDENTS, "an answer" if self._number > RESIDENTS else "/start")
        )
        self.times.append(time.perf_counter() - began)


async def while_(residents: Residents, doing: Any) -> list[float]:
    """How long answers took while that was done."""
    stop = asyncio.Event()
    answering = asyncio.create_task(residents.answer_until(stop))
    await doing
    stop.set()
    return await answering


async def main(people: int) -> dict[str, Any]:
    """The figures."""
    folder = Path(tempfile.mkdtemp(prefix="evenhand-enqueue-"))
    migrate(str(folder / "a.db"))
    store = await open_store(str(folder / "a.db"), bot_id=424242, durable=True)
    playground = Playground(keep=5)
    await playground.start()
    settle_in(playground, range(500, 500 + RESIDENTS))
    found: dict[str, Any] = {"people": people, "answers_per_second": PER_SECOND}
    async with edge(store, playground) as made, mailroom(store, folder, people) as room:
        residents = Residents(made.intake.take)
        found["before"] = hundredths(await while_(residents, asyncio.sleep(5)))
        sender = room.sender(factor=1.0)
        await sender._tenure.renew()
        notice, began = await room.tell_all(), time.perf_counter()

        async def fill() -> None:
            while await sender._filler.fill():
                pass

        found["enqueueing"] = hundredths(await while_(residents, fill()))
        found["enqueueing"]["seconds"] = round(time.perf_counter() - began, 1)
        found["enqueueing"]["longest_slice_ms"] = round(1000 * sender._filler.slowest, 1)
        found["enqueueing"]["rows"] = sum((await room.progress(notice)).values())
        sender.start()
        found["sending"] = hundredths(await while_(residents, asyncio.sleep(SECONDS)))
        times = sorted(at for at, _, _ in room.delivered())
        ten = [at for at in times if at < times[0] + 10]
        found["sending"]["share_of_29_in_1.05_s"] = round(len(ten) / (10 * 29 / 1.05), 3)
        found["sending"]["fullest_second"] = max(bisect_left(times, one + 1) - index for index, one in enumerate(times))
        sender._delivering.stopping = True
    await playground.stop()
    await store.close()
    return found


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    print(json.dumps(asyncio.run(main(int((sys.argv[1:] or ["100000"])[0]))), indent=1))
