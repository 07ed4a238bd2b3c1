"""A workshop has ended: it takes nothing more, and who had a place and did not come is marked."""

from __future__ import annotations

from datetime import datetime

from bot.actions.check_in import mark_missed
from bot.ports import ActivityId, Due, Errand, Tx, millis

_SLICE = 50


def fall(tx: Tx, due: Due, now: datetime) -> tuple[Errand, ...]:
    """`object` is the workshop; `occurrence` counts the slices of those who are marked."""
    activity = tx.activities.get(ActivityId(due.object))
    if activity is None or activity.kind != "workshop":
        return ()
    if activity.state == "open":
        tx.activities.change(activity.id, state="closed", closed=millis(now))
        tx.audit.add(activity.opened_by, "activity.closed", str(activity.id), millis(now))
    if mark_missed(tx, activity, _SLICE, now) == _SLICE:
        part = str(int(due.occurrence or 0) + 1)
        tx.agenda.put(Due(due.kind, due.object, part, "", "", millis(now)))
    return ()
