"""Lets due rows fall: in the order of their instants, one transaction each, each once, none blocking another.

The civil clock only moves forward through them: after a pause, or a jump of the clock, what became due in between falls
in the order in which it would have fallen; what is past its `not_after` by then has expired. A row that fails is
tried again after a growing pause. Errands that a row asks for are kept as due rows of their own (kind "errand"), so
that a kill between the commit and the errand loses none of them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog

from bot.core.errors import Rule
from bot.ports import Due, Errand, Millis, PersonId, Store, Tx, millis
from bot.workers.due import DUE
from bot.workers.due.fall import Fall
from bot.workers.fault import new_reference, traced

_log = structlog.get_logger("due")
ERRAND = "errand"
_FIRST_PAUSE, _LONGEST_PAUSE = 5_000, 3_600_000
_MOST_AT_ONCE = 500
_ERRANDS_AT_ONCE = 2

_Key = tuple[str, int, str, int]


@dataclass(slots=True)
class _Failed:
    tries: int
    again: int


class Falling:
    """Lets rows fall. `run` does an errand (outside any transaction); `kinds` are those of the registry."""

    def __init__(
        self,
        store: Store,
        run: Callable[[Errand], Awaitable[None]],
        kinds: Mapping[str, Fall] = DUE,
    ) -> None:
        self._store, self._run, self._kinds = store, run, kinds
        self._failed: dict[_Key, _Failed] = {}
        self._running: dict[_Key, asyncio.Task[None]] = {}
        self._gate = asyncio.Semaphore(_ERRANDS_AT_ONCE)

    @property
    def busy(self) -> bool:
        """Whether an errand is in hand."""
        return bool(self._running)

    async def fall(self, now: datetime) -> int:
        """Everything that is due at `now`, also what became due by it; gives how many rows ended."""
        ended = 0
        for _ in range(_MOST_AT_ONCE):
            due = await self._next(millis(now))
            if due is None:
                break
            if due.kind == ERRAND:
                self._begin(due, now)
            elif await self._one(due, now):
                ended += 1
        return ended

    async def drain(self, seconds: float) -> bool:
        """Finish the errands in hand; False where one had to be left (it is done again after the next start)."""
        if not self._running:
            return True
        _, left = await asyncio.wait(set(self._running.values()), timeout=seconds)
        for task in left:
            task.cancel()
        return not left

    async def _next(self, now: Millis) -> Due | None:
        pausing = {key for key, failed in self._failed.items() if failed.again > now} | set(self._running)
        rows = await self._store.read(lambda tx: tx.agenda.due(now, len(pausing) + 1))
        return next((due for due in rows if _key(due) not in pausing), None)

    async def _one(self, due: Due, now: datetime) -> bool:
        try:
            state = await self._store.write(partial(_settle, due=due, now=now, kinds=self._kinds))
        except Rule as rule:  # it may no longer happen; that is an end too
            _log.info("due.forbidden", kind=due.kind, object=due.object, rule=rule.code)
            await self._store.write(lambda tx: tx.agenda.settle(due, "done"))
            state = "done"
        except Exception as error:  # noqa: BLE001  one row's fault stops no other
            self._fail(due, now, error)
            return False
        self._failed.pop(_key(due), None)
        if state == "expired":
            _log.warning("due.expired", kind=due.kind, object=due.object, occurrence=due.occurrence)
        return bool(state)

    def _fail(self, due: Due, now: datetime, error: Exception) -> None:
        tries = self._failed[_key(due)].tries + 1 if _key(due) in self._failed else 1
        pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** (tries - 1))
        self._failed[_key(due)] = _Failed(tries, millis(now) + pause)
        _log.error(
            "due.fault", kind=due.kind, object=due.object, tries=tries, reference=new_reference(), **traced(error)
        )

    def _begin(self, due: Due, now: datetime) -> None:
        task = asyncio.create_task(self._errand(due, now))
        self._running[_key(due)] = task
        task.add_done_callback(lambda _: self._running.pop(_key(due), None))

    async def _errand(self, due: Due, now: datetime) -> None:
        async with self._gate:
            try:
                await self._run_unless_forbidden(due)
                await self._store.write(lambda tx: tx.agenda.settle(due, "done"))
            except Exception as error:  # noqa: BLE001  one errand's fault stops no other
                self._fail(due, now, error)
            else:
                self._failed.pop(_key(due), None)

    async def _run_unless_forbidden(self, due: Due) -> None:
        try:
            await self._run(_read_errand(due.occurrence))
        except Rule as rule:  # it may no longer be done: that is an end too
            _log.info("due.errand_forbidden", object=due.object, rule=rule.code)


def keep(tx: Tx, errand: Errand, now: datetime) -> None:
    """Keep an errand with this commit: it is done after it, at least once. Also for doors and actions' callers."""
    kept = json.dumps([errand.name, errand.person, dict(errand.values)], sort_keys=True, separators=(",", ":"))
    object_ = int(errand.values.get("activity", 0))
    before = tx.agenda.get(ERRAND, object_, kept)
    at = millis(now)
    if before is not None and before.state == "done":
        at = Millis(max(at, before.at + 1))  # the same errand again, at another time: it is done again
    tx.agenda.put(Due(ERRAND, object_, kept, "", "", at))


def _settle(tx: Tx, due: Due, now: datetime, kinds: Mapping[str, Fall]) -> str:
    """How it ended ("": another process was quicker). Raises KeyError for a kind that nobody keeps."""
    if 0 < due.not_after < millis(now):
        return "expired" if tx.agenda.settle(due, "expired") else ""
    if not tx.agenda.settle(due, "done"):
        return ""
    for errand in kinds[due.kind](tx, due, now):
        keep(tx, errand, now)
    return "done"


def _read_errand(kept: str) -> Errand:
    name, person, values = json.loads(kept)
    return Errand(name, PersonId(person), values)


def _key(due: Due) -> _Key:
    return due.kind, due.object, due.occurrence, due.at
