"""The civil clock of the simulation: it stands still until it is set forward."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/London")


class Clock:
    """Gives the instant it was last set to."""

    def __init__(self, at: datetime) -> None:
        self.now = at

    def __call__(self) -> datetime:
        return self.now

    def to(self, instant: datetime) -> None:
        """Set it forward, never back."""
        self.now = max(self.now, instant)


def wall(day: date, clock: str) -> datetime:
    """The instant at which the borough's clocks show this ("18:00") on that day; the first of two."""
    return datetime.combine(day, time.fromisoformat(clock), ZONE).astimezone(UTC)


def next_hour(at: datetime) -> datetime:
    """The next full hour."""
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
