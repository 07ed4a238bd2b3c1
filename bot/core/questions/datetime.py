"""A day and a time of day."""

from __future__ import annotations

from datetime import datetime

from bot.core.calendar import (
    CHOOSE,
    clock_of,
    day_of,
    days,
    hours,
    is_years,
    minutes,
    moment_in_words,
    month_of,
    months,
    years,
)
from bot.core.inputs import Act, Input, Typed
from bot.core.question import Alien, Ask, Asked, Face, Leafing, Outcome, Refused, Value
from bot.core.reading import clock, day
from bot.core.screen import Block, Button, Line, Plain, Say
from bot.core.xpath.values import moment

_EXAMPLE = "31/12/2026 19:30"
_DAY, _HOUR, _MINUTE = 10**7, 10**9, 10**11
"""From these numbers on, the number tapped is a day, an hour, a minute."""


class DateTime(Asked):
    """Typed, or tapped part by part. Kept with the offset of the place of the survey."""

    name = "datetime"

    def show(self, ask: Ask) -> Face:
        """The next part to tap."""
        if is_years(ask.page):
            return years(ask)
        if 1_000 <= ask.page <= 9_999:
            return months(ask, ask.page)
        if ask.page >= _HOUR:
            return minutes(ask, ask.page)
        if ask.page >= _DAY:
            return hours(ask, ask.page)
        if month_of(ask.page):
            return days(ask, ask.page)
        choose = Button(Say("date.choose"), Act(ask.path, "set", CHOOSE))
        return Face((Block("hint", Say("moment.how", {"example": _EXAMPLE})),), ((choose,),))

    def read(self, ask: Ask, given: Input) -> Outcome:
        """Take a moment, or the next part of one."""
        if isinstance(given, Act):
            return _tapped(ask, given.argument) if given.verb == "set" else Alien()
        text = given.text.strip().replace("T", " ") if isinstance(given, Typed) else ""
        words = text.replace(",", " ").split()
        for cut in range(len(words) - 1, 0, -1):
            at = day(" ".join(words[:cut]), ask.instance.now.date())
            hour = clock(" ".join(words[cut:]))
            if at is not None and hour is not None:
                return Value(_stamp(ask, datetime.combine(at, hour)))
        return Refused(Say("moment.unknown", {"example": _EXAMPLE}))

    def in_words(self, ask: Ask, value: str) -> Line:
        """Day and time in the reader's words."""
        _ = self, ask
        at = moment(value)
        return Plain(value) if at is None else moment_in_words(at)


def _tapped(ask: Ask, number: int) -> Outcome:
    if is_years(number) or 1_000 <= number <= 9_999:
        return Leafing(number)
    if number >= _MINUTE:
        at, hour = day_of(number // 10_000), clock_of(number)
        fits = at is not None and hour is not None
        return Value(_stamp(ask, datetime.combine(at, hour))) if at and hour is not None and fits else Alien()
    if number >= _HOUR:
        return Leafing(number) if day_of(number // 100) and number % 100 < 24 else Alien()
    known = day_of(number) if number >= _DAY else month_of(number)
    return Leafing(number) if known else Alien()


def _stamp(ask: Ask, at: datetime) -> str:
    return at.replace(tzinfo=ask.instance.now.tzinfo).isoformat(timespec="milliseconds")
