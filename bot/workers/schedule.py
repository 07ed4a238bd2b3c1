"""The tick: what is due by the clock. APScheduler only ticks; what is due is looked up in the database each time."""

from __future__ import annotations

import secrets
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.actions.activity import unminded
from bot.actions.blank_words import blank_words
from bot.ports import Millis, Shelf, Store, Tx, millis
from bot.workers.errands.settle import Settle
from bot.workers.falling import Falling

_log = structlog.get_logger("schedule")
_SECONDS = 5
_LEASE, _LEASE_SECONDS = "tick", 12
_PRUNED_AT_ONCE = 500
_WORDS = {"free_text", "voice_notes"}

Hourly = Callable[[datetime], Awaitable[None]]


class Schedule:
    """Lets due rows fall, looks around once an hour, forgets what is old, and leaves a heartbeat.

    Of several processes one ticks (a lease); the civil clock `now` decides what is due, the real one the lease.
    """

    def __init__(
        self,
        store: Store,
        settle: Settle,
        shelf: Shelf,
        now: Callable[[], datetime],
        keep: Mapping[str, timedelta],
        falling: Falling,
        hourly: Sequence[Hourly] = (),
    ) -> None:
        self._store, self._settle, self._shelf, self._now, self._keep = store, settle, shelf, now, keep
        self._falling, self._hourly = falling, hourly
        self._ticker = AsyncIOScheduler(timezone="UTC")
        self._owner = secrets.token_hex(8)
        self._looked_back = False

    @property
    def busy(self) -> bool:
        """Whether errands of due rows are in hand."""
        return self._falling.busy

    def start(self) -> None:
        """Begin to tick: every few seconds what is due, every hour the looking around and the pruning."""
        options = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        self._ticker.add_job(self.tick, "interval", seconds=_SECONDS, **options)
        self._ticker.add_job(self.look_around, "interval", hours=1, **options)
        self._ticker.add_job(self.prune, "interval", hours=1, **options)
        self._ticker.start()

    def stop(self) -> None:
        """Tick no more; a tick under way finishes its transaction."""
        if self._ticker.running:
            self._ticker.shutdown(wait=False)

    async def drain(self, seconds: float) -> bool:
        """Finish the errands in hand and let another process tick; what is left is done after the next start."""
        done = await self._falling.drain(seconds)
        await self._store.write(lambda tx: tx.leases.give_up(_LEASE, self._owner))
        return done

    async def tick(self) -> None:
        """Whatever is due, in order; then the heartbeat."""
        real = Millis(round(time.time() * 1000))
        fence = await self._store.write(lambda tx: tx.leases.take(_LEASE, self._owner, real, _LEASE_SECONDS))
        if not fence:
            return
        now = self._now()
        if not self._looked_back:
            await self._look_back()
        if await self._store.read(unminded):
            await self._store.write(_mind)
        await self._falling.fall(now)
        await self._store.write(lambda tx: tx.notes.put("heartbeat", str(millis(now))))

    async def look_around(self) -> None:
        """What no due row stands for, because it depends on what people did not do."""
        for look in self._hourly:
            await look(self._now())

    async def prune(self) -> None:
        """Erase what is older than the policy says, kind by kind, in slices; own words question by question."""
        for kind, age in self._keep.items():
            before = Millis(millis(self._now()) - int(age.total_seconds() * 1000))
            if kind in _WORDS:
                await self._store.write(
                    partial(blank_words, shelf=self._shelf, before=before, voice=kind == "voice_notes")
                )
            if kind == "voice_notes":
                continue
            while await self._store.write(partial(_prune, kind=kind, before=before)) == _PRUNED_AT_ONCE:
                pass

    async def _look_back(self) -> None:
        """Once after a start: settle what was closed before there were due rows, or by an older version."""
        closed = await self._store.read(lambda tx: tx.activities.all(("closed",)))
        for activity in closed:
            settled = await self._settle.run(activity.id) if activity.kind in {"survey", "vote"} else 0
            if settled:
                _log.info("activity.settled", activity=activity.id, sessions=settled)
        self._looked_back = True


def _mind(tx: Tx) -> None:
    for due in unminded(tx):
        tx.agenda.put(due)


def _prune(tx: Tx, kind: str, before: Millis) -> int:
    if kind == "update_ids":
        return tx.updates.prune(before, _PRUNED_AT_ONCE)
    return tx.retention.prune(kind, before, _PRUNED_AT_ONCE)
