"""A reminder's time has come: one notice for all who have a place, sent at its hour or not at all."""

from __future__ import annotations

import json
from datetime import datetime

from bot.core import reminders, workshops
from bot.core.audience import Audience
from bot.core.workshop_times import reminder_occurrence
from bot.ports import ActivityId, Due, Errand, Lane, Tx, millis


def fall(tx: Tx, due: Due, now: datetime) -> tuple[Errand, ...]:
    """`object` is the workshop, `occurrence` the number of the reminder in its settings."""
    activity = tx.activities.get(ActivityId(due.object))
    if activity is None or activity.state != "open":
        return ()
    workshop = workshops.read(json.loads(activity.settings))
    last = reminders.last_use(workshop.starts, workshop.zone)
    if workshop.cancelled or not due.occurrence.isdecimal() or int(due.occurrence) >= len(workshop.reminders):
        return ()
    if now >= last:
        return ()
    content = {
        "starts": workshop.starts.isoformat(),
        "repeats": reminders.read(workshop.reminders[int(due.occurrence)]).repeats_confirmation,
        "due": due.at,
    }
    tx.notices.make(
        "reminder",
        activity.id,
        reminder_occurrence(due.occurrence, workshop.begins),
        "appointed",
        Lane.REMINDERS,
        json.dumps(content, sort_keys=True),
        activity.opened_by,
        millis(now),
        audience=Audience(booked=activity.id),
        due=due.at,
        not_after=millis(last),
    )
    return ()
