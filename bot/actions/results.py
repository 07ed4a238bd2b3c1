"""Everybody who took part gets the result, once, in their language."""

from __future__ import annotations

from datetime import datetime

from bot.core.audience import Audience
from bot.ports import Activity, Lane, Notice, PersonId, Tx, millis

KIND = "result"


def tell(tx: Tx, activity: Activity, by: PersonId, now: datetime) -> Notice:
    """Enqueue the result of a released activity. There is one such notice for each activity: a correction, which shows
    on /results, is not sent again."""
    return tx.notices.make(
        KIND,
        activity.id,
        "",
        "service",
        Lane.BROADCAST,
        "",
        by,
        millis(now),
        audience=Audience(took_part=activity.id),
    )
