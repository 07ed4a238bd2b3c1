"""Sends what waits in the outbox: claims, stamps, passes the gate, sends, settles. One sender by lease and fence.

A row is stamped as started in a transaction of its own just before its request, and settled after it. So a crash
leaves at most the few rows in flight in doubt: those become UNKNOWN (told at most once), but for confirmations, which
are sent again. A process that was frozen finds its lease run out and sends nothing; what it still writes carries an old
fence and changes nothing.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from time import perf_counter
from typing import TypeVar

import structlog

from bot.actions.dispatch import Parcel
from bot.actions.hold import held, hold_where_stale
from bot.core.contact import Rules
from bot.ports import Millis, PersonId, Store, Tx, Write, millis
from bot.workers.carrying import Carrying
from bot.workers.claiming import Claiming
from bot.workers.delivering import Delivering
from bot.workers.fault import new_reference, traced
from bot.workers.filler import Filler
from bot.workers.scribe import Scribe
from bot.workers.tenure import RENEWED_EVERY, Tenure

_log = structlog.get_logger("outbox")
NAME = "sender"
_IDLE, _AFTER_FAULT = 0.25, 1.0
_IN_FLIGHT, _MOST_IN_FLIGHT = 6, 64
"""With an answer in 150 ms, 4 at once reach 89 % of the messenger's rate and 6 of them 99.7 %."""
_AT_HAND = 28
"""Messages claimed ahead: about a second of work."""
T = TypeVar("T")


class Sender:
    """Sends for one bot until stopped. `clock` is the civil clock; `factor` scales what is in hand at once, as it
    scales the pace of the gate (1: the messenger's true rate)."""

    def __init__(
        self,
        store: Store,
        road: Carrying,
        write: Write,
        rules: Rules,
        clock: Callable[[], datetime],
        *,
        factor: float = 1.0,
        steady: Callable[[], float] = time.monotonic,
        real: Callable[[], float] = time.time,
    ) -> None:
        self._store, self._gate, self._clock = store, road.gate, clock
        self._scribe = Scribe(store)
        self._tenure = Tenure(store, NAME, secrets.token_hex(8), self._take_over, steady=steady, real=real)
        self._claiming = Claiming(self._scribe, self._tenure, write, rules)
        self._filler = Filler(store, self._scribe)
        self._delivering = Delivering(self._scribe, road, self._tenure)
        self._in_flight = asyncio.Semaphore(min(_MOST_IN_FLIGHT, max(_IN_FLIGHT, round(_IN_FLIGHT * factor))))
        self._at_hand = max(_AT_HAND, round(_AT_HAND * factor))
        self._tasks: dict[asyncio.Task[None], PersonId] = {}
        self._done = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None

    @property
    def busy(self) -> int:
        """How many messages are in hand."""
        return len(self._tasks)

    def start(self) -> None:
        """Begin; returns at once."""
        self._loop = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Claim no more, finish what is in flight, settle it, and let another process have the lease."""
        self._delivering.stopping = True
        self._done.set()
        if self._loop is not None:
            await self._loop
        if self._tasks:
            await asyncio.wait(set(self._tasks))
        await self._try("give_up", self._tenure.give_up())

    async def drain_once(self, now: datetime) -> int:
        """Fill and send whatever may go at `now`, without waiting for the pace; how many messages were sent.

        For a civil clock that is stepped by hand: the same code, but for the gate. Raises what the store raises.
        """
        await self._tenure.renew()
        await self._claiming.tidy(now)
        before = self._delivering.sent
        while await self._filler.fill(self._tenure.sure):
            await self._tenure.renew()
        while self._tenure.sure():
            batch = await self._claiming.claim(now)
            if batch is not None and not batch.looked:
                break
            parcels = batch.parcels if batch is not None else ()
            await asyncio.gather(*(self._deliver(each, lambda: now, paced=False) for each in _by_person(parcels)))
            await self._tenure.renew()
        return self._delivering.sent - before

    # ---- the loop ----

    async def _run(self) -> None:
        while await self._try("guard", self._guard()) is None and not self._delivering.stopping:
            await self._rest(_AFTER_FAULT)
        keeping = asyncio.create_task(self._keep())
        while not self._delivering.stopping:
            pause = await self._try("round", self._round())
            await self._rest(_AFTER_FAULT if pause is None else pause)
        keeping.cancel()

    async def _guard(self) -> bool:
        found = await self._store.write(lambda tx: hold_where_stale(tx, self._clock()))
        if found:
            _log.warning(
                "outbox.held", why="a backup was restored, or nothing ran for an hour", to_send="sending --confirm"
            )
        return found

    async def _keep(self) -> None:
        """Renew the lease for as long as this runs, and tidy up."""
        while True:
            if await self._try("lease", self._tenure.renew()):
                self._gate.presume_full()
            if self._tenure.sure():
                await self._try("tidy", self._claiming.tidy(self._clock()))
            await asyncio.sleep(RENEWED_EVERY)

    async def _round(self) -> float:
        """One look at what is to be done; for how many seconds to rest after it."""
        if not self._tenure.sure():
            return _IDLE
        filled = await self._filler.fill(self._tenure.sure)
        room = self._at_hand - len(self._tasks)
        now = self._clock()
        if self._gate.held or room < self._at_hand // 2 or not await self._store.read(lambda tx: _due(tx, millis(now))):
            return 0.0 if filled else _IDLE
        began = perf_counter()
        batch = await self._claiming.claim(now, room, self._tasks.values())
        if batch is None:
            return 0.0
        for parcels in _by_person(batch.parcels):
            task = asyncio.create_task(self._deliver(parcels, self._clock))
            self._tasks[task] = parcels[0].person
            task.add_done_callback(self._finished)
        # Where nothing goes, the queue is only being looked through: the others have the store as long as that took.
        return 0.0 if batch.parcels else perf_counter() - began

    async def _deliver(self, parcels: Sequence[Parcel], clock: Callable[[], datetime], *, paced: bool = True) -> None:
        """One person's messages, one after the other: the first may teach us that there is no second."""
        for parcel in parcels:
            async with self._in_flight:
                await self._delivering.deliver(parcel, clock, paced=paced)

    def _finished(self, task: asyncio.Task[None]) -> None:
        del self._tasks[task]
        self._done.set()

    async def _rest(self, seconds: float) -> None:
        """Rest, or until a message is done and there may be room again."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        self._done.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._done.wait()
        except TimeoutError:
            return

    def _take_over(self, tx: Tx, fence: int) -> None:
        again, unknown = tx.outbox.take_over(fence, millis(self._clock()))
        if again or unknown:
            _log.warning("outbox.taken_over", again=again, unknown=unknown)

    async def _try(self, what: str, work: Awaitable[T]) -> T | None:
        try:
            return await work
        except Exception as error:  # noqa: BLE001  the sender outlives whatever it is
            _log.error("outbox.fault", what=what, reference=new_reference(), **traced(error))
            return None


def _by_person(parcels: Sequence[Parcel]) -> list[list[Parcel]]:
    found: dict[PersonId, list[Parcel]] = {}
    for parcel in parcels:
        found.setdefault(parcel.person, []).append(parcel)
    return list(found.values())


def _due(tx: Tx, now: Millis) -> bool:
    soonest = None if held(tx) else tx.outbox.soonest()
    return soonest is not None and soonest <= now
