"""Updates waiting for the bot: numbered, filtered, polled or pushed, gone once acknowledged."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.playground.refusal import Refused

Json = dict[str, Any]

# Kinds that Telegram sends only where asked for by name.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FIRST_ID = 100_000_001
ANOTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
HOOKED = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass(slots=True)
class Waiting:
    """An update in hand. `irregular` ones (duplicates, reorderings) are handed out once even if their id is past."""

    update: Json
    lane: int
    irregular: bool = False
    handed: bool = False


class Push(Protocol):
    """Whoever takes updates instead of polling."""

    def put(self, waiting: Waiting) -> None:
        """Take one update."""

    def count(self) -> int:
        """Updates not acknowledged yet."""


@dataclass(slots=True)
class Inbox:
    """`on_raised` and `on_acknowledged` see each update (id) once it is raised or acknowledged."""

    on_raised: Callable[[Json], None] | None = None
    on_acknowledged: Callable[[int], None] | None = None
    allowed: frozenset[str] | None = None
    push: Push | None = None
    raised: int = 0
    acknowledged: int = 0
    next_id: int = FIRST_ID
    _queue: deque[Waiting] = field(default_factory=deque)
    _irregular: int = 0
    _waiter: asyncio.Future[bool] | None = None

    def add(self, kind: str, body: Json, lane: int) -> int:
        """Number and queue an update; 0 where the bot did not ask for this kind."""
        if kind in ON_REQUEST if self.allowed is None else kind not in self.allowed:
            return 0
        number = self.next_id
        self.next_id += 1
        self.inject({"update_id": number, kind: body}, lane, irregular=False)
        return number

    def inject(self, update: Json, lane: int, *, irregular: bool = True) -> None:
        """Queue an update as it is, also one whose id was seen before."""
        self.raised += 1
        if self.on_raised:
            self.on_raised(update)
        waiting = Waiting(update, lane, irregular)
        if self.push is not None:
            self.push.put(waiting)
            return
        self.keep([waiting])

    def keep(self, several: Iterable[Waiting]) -> None:
        """Hold updates for polling."""
        for waiting in several:
            self._queue.append(waiting)
            self._irregular += waiting.irregular
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(True)

    def take_all(self) -> list[Waiting]:
        """Everything held for polling; the inbox is empty afterwards."""
        taken = list(self._queue)
        self.drop()
        return taken

    def drop(self) -> None:
        """Forget what is held for polling."""
        self._queue.clear()
        self._irregular = 0

    def pending(self) -> int:
        """Updates not acknowledged yet."""
        return len(self._queue) + (self.push.count() if self.push else 0)

    def settle(self, waiting: Waiting) -> None:
        """Count an update as acknowledged."""
        self.acknowledged += 1
        if self.on_acknowledged:
            self.on_acknowledged(waiting.update["update_id"])

    async def poll(self, offset: int, limit: int, seconds: int) -> list[Json]:
        """Acknowledge all before `offset`, then up to `limit` updates, waiting for `seconds` if there are none.

        Raises 409 where a webhook is set or another poll takes over.
        """
        if self.push is not None:
            raise Refused(409, HOOKED)
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(False)
        self._acknowledge(offset)
        if not self._queue and seconds > 0:
            waiter = self._waiter = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(seconds):
                    ours = await waiter
            except TimeoutError:
                return []
            finally:
                waiter.cancel()
            if not ours:
                raise Refused(409, ANOTHER)
            if self.push is not None:
                raise Refused(409, HOOKED)
        batch: list[Json] = []
        for waiting in self._queue:
            if len(batch) >= limit:
                break
            waiting.handed = True
            batch.append(waiting.update)
        return batch

    def stop_polling(self) -> None:
        """End a waiting poll with a conflict, as setWebhook does."""
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(False)

    def _acknowledge(self, offset: int) -> None:
        if offset < 0:
            while len(self._queue) > -offset:
                self._settle_first()
            return
        if self._irregular:
            passed = [w for w in self._queue if self._past(w, offset)]
            self._queue = deque(w for w in self._queue if not self._past(w, offset))
            self._irregular = sum(w.irregular for w in self._queue)
            for waiting in passed:
                self.settle(waiting)
            return
        while self._queue and self._queue[0].update["update_id"] < offset:
            self._settle_first()

    def _settle_first(self) -> None:
        waiting = self._queue.popleft()
        self._irregular -= waiting.irregular
        self.settle(waiting)

    @staticmethod
    def _past(waiting: Waiting, offset: int) -> bool:
        return bool(waiting.update["update_id"] < offset and (waiting.handed or not waiting.irregular))
