"""The tick: what is due by the clock. APScheduler only ticks; what is due is looked up in the database each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.actions import activity as activities
from bot.actions.blank_words import blank_words
from bot.core.errors import Rule
from bot.ports import ActivityId, Millis, Shelf, Store, Tx, millis
from bot.workers.errands.settle import Settle

_log = structlog.get_logger("schedule")
_PRUNED_AT_ONCE = 500
_WORDS = {"free_text", "voice_notes"}


class Schedule:
    """Closes what is due, settles what was closed, forgets old update ids, and leaves a heartbeat."""

    def __init__(
        self, store: Store, settle: Settle, shelf: Shelf, now: Callable[[], datetime], keep: Mapping[str, timedelta]
    ) -> None:
        self._store, self._settle, self._shelf, self._now, self._keep = store, settle, shelf, now, keep
        self._ticker = AsyncIOScheduler(timezone="UTC")

    def start(self) -> None:
        """Begin to tick: every half minute what is due, every hour the pruning."""
        options = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        self._ticker.add_job(self.tick, "interval", seconds=30, **options)
        self._ticker.add_job(self.prune, "interval", hours=1, **options)
        self._ticker.start()

    def stop(self) -> None:
        """Tick no more; a tick under way finishes its transaction."""
        if self._ticker.running:
            self._ticker.shutdown(wait=False)

    async def tick(self) -> None:
        """Close activities whose time has come, and settle closed ones (again, where a kill came between)."""
        now = self._now()
        due = await self._store.write(lambda tx: _close_due(tx, now))
        for activity in due:
            settled = await self._settle.run(activity)
            if settled:
                _log.info("activity.settled", activity=activity, sessions=settled)
        await self._store.write(lambda tx: tx.notes.put("heartbeat", str(millis(now))))

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


def _prune(tx: Tx, kind: str, before: Millis) -> int:
    if kind == "update_ids":
        return tx.updates.prune(before, _PRUNED_AT_ONCE)
    return tx.retention.prune(kind, before, _PRUNED_AT_ONCE)


def _close_due(tx: Tx, now: datetime) -> list[ActivityId]:
    """Close what is due; give every closed activity, since a kill may have come before its settling."""
    for activity in tx.activities.all(("open",)):
        if activity.kind == "survey" and 0 < activity.closes <= millis(now):
            try:
                activities.close(tx, None, activity.id, now)
            except Rule:  # closed meanwhile by an officer
                continue
    return [activity.id for activity in tx.activities.all(("closed",))]
