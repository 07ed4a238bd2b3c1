"""A place that was held or offered for a time goes on to the next where that time is over."""

from __future__ import annotations

from datetime import datetime

from bot.actions import places
from bot.ports import ActivityId, Due, Errand, Tx


def fall(tx: Tx, due: Due, now: datetime) -> tuple[Errand, ...]:
    """Whatever is over by now, in any workshop."""
    places.lapse(tx, ActivityId(due.object), now)
    return ()
