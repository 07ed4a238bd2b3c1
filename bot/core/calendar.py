"""Dates and times by buttons: year, month, day; hour, minute.

What was tapped so far is one whole number, kept as the session's page: 0 nothing yet; 1 the newest years, -1 the twelve
before them, -2 the twelve before these; 2026 a year; 202607 a month; 20260729 a day; 2026072919 an hour; 202607291930 a
minute.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from bot.core.inputs import Act
from bot.core.question import Ask, Face
from bot.core.screen import Block, Button, Line, Plain, Say

if TYPE_CHECKING:
    from collections.abc import Sequence

CHOOSE = 1
"""The wish to tap instead of typing: the newest years are shown."""
_YEARS = 12
_PAGES = 100
"""Earlier pages there can be."""
_ROW = {"year": 4, "month": 3, "day": 7, "hour": 6, "minute": 4}
_STEP = 5


def grid(ask: Ask, part: str, pairs: Sequence[tuple[Line, int]]) -> tuple[tuple[Button, ...], ...]:
    """Lay out the values of one part of a date."""
    buttons = [Button(label, Act(ask.path, "set", argument)) for label, argument in pairs]
    wide = _ROW[part]
    return tuple(tuple(buttons[at : at + wide]) for at in range(0, len(buttons), wide))


def is_years(page: int) -> bool:
    """Tell whether a number is a page of years."""
    return -_PAGES <= page <= CHOOSE and page != 0


def years(ask: Ask) -> Face:
    """Twelve years at a time, next year last on the first page; earlier pages by buttons."""
    back = max(0, -ask.page)
    newest = max(_YEARS, ask.instance.now.year + 1 - _YEARS * back)
    rows = grid(ask, "year", [(Plain(str(year)), year) for year in range(newest - _YEARS + 1, newest + 1)])
    walk = [Button(Say("date.earlier_years"), Act(ask.path, "set", -min(back + 1, _PAGES)))]
    if back:
        walk.append(Button(Say("date.later_years"), Act(ask.path, "set", 1 - back if back > 1 else CHOOSE)))
    return Face((Block("hint", Say("date.year")),), (*rows, tuple(walk)))


def months(ask: Ask, year: int) -> Face:
    """The twelve months of a year."""
    pairs: list[tuple[Line, int]] = [(Say(f"month.{month}"), year * 100 + month) for month in range(1, 13)]
    return Face((Block("hint", Say("date.month", {"year": str(year)})),), grid(ask, "month", pairs))


def days(ask: Ask, month: int) -> Face:
    """The days of a month given as 202607."""
    year, number = divmod(month, 100)
    count = calendar.monthrange(year, number)[1]
    pairs: list[tuple[Line, int]] = [(Plain(str(day)), month * 100 + day) for day in range(1, count + 1)]
    said = Say("date.day", {"month": Say(f"month.{number}"), "year": str(year)})
    return Face((Block("hint", said),), grid(ask, "day", pairs))


def hours(ask: Ask, before: int) -> Face:
    """The 24 hours; `before` is the day tapped, 0 for a time alone (then hours count from 100)."""
    base = before * 100 if before else 100
    pairs: list[tuple[Line, int]] = [(Plain(str(hour)), base + hour) for hour in range(24)]
    return Face((Block("hint", Say("time.hour")),), grid(ask, "hour", pairs))


def minutes(ask: Ask, hour: int) -> Face:
    """Every fifth minute of an hour."""
    pairs: list[tuple[Line, int]] = [(Plain(f"{minute:02}"), hour * 100 + minute) for minute in range(0, 60, _STEP)]
    return Face((Block("hint", Say("time.minute", {"hour": str(hour % 100)})),), grid(ask, "minute", pairs))


def month_of(number: int) -> tuple[int, int] | None:
    """Read 202607 as a year and a month; None where it is none."""
    year, month = divmod(number, 100)
    return (year, month) if 1 <= year <= 9999 and 1 <= month <= 12 else None


def day_of(number: int) -> date | None:
    """Read 20260729 as a date; None where there is no such day."""
    above, day = divmod(number, 100)
    year, month = divmod(above, 100)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def clock_of(number: int) -> time | None:
    """Read the last four digits of a number as hour and minute; None where no clock shows them."""
    hour, minute = divmod(number % 10_000, 100)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def day_in_words(at: date) -> Say:
    """A date, in the reader's words and order."""
    return Say("date.in_words", {"day": str(at.day), "month": Say(f"month.{at.month}"), "year": str(at.year)})


def moment_in_words(at: datetime) -> Say:
    """A date and a time of day."""
    return Say("moment.in_words", {"date": day_in_words(at.date()), "time": f"{at:%H:%M}"})
