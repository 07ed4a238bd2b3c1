"""The real bot as one process of the bench: `python -m tests.bench.evenhand {"root": …, "db": …, …}`.

Wired by `bot.build.build` like any other start, with synchronous=FULL. Prints one JSON line when it listens, then serves
until its standard input closes; with "alone" it feeds its own intake instead and prints what it measured.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import sys
import time
from pathlib import Path
from typing import Any

import structlog

from bot.app import App
from bot.build import build
from bot.core.inputs import Choose
from bot.settings import Settings
from bot.telegram.codec import Codec
from bot.telegram.keys import Ring
from bot.workers.memory import settle
from tests.bench.form import QUESTIONS
from tests.bench.residents import BOT, KEY, chat_of, session_of
from tests.bench.server import person

TOKEN = f"{BOT}:bench-token-of-no-use-anywhere"


def rss() -> int:
    """Resident memory of this process in bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) * 1024
    return 0


def settings_of(asked: dict[str, Any]) -> Settings:
    """Settings of a bench run."""
    return Settings(
        TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_ROOT=asked["root"], DATABASE_URL=asked["db"],
        EVENHAND_KEY=base64.b64encode(KEY).decode(), EVENHAND_CONTENT=asked["content"],
        WEBHOOK_URL=asked.get("webhook", ""), PORT=asked.get("port", 0), _env_file=None,
    )  # type: ignore[call-arg]  # fmt: skip


def presses(numbers: list[int], update: int) -> list[list[dict[str, Any]]]:
    """For each resident, the presses that answer the whole survey, in order; their ids come after `update`."""
    ring = Ring([KEY], BOT)
    codec = Codec(ring)
    out = []
    for number in numbers:
        chat = chat_of(number)
        chat_hash = ring.look_up(chat)
        mine = []
        for question in range(1, QUESTIONS + 1):
            update += 1
            data = codec.encode(Choose(f"/data/q{question}", 0), session_of(number), chat_hash)
            message = {"message_id": question, "date": 1, "chat": {"id": chat, "type": "private"}}
            query = {"id": str(update), "from": person(chat), "message": message, "data": data, "chat_instance": "1"}
            mine.append({"update_id": update, "callback_query": query})
        out.append(mine)
    return out


async def alone(app: App, numbers: list[int], busy: int) -> dict[str, Any]:
    """Intake alone: everything but drawing. Updates a second, and how long each took to be acknowledged."""
    app.drawing.soon = lambda _reply, _place: None  # type: ignore[method-assign]
    before = await app.store.read(lambda tx: tx.updates.highest())
    todo = presses(numbers, before)  # ids never seen: a repeated one is no answer, and costs something else
    took: list[float] = []

    async def worker() -> None:
        while todo:
            for update in todo.pop():
                began = time.perf_counter()
                await app.intake.take(update)
                took.append(time.perf_counter() - began)

    began, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(worker() for _ in range(busy)))
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    took.sort()
    after = await app.store.read(lambda tx: tx.updates.highest())
    assert after == before + len(took), "not every answer was stored"
    return {
        "updates": len(took), "rate": len(took) / seconds, "cpu_us": cpu / len(took) * 1e6,
        "p50": took[len(took) // 2], "p99": took[int(len(took) * 0.99)],
    }  # fmt: skip


async def main(asked: dict[str, Any]) -> None:
    """Serve or measure."""
    logging.disable(logging.CRITICAL)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    app = await build(settings_of(asked))
    if "alone" in asked:
        settle()  # as App.start does
        for numbers in asked["alone"]:
            print(json.dumps(await alone(app, numbers, asked["busy"])), flush=True)
            await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
        await app.stop()
        return
    await app.start()
    print(json.dumps({"rss": rss(), "cpu": time.process_time()}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    print(json.dumps({"rss": rss(), "cpu": time.process_time()}), flush=True)
    await app.stop()


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
