"""Sign-up of a workshop closes, its public value was waited for, or its list is to be forgotten."""

from __future__ import annotations

from datetime import datetime

from bot.actions import draw_places, places
from bot.ports import ActivityId, Due, Errand, PersonId, Tx


def fall(tx: Tx, due: Due, now: datetime) -> tuple[Errand, ...]:
    """The draw itself is an errand; here only its beginning is noted, so that whoever asks from now on waits."""
    activity = ActivityId(due.object)
    if due.occurrence == draw_places.FORGET:
        draw_places.forget_list(tx, places, activity)
        return ()
    if not draw_places.close(tx, places, activity, now):
        return ()
    return (Errand("draw", PersonId(0), {"activity": activity}),)
