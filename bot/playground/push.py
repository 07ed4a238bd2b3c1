"""Webhook delivery: in order within a chat, up to `most` at once, again with growing pauses until it is taken."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.playground.inbox import Inbox, Waiting

Answer = Callable[[dict[str, Any]], Awaitable[None]]
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
TAKEN = range(200, 300)


@dataclass(slots=True)
class Pusher:
    """One webhook. `answer` runs a method that the receiver wrote into its reply."""

    inbox: Inbox
    url: str
    secret: str
    most: int
    first_pause: float
    longest_pause: float
    seconds: float
    answer: Answer
    attempts: int = 0
    last_error: str = ""
    last_error_date: int = 0
    _lanes: dict[int, deque[Waiting]] = field(default_factory=dict)
    _ready: deque[int] = field(default_factory=deque)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _pauses: dict[int, tuple[asyncio.TimerHandle, int]] = field(default_factory=dict)
    _session: aiohttp.ClientSession | None = None
    _waiting: int = 0
    _ended: bool = False

    def put(self, waiting: Waiting) -> None:
        """Take one update into the lane of its chat."""
        self._waiting += 1
        lane = self._lanes.get(waiting.lane)
        if lane is None:
            self._lanes[waiting.lane] = deque([waiting])
            self._ready.append(waiting.lane)
            self._fill()
        else:
            lane.append(waiting)

    def count(self) -> int:
        """Updates not acknowledged yet."""
        return self._waiting

    async def stop(self) -> list[Waiting]:
        """End the webhook; what was not acknowledged comes back in its order."""
        for handle, _ in self._pauses.values():
            handle.cancel()
        self._ended = True
        # A receiver may end the webhook in its very answer; that task ends by itself.
        others = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if self._session:
            await self._session.close()
        left = [waiting for lane in self._lanes.values() for waiting in lane]
        self._lanes.clear()
        self._waiting = 0
        return sorted(left, key=lambda w: int(w.update["update_id"]))

    def _fill(self) -> None:
        while self._ready and len(self._tasks) < self.most:
            task = asyncio.create_task(self._work())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _work(self) -> None:
        while self._ready:
            key = self._ready.popleft()
            lane = self._lanes[key]
            taken = await self._send(lane[0])
            if self._ended:
                return
            if taken:
                self._settled(key, lane)
            else:
                tries = self._pauses[key][1] + 1 if key in self._pauses else 0
                pause = min(self.longest_pause, self.first_pause * 2**tries)
                handle = asyncio.get_running_loop().call_later(pause, self._again, key)
                self._pauses[key] = handle, tries

    def _settled(self, key: int, lane: deque[Waiting]) -> None:
        self._pauses.pop(key, None)
        self.inbox.settle(lane.popleft())
        self._waiting -= 1
        if lane:
            self._ready.append(key)
        else:
            del self._lanes[key]

    def _again(self, key: int) -> None:
        self._ready.append(key)
        self._fill()

    async def _send(self, waiting: Waiting) -> bool:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self.most),
                timeout=aiohttp.ClientTimeout(total=self.seconds),
                headers={SECRET_HEADER: self.secret} if self.secret else None,
            )
        self.attempts += 1
        waiting.handed = True
        try:
            async with self._session.post(self.url, json=waiting.update) as response:
                body = await response.read()
                if response.status not in TAKEN:
                    self._failed(f"Wrong response from the webhook: {response.status} {response.reason}")
                    return False
                reply = await response.json() if body[:1] == b"{" and response.content_type.endswith("json") else None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            self._failed(str(error) or "Read timeout expired")
            return False
        if isinstance(reply, dict) and isinstance(reply.get("method"), str):
            await self.answer(reply)
        return True

    def _failed(self, why: str) -> None:
        self.last_error, self.last_error_date = why, int(time.time())
