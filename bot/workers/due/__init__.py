"""What happens at a wall-clock time: one kind of due row per file. A new kind is one file and one line here."""

from __future__ import annotations

from collections.abc import Mapping

from bot.workers.due import (
    approval_open,
    broadcast_quiet,
    close_activity,
    draw,
    feedback,
    lapse,
    open_activity,
    remind,
    settle_activity,
    tell_booked,
    workshop_over,
)
from bot.workers.due.fall import Fall

DUE: Mapping[str, Fall] = {
    "open_activity": open_activity.fall,
    "close_activity": close_activity.fall,
    "settle_activity": settle_activity.fall,
    "approval_open": approval_open.fall,
    "broadcast_quiet": broadcast_quiet.fall,
    "remind": remind.fall,
    "workshop_over": workshop_over.fall,
    "feedback": feedback.fall,
    "tell_booked": tell_booked.fall,
    "draw": draw.fall,
    "lapse": lapse.fall,
}
