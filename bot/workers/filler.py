"""Writes down the recipients of messages to many, in slices so small that nobody waits for them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import perf_counter

from bot.ports import Store, Tx
from bot.workers.scribe import Scribe

AIM, MOST = 0.010, 0.020
"""Seconds that a slice should take, and the promise."""
_FIRST, _FEWEST, _MOST_PEOPLE = 50, 20, 20_000


class Filler:
    """Fills notices in state "filling". Slices are idempotent and the place is kept in the store, so that a kill
    between two of them costs nothing. `slowest` is the longest slice so far, in seconds within its transaction."""

    def __init__(self, store: Store, scribe: Scribe, rest: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._store, self._scribe, self._rest = store, scribe, rest
        self._limit = _FIRST
        self.slowest = 0.0

    async def fill(self, still: Callable[[], bool] = lambda: True) -> bool:
        """Fill one slice of every notice that has one; False where there is nothing left to fill."""
        found = await self._store.read(lambda tx: [notice.id for notice in tx.notices.filling()])
        for notice in found:
            if not still():
                return False
            limit = self._limit

            def slice_(tx: Tx, notice: int = notice, limit: int = limit) -> float:
                began = perf_counter()
                tx.notices.fill(notice, limit)  # type: ignore[arg-type]
                return perf_counter() - began

            took = await self._scribe.alone(slice_)
            self._adapt(took)
            await self._rest(took)  # as long as it took, the others have the store for themselves
        return bool(found)

    def _adapt(self, took: float) -> None:
        """Towards the aim: halved where a slice was too long, else at most doubled."""
        self.slowest = max(self.slowest, took)
        if took > AIM * 1.5:
            self._limit = max(_FEWEST, self._limit // 2)
        elif took < AIM / 2:
            self._limit = min(_MOST_PEOPLE, self._limit * 2)
