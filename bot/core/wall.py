"""Wall time: what the clock on the borough's wall shows, and the instant at which it shows it.

When the clocks go back, an hour happens twice: the first of the two is meant. When they go forward, an hour does not
happen: what was meant in it happens as much later as the clocks jump (01:30 becomes 02:30). So every wall time has
exactly one instant, and what is due at it falls due exactly once.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def instant(naive: datetime, zone: str) -> datetime:
    """The instant (UTC) at which the clocks of `zone` (IANA name) show `naive`. Raises ValueError for an aware one.

    fold=0 is the first of two; in a gap it counts with the offset from before the jump (PEP 495), which is the same
    as moving it forward by the gap.
    """
    if naive.tzinfo is not None:
        raise ValueError("a wall time has no zone of its own")
    return naive.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def shown(at: datetime, zone: str) -> datetime:
    """What the clocks of `zone` show at a zoned instant, as a naive wall time (without seconds' fractions lost)."""
    if at.tzinfo is None:
        raise ValueError("an instant has a zone")
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def read(text: str, zone: str) -> datetime:
    """The instant of a wall time as text ("2026-10-25T18:00"). Raises ValueError for anything else."""
    return instant(datetime.fromisoformat(text), zone)


def days_later(at: datetime, days: int, zone: str) -> datetime:
    """The same time on the wall, so many days later: over a clock change a day has 23 or 25 hours."""
    return instant(shown(at, zone) + timedelta(days=days), zone)


def on(day: date, hour: time, zone: str) -> datetime:
    """The instant of a day's hour."""
    return instant(datetime.combine(day, hour), zone)
