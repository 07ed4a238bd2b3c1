"""A time of day."""

from __future__ import annotations

from bot.core.calendar import clock_of, hours, minutes
from bot.core.inputs import Act, Input, Typed
from bot.core.question import Alien, Ask, Asked, Face, Leafing, Outcome, Refused, Value
from bot.core.reading import clock
from bot.core.screen import Block, Line, Plain, Say

_EXAMPLE = "19:30"


class Time(Asked):
    """Typed, or tapped: hour, then minute. Kept as "19:30:00"."""

    name = "time"

    def show(self, ask: Ask) -> Face:
        """The hours, or the minutes of the hour that was tapped."""
        if 100 <= ask.page < 124:
            return minutes(ask, ask.page)
        face = hours(ask, 0)
        return Face((Block("hint", Say("time.how", {"example": _EXAMPLE})),), face.rows)

    def read(self, ask: Ask, given: Input) -> Outcome:
        """Take a time, or its hour."""
        _ = self, ask
        if isinstance(given, Act):
            if given.verb != "set":
                return Alien()
            if 100 <= given.argument < 124:
                return Leafing(given.argument)
            at = clock_of(given.argument) if 10_000 <= given.argument < 12_400 else None
            return Alien() if at is None else Value(f"{at:%H:%M}:00")
        found = clock(given.text) if isinstance(given, Typed) else None
        return Refused(Say("time.unknown", {"example": _EXAMPLE})) if found is None else Value(f"{found:%H:%M}:00")

    def in_words(self, ask: Ask, value: str) -> Line:
        """Hours and minutes."""
        _ = self, ask
        return Plain(value[:5])
