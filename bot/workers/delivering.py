"""One message to one person: stamped as started, carried, settled by what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog

from bot.actions.dispatch import Parcel
from bot.ports import Millis, State, Tx, millis
from bot.telegram.courier import Delivered, Gone, Later, Outcome, Refused, Unknown
from bot.workers.carrying import Carrying, Closed
from bot.workers.fault import new_reference, traced
from bot.workers.scribe import Scribe
from bot.workers.tenure import Tenure

_log = structlog.get_logger("outbox")
_LONGEST_WAIT_MS = 300_000
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_AFTER_FAULT, _LAST_TRIES = 1.0, 3
_LONGEST_REASON = 80


class Delivering:
    """Delivers parcels of claimed rows. `stopping` makes whatever has not begun wait for the next sender."""

    def __init__(self, scribe: Scribe, road: Carrying, tenure: Tenure) -> None:
        self._scribe, self._road, self._tenure = scribe, road, tenure
        self._pause = 0.0
        self.stopping = False
        self.sent = 0

    async def deliver(self, parcel: Parcel, clock: Callable[[], datetime], *, paced: bool = True) -> None:
        """Send it, where it still may go, and write down what became of it."""
        fence = self._tenure.fence
        outcome = await self._send(parcel, fence, clock, paced=paced)
        self._heed(outcome)
        await self._insist(partial(self._settle, parcel=parcel, fence=fence, outcome=outcome, clock=clock))

    async def _send(
        self, parcel: Parcel, fence: int, clock: Callable[[], datetime], *, paced: bool
    ) -> Outcome | Closed:
        if self.stopping or self._road.gate.held or not self._tenure.sure():
            return Closed()
        try:
            if not await self._scribe.write(lambda tx: _stamp(tx, parcel, fence, millis(clock()))):
                return Closed()
        except Exception as error:  # noqa: BLE001  the store is in trouble: nothing was sent
            _log.error("outbox.not_stamped", **traced(error))
            return Closed()
        try:
            return await self._road.carry(parcel.chat_cipher, parcel.reply, self._tenure.sure, paced=paced)
        except Exception as error:  # noqa: BLE001  a fault of ours in rendering: the same words would fail again
            reference = new_reference()
            _log.error("outbox.fault", reference=reference, **traced(error))
            return Refused(0, f"fault {reference}")

    def _heed(self, outcome: Outcome | Closed) -> None:
        """What an outcome means for all that comes after it, before anything else can be sent."""
        match outcome:
            case Delivered():
                self._pause = 0.0
                self.sent += 1
            case Unknown(reached=False):
                self._pause = min(_LONGEST_PAUSE, max(_FIRST_PAUSE, self._pause * 2))
                self._road.gate.hold(self._pause)
            case Refused(code, why, blocked=False):
                _log.warning("outbox.refused", code=code, why=why)
            case Unknown(why):
                _log.warning("outbox.unknown", why=why)
            case _:
                pass

    def _settle(
        self, tx: Tx, parcel: Parcel, fence: int, outcome: Outcome | Closed, clock: Callable[[], datetime]
    ) -> None:
        outbox, keys, now = tx.outbox, parcel.keys, millis(clock())
        match outcome:
            case Delivered(message):
                outbox.settle(keys, fence, State.SENT, now, message)
            case Refused(blocked=True):
                tx.people.block(parcel.account, True)
                outbox.settle(keys, fence, State.REFUSED, now, reason="blocked")
            case Refused(code, why):
                outbox.settle(keys, fence, State.REFUSED, now, reason=f"{code} {why}"[:_LONGEST_REASON])
            case Gone():
                outbox.settle(keys, fence, State.REFUSED, now, reason="gone")
            case Unknown(reached=True) if parcel.again:
                wait = min(_LONGEST_WAIT_MS, 1000 * 2 ** min(parcel.tries, 10))
                outbox.put_back(keys, fence, Millis(now + wait), "unknown")
            case Unknown(why, reached=True):
                outbox.settle(keys, fence, State.UNKNOWN, now, reason=why)
            case Later() | Unknown() | Closed():
                outbox.put_back(keys, fence, Millis(now + round(1000 * self._road.gate.held)))

    async def _insist(self, work: Callable[[Tx], None]) -> None:
        """What has happened is written down however long the store takes; a stop gives up after a few tries (the next
        owner's fence puts it in order)."""
        tries = 0
        while not self.stopping or tries < _LAST_TRIES:
            try:
                return await self._scribe.write(work)
            except Exception as error:  # noqa: BLE001  the store is in trouble: asked again
                _log.error("outbox.not_settled", **traced(error))
                tries += 1
                await asyncio.sleep(_AFTER_FAULT)
        return None


def _stamp(tx: Tx, parcel: Parcel, fence: int, now: Millis) -> bool:
    """The rows as started; False where one is no longer ours, or where the person has blocked the bot or said stop
    since they were claimed (then they are skipped)."""
    person, reach = tx.people.person(parcel.person), tx.people.reach(parcel.person)
    gone = "blocked" if reach is not None and reach[2] else ""
    if person is not None and person.stopped and parcel.class_ != "confirmation":
        gone = "stopped"
    if gone:
        tx.outbox.settle(parcel.keys, fence, State.SKIPPED, now, reason=gone)
        return False
    return tx.outbox.start(parcel.keys, fence, now)
