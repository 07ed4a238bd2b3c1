"""An open workshop's due rows: put at opening, and again for the new times where it moves."""

from __future__ import annotations

from datetime import datetime

from bot.core.workshop_times import FEEDBACK, OVER, REMIND, times
from bot.core.workshops import Workshop
from bot.ports import ActivityId, Due, Millis, Tx, millis

_KINDS = (REMIND, OVER, FEEDBACK)


def appoint(tx: Tx, activity: ActivityId, workshop: Workshop, now: datetime) -> None:
    """Put what is to come and drop what no longer is; reminders already on their way for another start are taken
    back."""
    drop(tx, activity)
    for time in times(workshop, now):
        last = millis(time.not_after) if time.not_after else Millis(0)
        wall = time.wall.isoformat(timespec="minutes")
        tx.agenda.put(Due(time.kind, activity, time.occurrence, wall, workshop.zone, millis(time.at), last))


def drop(tx: Tx, activity: ActivityId) -> None:
    """Nothing of it happens any more, and no reminder that is still waiting goes out."""
    for kind in _KINDS:
        tx.agenda.drop(activity, kind)
    for notice in tx.notices.of("reminder", activity):
        if notice.state in ("filling", "ready", "paused"):
            tx.notices.change(notice.id, state="cancelled")
            tx.outbox.cancel(notice.id)
