"""The gate through which everything to others goes: one pace for the bot, whoever sends."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from bot.core.limits import Measure, Pace


class Gate:
    """Keeps the pace (bot/core/limits.py) by a steady clock. Replies pass it at once and are charged."""

    def __init__(
        self,
        measure: Measure,
        steady: Callable[[], float] = time.monotonic,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._steady, self._rest = steady, rest
        self._pace = Pace(steady(), measure)
        self._held_until = float("-inf")

    @property
    def held(self) -> float:
        """For how many seconds yet nothing may go; 0 where it may."""
        return max(0.0, self._held_until - self._steady())

    def charge(self, chat: int) -> None:
        """A reply is about to go to this chat."""
        self._pace.charge(chat, self._steady())

    def hold(self, seconds: float) -> None:
        """Let nothing through for so long (429, or a network that is down)."""
        self._held_until = max(self._held_until, self._steady() + seconds)
        self._pace.hold(self._held_until)

    def presume_full(self) -> None:
        """Somebody else may have sent a moment ago."""
        self._pace.presume_full(self._steady())

    async def opens(self) -> None:
        """Wait while the gate is held."""
        while self.held:
            await self._rest(self.held)

    async def enter(self, chat: int, still: Callable[[], bool]) -> bool:
        """Wait for a slot and take it: the request must follow at once. False where it may not go: `still` says no any
        more (asked at the very end, too: a process may have been frozen), or the gate is being held."""
        while still() and not self.held:
            now = self._steady()
            if self._pace.take(chat, now):
                return still()
            await self._rest(max(0.0, self._pace.next(chat, now) - now))
        return False
