"""One chat: its members, its messages as they stand now, and those who watch it."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
# What a listener gets: the chat, the kind of event, its body.
Listener = asyncio.Queue[tuple[int, str, Json]]


@dataclass(slots=True)
class Kept:
    """A message as it stands. `rev` is the chat's revision at which it last changed."""

    message: Json
    rev: int
    from_bot: bool
    plain_keyboard: bool = False
    reactions: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Chat:
    """A private chat (`id` of the person) or a group (negative `id`)."""

    id: int
    kind: str
    title: str
    members: set[int]
    started: bool = False
    blocked: bool = False
    gone: bool = False
    bot_status: str = "member"
    rev: int = 0
    keep: int = 2000
    messages: dict[int, Kept] = field(default_factory=dict)
    order: deque[int] = field(default_factory=deque)
    pinned: set[int] = field(default_factory=set)
    reply_keyboard: Json | None = None
    listeners: set[Listener] = field(default_factory=set)
    waiters: set[asyncio.Future[None]] = field(default_factory=set)

    def put(self, kept: Kept) -> None:
        """Add a message, forgetting the oldest beyond `keep`."""
        number = kept.message["message_id"]
        self.messages[number] = kept
        self.order.append(number)
        if len(self.order) > self.keep:
            self.messages.pop(self.order.popleft(), None)

    def changed(self, event: str, body: Json) -> int:
        """Count a revision, wake those who wait, tell those who listen. Returns the new revision."""
        self.rev += 1
        if self.waiters:
            for waiter in self.waiters:
                if not waiter.done():
                    waiter.set_result(None)
            self.waiters.clear()
        self.tell(event, body)
        return self.rev

    def tell(self, event: str, body: Json) -> None:
        """Tell those who listen, of what leaves no trace in the chat."""
        for listener in self.listeners:
            listener.put_nowait((self.id, event, body))

    async def wait(self, since: int, timeout: float) -> int:  # noqa: ASYNC109 - a long poll answers, it does not raise
        """The revision as soon as it is past `since`, or as it stands after `timeout` seconds."""
        if self.rev <= since:
            waiter = asyncio.get_running_loop().create_future()
            self.waiters.add(waiter)
            try:
                async with asyncio.timeout(timeout):
                    await waiter
            except TimeoutError:
                pass
            finally:
                self.waiters.discard(waiter)
        return self.rev
