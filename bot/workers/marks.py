"""Notes what people have been shown, many in one transaction: a drawing never waits for the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

import structlog

from bot.actions import assist
from bot.ports import ActivityId, PersonId, SessionId, Store, Tx

_log = structlog.get_logger("drawing")
_SECONDS_AFTER_FAULT = 1.0


class Marks:
    """Gathers marks and writes them one batch after the other. `held` knows them until they are stored."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._drawn: dict[SessionId, tuple[int, int]] = {}
        self._held: dict[bytes, int] = {}
        self._storing: dict[bytes, int] = {}
        self._blocked: set[bytes] = set()
        self._sent: dict[tuple[PersonId, ActivityId], list[int]] = {}
        self._task: asyncio.Task[None] | None = None

    def held(self, chat_hash: bytes) -> int | None:
        """The message that shows a chat's present question (0: none does), where the store may not know it yet."""
        return self._held.get(chat_hash, self._storing.get(chat_hash))

    def drawn(self, chat_hash: bytes, session: SessionId, revision: int, message: int) -> None:
        """The person was shown `revision` as `message`."""
        self._drawn[session] = (revision, message)
        self._held[chat_hash] = message
        self._wake()

    def blocked(self, chat_hash: bytes) -> None:
        """The person cannot be reached any more."""
        self._blocked.add(chat_hash)
        self._wake()

    def sent(self, card: tuple[PersonId, ActivityId], messages: list[int]) -> None:
        """Messages of an assisted session were sent to the champion's chat."""
        self._sent.setdefault(card, []).extend(messages)
        self._wake()

    async def drain(self) -> None:
        """Return once everything noted so far is stored."""
        while self._task is not None and not self._task.done():
            await asyncio.shield(self._task)

    def _wake(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write())

    async def _write(self) -> None:
        while self._drawn or self._blocked or self._sent:
            await asyncio.sleep(0)  # whoever draws in this same instant comes along
            drawn, self._drawn = self._drawn, {}
            self._storing, self._held = self._held, {}
            blocked, self._blocked = self._blocked, set()
            sent, self._sent = self._sent, {}
            try:
                await self._store.write(_noting(drawn, frozenset(blocked), sent))
            except Exception as error:  # noqa: BLE001  the store is in trouble: the marks wait, nothing else depends on them
                _log.error("marks.not_stored", error=type(error).__name__, marks=len(drawn))
                self._drawn = {**drawn, **self._drawn}
                self._held = {**self._storing, **self._held}
                self._blocked |= blocked
                self._sent = {card: [*sent.get(card, ()), *self._sent.get(card, ())] for card in {**sent, **self._sent}}
                await asyncio.sleep(_SECONDS_AFTER_FAULT)
            self._storing = {}


def _noting(
    drawn: Mapping[SessionId, tuple[int, int]],
    blocked: frozenset[bytes],
    sent: Mapping[tuple[PersonId, ActivityId], list[int]],
) -> Callable[[Tx], None]:
    """The transaction of one batch."""

    def work(tx: Tx) -> None:
        for session, (revision, message) in drawn.items():
            tx.sessions.drawn(session, revision, message)
        for chat_hash in blocked:
            if account := tx.people.account(chat_hash):
                tx.people.block(account.id, True)
        for (person, activity), messages in sent.items():
            assist.note(tx, person, activity, messages)

    return work
