"""The event loop makes way for a batch, but never for long."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

from bot.storage import open_store


async def test_a_transaction_that_takes_long_does_not_keep_residents_from_being_heard(tmp_path: Path) -> None:
    store = await open_store(str(tmp_path / "a.db"), bot_id=1, durable=False)
    heard = threading.Event()
    long = asyncio.create_task(store.write(lambda _tx: heard.wait(30)))
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_later(0.05, heard.set)  # only a loop that goes on can do it
    assert await long
    await store.close()


async def test_what_comes_while_a_batch_is_written_is_written_next(tmp_path: Path) -> None:
    store = await open_store(str(tmp_path / "a.db"), bot_id=1, durable=False)
    begun, more = threading.Event(), threading.Event()

    def first(_tx: object) -> bool:
        begun.set()
        return more.wait(30)

    one = asyncio.create_task(store.write(first))
    await asyncio.to_thread(begun.wait, 30)
    two = asyncio.create_task(store.write(lambda _tx: "two"))
    await asyncio.sleep(0)
    more.set()
    assert await asyncio.gather(one, two) == [True, "two"]
    await store.close()
