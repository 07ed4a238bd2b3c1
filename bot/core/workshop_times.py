"""What happens to an open workshop, and when: its reminders, its end, the question how it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core import reminders
from bot.core.wall import shown
from bot.core.workshops import Workshop

REMIND, OVER, FEEDBACK = "remind", "workshop_over", "feedback"
FEEDBACK_AFTER = timedelta(hours=1)
"""People are on their way home; the day is still fresh."""
_FEEDBACK_USE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Time:
    """`kind` and `occurrence` name the due row; `wall` is what the clock shows at the instant `at` (UTC); past
    `not_after` it is of no use (None: it always is)."""

    kind: str
    occurrence: str
    wall: datetime
    at: datetime
    not_after: datetime | None = None


def times(workshop: Workshop, now: datetime) -> tuple[Time, ...]:
    """All that is still to come. A reminder whose time has passed when the workshop opens or moves is left out: the
    confirmation, or the news of the move, has said it. Raises ValueError for a reminder that cannot be read."""
    zone, last = workshop.zone, reminders.last_use(workshop.starts, workshop.zone)
    made = []
    for number, text in enumerate(workshop.reminders):
        reminder = reminders.read(text)
        at = reminder.at(workshop.starts, zone)
        if at > now:
            made.append(Time(REMIND, str(number), reminder.wall(workshop.starts, zone), at, last))
    made.append(Time(OVER, "", workshop.ends, workshop.over))
    if workshop.feedback:
        at = workshop.over + FEEDBACK_AFTER
        made.append(Time(FEEDBACK, "", shown(at, zone), at, at + _FEEDBACK_USE))
    return tuple(made)


def reminder_occurrence(number: str, begins: datetime) -> str:
    """Names reminder `number` of this very start: a workshop that moved has its own reminders."""
    return f"{number}.{int(begins.timestamp())}"
