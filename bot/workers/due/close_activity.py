"""The closing time of an activity has come."""

from __future__ import annotations

from datetime import datetime

from bot.actions import activity as activities
from bot.ports import ActivityId, Due, Errand, Tx, millis


def fall(tx: Tx, due: Due, now: datetime) -> tuple[Errand, ...]:
    """Close it, unless an officer did or its time was moved; what is unfinished is settled by a row of its own."""
    found = tx.activities.get(ActivityId(due.object))
    if found is not None and found.state == "open" and 0 < found.closes <= millis(now):
        activities.close(tx, None, found.id, now)
    return ()
