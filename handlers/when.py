"""A day and a time by buttons, for whoever sets when something happens: days, two weeks at a time, then half hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.core.screen import Block, Button, Go, Plain
from bot.ports import Reply
from handlers.visit import Visit, button, para, sheet

_DAYS, _DAYS_A_ROW = 14, 2
_PAGES = 26
"""A year of fortnights."""
_EARLIEST, _LATEST, _TIMES_A_ROW = 14, 44, 4
"""In half hours: from 07:00 to 22:00."""


def picked(said: str) -> datetime | None:
    """The wall time that "202611271830" names; None while the choice goes on."""
    if len(said) != len("202611271830"):  # strptime reads "20261127" too, as the second of January
        return None
    try:
        return datetime.strptime(said, "%Y%m%d%H%M")  # noqa: DTZ007  wall time: the zone is the borough's
    except ValueError:
        return None


def ask(visit: Visit, door: str, prefix: str, said: str, *before: Block, leave: tuple[Button, ...] = ()) -> Reply:
    """The next choice: `said` is "" (days), "p1" (days from a fortnight on) or "20261127" (times of that day).

    A button leads to `door` with `prefix` before what was chosen; `leave` stands below, the way out.
    """
    day = _day(said)
    if day is None:
        page = min(int(said[1:]), _PAGES) if said[:1] == "p" and said[1:].isdecimal() else 0
        rows = (*_days(visit, door, prefix, page), leave)
        screen = sheet(*before, para("when.day", "hint"), rows=rows, replaces=visit.pressed)
    else:
        shown = visit.office.voice.date(day, visit.person.language)
        asks = para("when.time", "hint", date=shown)
        rows = (*_times(door, prefix, day), (button("when.other_day", door, prefix),), leave)
        screen = sheet(*before, asks, rows=rows, replaces=visit.pressed)
    return visit.reply(screen)


def _day(said: str) -> datetime | None:
    try:
        return datetime.strptime(said, "%Y%m%d")  # noqa: DTZ007  wall time
    except ValueError:
        return None


def _days(visit: Visit, door: str, prefix: str, page: int) -> tuple[tuple[Button, ...], ...]:
    first: date = visit.office.local(visit.now).date() + timedelta(days=_DAYS * page)
    shown = [datetime(day.year, day.month, day.day) for day in (first + timedelta(days=n) for n in range(_DAYS))]  # noqa: DTZ001
    buttons = [
        Button(Plain(visit.office.voice.short(day, visit.person.language)), Go(door, f"{prefix}{day:%Y%m%d}"))
        for day in shown
    ]
    rows = [tuple(buttons[at : at + _DAYS_A_ROW]) for at in range(0, _DAYS, _DAYS_A_ROW)]
    walk = [button("when.earlier", door, f"{prefix}p{page - 1}")] if page else []
    if page < _PAGES:
        walk.append(button("when.later", door, f"{prefix}p{page + 1}"))
    return (*rows, tuple(walk))


def _times(door: str, prefix: str, day: datetime) -> tuple[tuple[Button, ...], ...]:
    times = [day + timedelta(minutes=30 * half) for half in range(_EARLIEST, _LATEST + 1)]
    buttons = [Button(Plain(f"{time:%H:%M}"), Go(door, f"{prefix}{time:%Y%m%d%H%M}")) for time in times]
    return tuple(tuple(buttons[at : at + _TIMES_A_ROW]) for at in range(0, len(buttons), _TIMES_A_ROW))
