"""Functions on dates and times. Civil time throughout: what the clock on the wall says where the survey is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bot.core.xpath.functions.function import Function
from bot.core.xpath.values import NAN, Value, days, from_days, moment, number_of, text_of

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.xpath.code import Code, Context

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HOURS = 24


def stamp(at: datetime) -> str:
    """Spell an instant as ODK does: to the millisecond, with its offset where it has one."""
    return at.isoformat(timespec="milliseconds")


def _read(c: Context, code: Code) -> datetime | None:
    value = code.here(c)
    if isinstance(value, float):
        return from_days(value)
    text = text_of(value, c.world)
    found = moment(text)
    if found is not None:
        return found
    number = number_of(text)
    return None if math.isnan(number) else from_days(number)


def _date(c: Context, given: tuple[Code, ...]) -> Value:
    at = _read(c, given[0])
    return "" if at is None else at.date().isoformat()


def _date_time(c: Context, given: tuple[Code, ...]) -> Value:
    at = _read(c, given[0])
    return "" if at is None else stamp(at)


def _decimal(c: Context, given: tuple[Code, ...]) -> Value:
    at = _read(c, given[0])
    return NAN if at is None else days(at)


def _decimal_time(c: Context, given: tuple[Code, ...]) -> Value:
    """The part of the day that a time is: noon is 0.5."""
    at = moment(f"1970-01-01T{given[0].text(c)}")
    return NAN if at is None else days(at)


def _format(c: Context, given: tuple[Code, ...]) -> Value:
    """Spell a date by a pattern (ODK's letters: Y y m n b d e H h M S 3 a); names in English in every language."""
    at = _read(c, given[0])
    if at is None:
        return ""
    parts = {
        "Y": f"{at.year:04}",
        "y": f"{at.year % 100:02}",
        "m": f"{at.month:02}",
        "n": str(at.month),
        "b": _MONTHS[at.month - 1],
        "B": _MONTHS[at.month - 1],
        "d": f"{at.day:02}",
        "e": str(at.day),
        "H": f"{at.hour:02}",
        "h": str(at.hour % _HOURS),
        "M": f"{at.minute:02}",
        "S": f"{at.second:02}",
        "3": f"{at.microsecond // 1000:03}",
        "a": _DAYS[at.weekday()],
        "W": str(at.isocalendar().week),
        "%": "%",
    }
    head, *rest = given[1].text(c).replace("%%", "%\0").split("%")
    spelled = [head]
    spelled.extend(parts.get(piece[:1].replace("\0", "%"), "") + piece[1:] for piece in rest)
    return "".join(spelled)


DATES: dict[str, Function] = {
    "today": Function(0, 0, lambda c, _: c.world.now.date().isoformat()),
    "now": Function(0, 0, lambda c, _: stamp(c.world.now)),
    "date": Function(1, 1, _date),
    "date-time": Function(1, 1, _date_time),
    "decimal-date-time": Function(1, 1, _decimal),
    "decimal-time": Function(1, 1, _decimal_time),
    "format-date": Function(2, 2, _format),
    "format-date-time": Function(2, 2, _format),
}
