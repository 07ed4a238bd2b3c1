"""Telegram's limits on new messages, kept in memory: about one a second in a chat after a short burst, 30 in all."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.playground.refusal import Refused


@dataclass(slots=True)
class Flood:
    """Off unless `on`. Times are seconds of `clock`, a steady one."""

    clock: Callable[[], float]
    on: bool = False
    overall: int = 30
    burst: int = 3
    per_chat_second: float = 1.0
    per_group_minute: int = 20
    _sent: deque[float] = field(default_factory=deque)
    _chats: dict[int, float] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)

    def charge(self, chat_id: int) -> None:
        """Count one new message. Raises 429 with `retry_after` (whole seconds, at least 1)."""
        if not self.on:
            return
        now = self.clock()
        while self._sent and self._sent[0] <= now - 1:
            self._sent.popleft()
        if len(self._sent) >= self.overall:
            raise too_many(1)
        # The chat's allowance as one number: the time at which its bucket is full again.
        full_at = max(self._chats.get(chat_id, now), now)
        wait = full_at - now - (self.burst - 1) / self.per_chat_second
        if wait > 0:
            raise too_many(math.ceil(wait))
        if chat_id < 0:
            self._charge_group(chat_id, now)
        self._chats[chat_id] = full_at + 1 / self.per_chat_second
        self._sent.append(now)

    def _charge_group(self, chat_id: int, now: float) -> None:
        sent = self._groups.setdefault(chat_id, deque())
        while sent and sent[0] <= now - 60:
            sent.popleft()
        if len(sent) >= self.per_group_minute:
            raise too_many(math.ceil(sent[0] + 60 - now))
        sent.append(now)


def too_many(seconds: int) -> Refused:
    """The 429 of Telegram."""
    seconds = max(1, seconds)
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
