"""Working days: Monday to Friday without bank holidays."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

_SATURDAY = 5


def works(day: date, holidays: Container[date]) -> bool:
    """Whether officers work on this day."""
    return day.weekday() < _SATURDAY and day not in holidays


def later(asked: datetime, days: int, holidays: Container[date]) -> datetime:
    """The same time on the wall so many working days later.

    `asked` is a wall time with its zone, or without one. What is asked on a day off counts from the beginning of the
    next working day, so that it is due as that day's last hour ends.
    """
    at = asked
    while not works(at.date(), holidays):
        at = datetime.combine(at.date() + timedelta(days=1), time(), at.tzinfo)
    for _ in range(days):
        at += timedelta(days=1)
        while not works(at.date(), holidays):
            at += timedelta(days=1)
    return at
