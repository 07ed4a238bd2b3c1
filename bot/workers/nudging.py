"""Looks, once an hour, for forms that were begun and left, and enqueues their one nudge, in slices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import structlog

from bot.actions import nudge
from bot.catalog.policy import Policy
from bot.ports import Activity, SessionId, SessionRow, Store, Tx

_log = structlog.get_logger("nudging")
_SLICE = 30


def nudge_terms(policy: Policy) -> nudge.Terms:
    """The policy's numbers."""
    return nudge.Terms(
        policy.number("contact.nudge_after_hours"),
        policy.number("contact.nudge_last_hours"),
        policy.number("chat.resume_days"),
    )


class Nudging:
    """One hour's look: handed to the schedule."""

    def __init__(self, store: Store, terms: nudge.Terms) -> None:
        self._store, self._terms = store, terms

    async def __call__(self, now: datetime) -> None:
        """Every open activity, slice by slice."""
        for activity in await self._store.read(lambda tx: nudge.activities(tx, self._terms, now)):
            nudged, after = 0, SessionId(0)
            while rows := await self._store.read(partial(self._stale, activity=activity, after=after, now=now)):
                nudged += await self._store.write(
                    partial(nudge.nudge, activity=activity, rows=rows, terms=self._terms, now=now)
                )
                after = rows[-1].id
            if nudged:
                _log.info("nudge.enqueued", activity=activity.id, people=nudged)

    def _stale(self, tx: Tx, activity: Activity, after: SessionId, now: datetime) -> Sequence[SessionRow]:
        return nudge.stale(tx, activity, self._terms, after, _SLICE, now)
