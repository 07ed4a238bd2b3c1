"""When the people of a workshop are reminded: "-1d 18:00" is the evening before, "-2h" two hours before the start.

Days before count on the calendar and name a wall time: it stays six in the evening also over a clock change. Hours
before are hours that pass, so that nobody is reminded late on the night on which an hour is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.core.wall import instant, shown

_DAYS = re.compile(r"-(\d{1,2})d (\d{2}):(\d{2})")
_HOURS = re.compile(r"-(\d{1,3})h")
LAST_MINUTES = 15
"""A reminder that would come later than this many minutes before the start is of no use and expires."""
YOUNG = timedelta(days=1)
"""Who booked so shortly before a reminder by days was told all of it by the confirmation."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """Either `days` before at the wall time `clock`, or `hours` before the start (then `clock` is None)."""

    days: int = 0
    clock: time | None = None
    hours: int = 0

    def at(self, starts: datetime, zone: str) -> datetime:
        """The instant (UTC) at which it is due for a workshop that starts at the wall time `starts`."""
        if self.clock is None:
            return instant(starts, zone) - timedelta(hours=self.hours)
        return instant(self.wall(starts, zone), zone)

    def wall(self, starts: datetime, zone: str) -> datetime:
        """What the clock on the wall shows then."""
        if self.clock is None:
            return shown(self.at(starts, zone), zone)
        return datetime.combine(starts.date() - timedelta(days=self.days), self.clock)

    @property
    def repeats_confirmation(self) -> bool:
        """Whether it says nothing that a confirmation of the last day has not said: a reminder by days."""
        return self.clock is not None


def read(text: str) -> Reminder:
    """Read "-1d 18:00" or "-2h". Raises ValueError with what is wrong."""
    if found := _DAYS.fullmatch(text):
        days, hour, minute = map(int, found.groups())
        return Reminder(days=days, clock=time(hour, minute))
    if found := _HOURS.fullmatch(text):
        return Reminder(hours=int(found[1]))
    raise ValueError(f"{text!r} is no reminder: write -1d 18:00 (days before, local time) or -2h (hours before)")


def last_use(starts: datetime, zone: str) -> datetime:
    """The instant after which no reminder of this start is sent any more."""
    return instant(starts, zone) - timedelta(minutes=LAST_MINUTES)
