"""Looks, once an hour, for forms that were begun and left, and enqueues their one nudge, in slices."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import structlog

from bot.actions import nudge
from bot.catalog.policy import Policy
from bot.ports import SessionId, Store

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
            while True:
                done = await self._store.write(
                    partial(nudge.nudge_some, activity=activity, terms=self._terms, after=after, limit=_SLICE, now=now)
                )
                nudged, after = nudged + done.nudged, done.last
                if done.looked < _SLICE:
                    break
            if nudged:
                _log.info("nudge.enqueued", activity=activity.id, people=nudged)
