"""Errands: work that no transaction may hold, done after its reply was drawn, a few at a time."""

from __future__ import annotations

import asyncio

import structlog

from bot.core.errors import Rule
from bot.core.screen import Block, Say, Screen
from bot.ports import Errand, Errands, Pen, PersonId, Reply, Store
from bot.workers.fault import new_reference, told, traced

_log = structlog.get_logger("errands")
_AT_ONCE = 2


class Chores:
    """Runs the errands of drawn replies. A rule or a fault is told to the person who asked."""

    def __init__(self, store: Store, errands: Errands, pen: Pen) -> None:
        self._store = store
        self._errands = errands
        self._pen = pen
        self._gate = asyncio.Semaphore(_AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    def after(self, reply: Reply) -> None:
        """Begin the errands of a reply."""
        for errand in reply.errands:
            task = asyncio.create_task(self._run(errand, reply.language))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def drain(self, seconds: float) -> bool:
        """Finish what is in hand; False where something had to be left."""
        if not self._tasks:
            return True
        _, left = await asyncio.wait(set(self._tasks), timeout=seconds)
        for task in left:
            task.cancel()
        return not left

    async def _run(self, errand: Errand, language: str) -> None:
        async with self._gate:
            try:
                await self._errands(errand, self._pen)
            except Rule as rule:
                screen = Screen("below", (Block("body", Say(rule.code, rule.values)),))
                await self._tell(errand.person, Reply((screen,), language))
            except Exception as error:  # noqa: BLE001  one errand's fault stops no other
                reference = new_reference()
                _log.error("errand.fault", errand=errand.name, reference=reference, **traced(error))
                await self._tell(errand.person, told(reference, language, pressed=False, code="fault.errand"))

    async def _tell(self, person: PersonId, reply: Reply) -> None:
        cipher = await self._store.read(lambda tx: tx.people.chat_cipher(person))
        if cipher is not None:
            await self._pen.show(cipher, reply)
