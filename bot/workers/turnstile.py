"""One at a time per key, the lowest number first among those who wait; different keys never wait for each other."""

from __future__ import annotations

import asyncio
from heapq import heappop, heappush


class Turnstile:
    """Per-person order by update id. Whoever is inside stays until it leaves; no task is made for it."""

    def __init__(self) -> None:
        self._waiting: dict[bytes, list[tuple[int, int, asyncio.Future[None]]]] = {}
        self._count = 0

    async def enter(self, key: bytes, number: int) -> None:
        """Wait for one's turn. A cancelled wait gives its place up."""
        line = self._waiting.get(key)
        if line is None:
            self._waiting[key] = []
            return
        turn = asyncio.get_running_loop().create_future()
        self._count += 1
        heappush(line, (number, self._count, turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # the turn came and the taker went in the same instant
                self.leave(key)
            raise

    def leave(self, key: bytes) -> None:
        """Let the next one in."""
        line = self._waiting[key]
        while line:
            _, _, turn = heappop(line)
            if not turn.done():
                turn.set_result(None)
                return
        del self._waiting[key]
