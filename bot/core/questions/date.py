"""A day."""

from __future__ import annotations

from datetime import date, timedelta

from bot.core.calendar import CHOOSE, day_in_words, day_of, days, is_years, month_of, months, years
from bot.core.inputs import Act, Input, Typed
from bot.core.question import Alien, Ask, Asked, Face, Leafing, Outcome, Refused, Value
from bot.core.reading import day
from bot.core.screen import Block, Button, Line, Plain, Say

_EXAMPLE = "31/12/2026"


class Date(Asked):
    """Typed in British order or as ISO, or tapped: year, month, day. Appearances "year" and "month-year" ask less."""

    name = "date"

    def show(self, ask: Ask) -> Face:
        """Today, yesterday, or the next part to tap."""
        if is_years(ask.page):
            return years(ask)
        if 1_000 <= ask.page <= 9_999:
            return months(ask, ask.page)
        if month_of(ask.page):
            return days(ask, ask.page)
        if _coarse(ask):
            return years(ask)
        today = ask.instance.now.date()
        quick = (
            Button(Say("date.today"), Act(ask.path, "set", _number(today))),
            Button(Say("date.yesterday"), Act(ask.path, "set", _number(today - timedelta(days=1)))),
        )
        choose = (Button(Say("date.choose"), Act(ask.path, "set", CHOOSE)),)
        return Face((Block("hint", Say("date.how", {"example": _EXAMPLE})),), (quick, choose))

    def read(self, ask: Ask, given: Input) -> Outcome:
        """Take a day, or the next part of one."""
        if isinstance(given, Act) and given.verb == "set":
            return _tapped(ask, given.argument)
        if isinstance(given, Act):
            return Alien()
        found = day(given.text, ask.instance.now.date()) if isinstance(given, Typed) else None
        if found is None and isinstance(given, Typed) and _coarse(ask):
            found = _typed_part(given.text)
        if found is None:
            return Refused(Say("date.unknown", {"example": _EXAMPLE}))
        return Value(_rounded(ask, found).isoformat())

    def in_words(self, ask: Ask, value: str) -> Line:
        """The day in the reader's words; only as much of it as was asked."""
        try:
            at = date.fromisoformat(value)
        except ValueError:
            return Plain(value)
        if _coarse(ask) == "year":
            return Plain(str(at.year))
        if _coarse(ask):
            return Say("date.month_in_words", {"month": Say(f"month.{at.month}"), "year": str(at.year)})
        return day_in_words(at)


def _coarse(ask: Ask) -> str:
    looks = ask.question.appearance.split()
    return "year" if "year" in looks else "month" if "month-year" in looks else ""


def _rounded(ask: Ask, at: date) -> date:
    part = _coarse(ask)
    return at.replace(month=1, day=1) if part == "year" else at.replace(day=1) if part else at


def _typed_part(text: str) -> date | None:
    """Read "2026" or "7/2026" where no more is asked."""
    pieces = text.replace("/", " ").replace("-", " ").split()
    if len(pieces) == 1:
        pieces.insert(0, "1")
    return day(f"1/{'/'.join(pieces)}", date.min) if len(pieces) == 2 else None


def _tapped(ask: Ask, number: int) -> Outcome:
    coarse = _coarse(ask)
    if is_years(number):
        return Leafing(number)
    if 1_000 <= number <= 9_999:
        return Value(f"{number:04}-01-01") if coarse == "year" else Leafing(number)
    month = month_of(number) if number <= 999_999 else None
    if month:
        return Value(f"{month[0]:04}-{month[1]:02}-01") if coarse else Leafing(number)
    at = day_of(number) if number > 999_999 else None
    return Alien() if at is None else Value(at.isoformat())


def _number(at: date) -> int:
    return at.year * 10_000 + at.month * 100 + at.day
