"""Writes one transaction after the other, and together what waits together.

On PostgreSQL every write is SERIALIZABLE: the stamps and settlings of messages in flight would refuse each other (of
400 messages 311 had to be written again). Through one scribe they never meet, and many of them share one commit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from bot.ports import Store, Tx

T = TypeVar("T")
_TOGETHER = 64


class Scribe:
    """A store for whoever writes a lot of little things."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._turn = asyncio.Lock()
        self._waiting: list[tuple[Callable[[Tx], Any], asyncio.Future[Any]]] = []

    async def alone(self, work: Callable[[Tx], T]) -> T:
        """A transaction of its own, when its turn has come."""
        async with self._turn:
            return await self._store.write(work)

    async def write(self, work: Callable[[Tx], T]) -> T:
        """With whatever else waits, in one transaction. Raises what `work` raised, with nothing of it stored."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        async with self._turn:
            if not done.done():
                await self._batch()
        return await done

    async def _batch(self) -> None:
        taken, self._waiting = self._waiting[:_TOGETHER], self._waiting[_TOGETHER:]
        try:
            values = await self._store.write(lambda tx: [work(tx) for work, _ in taken])
        except Exception as error:  # noqa: BLE001  handed to whoever it concerns
            if len(taken) == 1:
                _fail(taken[0][1], error)
                return
            for work, done in taken:
                await self._by_itself(work, done)
            return
        for (_, done), value in zip(taken, values, strict=True):
            if not done.done():
                done.set_result(value)

    async def _by_itself(self, work: Callable[[Tx], Any], done: asyncio.Future[Any]) -> None:
        try:
            value = await self._store.write(work)
        except Exception as error:  # noqa: BLE001  as above
            _fail(done, error)
            return
        if not done.done():
            done.set_result(value)


def _fail(done: asyncio.Future[Any], error: Exception) -> None:
    if not done.done():
        done.set_exception(error)
