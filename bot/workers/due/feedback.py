"""An hour after a workshop: those who came are asked how it was."""

from __future__ import annotations

from datetime import datetime

from bot.actions.feedback import ask
from bot.ports import ActivityId, Due, Errand, Tx


def fall(tx: Tx, due: Due, now: datetime) -> tuple[Errand, ...]:
    """`object` is the workshop."""
    activity = tx.activities.get(ActivityId(due.object))
    if activity is not None and activity.kind == "workshop":
        ask(tx, activity, now)
    return ()
