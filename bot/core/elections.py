"""Periods before elections, in which a council's bot keeps quiet unless an officer says why it must not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included, by the borough's calendar."""

    first: date
    last: date
    name: str


def read(lines: Iterable[str]) -> tuple[Period, ...]:
    """Read "2026-03-30/2026-05-07 London borough elections", earliest first. Raises ValueError naming the line."""
    return tuple(sorted((_read(line) for line in lines), key=lambda period: period.first))


def blocking(periods: Sequence[Period], day: date) -> Period | None:
    """The period that a day lies in."""
    return next((period for period in periods if period.first <= day <= period.last), None)


def following(periods: Sequence[Period], day: date) -> Period | None:
    """The first period that begins after a day."""
    return next((period for period in periods if period.first > day), None)


def _read(line: str) -> Period:
    days, _, name = line.strip().partition(" ")
    first, _, last = days.partition("/")
    try:
        period = Period(date.fromisoformat(first), date.fromisoformat(last), name.strip())
    except ValueError:
        raise ValueError(f"{line!r} is no period: write 2026-03-30/2026-05-07 and its name") from None
    if period.last < period.first or not period.name:
        raise ValueError(f"{line!r} ends before it begins, or has no name")
    return period
