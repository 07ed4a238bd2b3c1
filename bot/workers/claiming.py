"""Claims what may be sent, a few rows at a time; one letter that cannot be worded does not hold up the rest."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from time import perf_counter

import structlog

from bot.actions.dispatch import Batch, Desk, claim
from bot.actions.hold import held
from bot.core.contact import Rules
from bot.ports import DeliveryKey, NoticeId, PersonId, Tx, Write, millis
from bot.storage.faults import StorageFault
from bot.workers.fault import new_reference, traced
from bot.workers.filler import AIM
from bot.workers.scribe import Scribe
from bot.workers.tenure import Tenure

_log = structlog.get_logger("outbox")
_FEWEST, _MOST = 8, 64
"""A claim costs as much as eight rows before it has looked at one."""
_ENDED_AT_ONCE = 200


class Claiming:
    """Claims under the fence of a tenure. How many rows at once adapts, so that nobody waits long for a claim."""

    def __init__(self, scribe: Scribe, tenure: Tenure, write: Write, rules: Rules) -> None:
        self._scribe, self._tenure = scribe, tenure
        self._desk = Desk(write, rules, self._is_writing)
        self._limit = _FEWEST
        self._faulty: set[DeliveryKey] = set()
        self._worded: DeliveryKey | None = None
        self._looked_at = NoticeId(0)

    async def claim(self, now: datetime, room: int = _MOST, busy: Collection[PersonId] = ()) -> Batch | None:
        """The next messages, at most `room` rows of them; None where a letter could not be worded and was set aside.

        Raises what the store raises.
        """
        fence, limit, hands, faulty = (
            self._tenure.fence,
            min(room, self._limit),
            frozenset(busy),
            frozenset(self._faulty),
        )

        def work(tx: Tx) -> tuple[Batch, float]:
            began = perf_counter()
            self._worded = None
            batch = Batch(0, ()) if held(tx) else claim(tx, self._desk, fence, now, limit, hands, faulty)
            self._worded = None
            return batch, perf_counter() - began

        try:
            batch, took = await self._scribe.alone(work)
        except Exception as error:
            if self._set_aside(error):
                return None
            raise
        self._faulty -= faulty
        if took > AIM * 1.5:
            self._limit = max(_FEWEST, self._limit // 2)
        elif took < AIM / 2:
            self._limit = min(_MOST, self._limit * 2)
        return batch

    async def tidy(self, now: datetime) -> None:
        """End what has become too late while it waited, what was cancelled, and notices that nothing is left of."""

        def work(tx: Tx) -> int:
            tx.outbox.expire(millis(now), _ENDED_AT_ONCE)
            self._looked_at = tx.notices.finish(self._looked_at, _ENDED_AT_ONCE)
            return tx.notices.sweep(_ENDED_AT_ONCE)

        while await self._scribe.alone(work):
            pass

    def _is_writing(self, key: DeliveryKey) -> None:
        self._worded = key

    def _set_aside(self, error: Exception) -> bool:
        """Whether the fault lies in one letter: then that one waits, from the next claim on, and the others go."""
        key, self._worded = self._worded, None
        if key is None or key in self._faulty or isinstance(error, StorageFault):
            return False
        self._faulty.add(key)
        _log.error("outbox.not_worded", notice=key.notice, reference=new_reference(), **traced(error))
        return True
