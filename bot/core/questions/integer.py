"""A whole number."""

from __future__ import annotations

from bot.core.inputs import Input, Typed
from bot.core.question import Ask, Asked, Face, Outcome, Refused, Value
from bot.core.reading import whole
from bot.core.screen import Line, Plain, Say


class Integer(Asked):
    """Typed, in the digits of any script."""

    name = "integer"

    def show(self, ask: Ask) -> Face:
        """Nothing below the label: people type."""
        _ = self, ask
        return Face()

    def read(self, ask: Ask, given: Input) -> Outcome:
        """Take a whole number."""
        _ = self, ask
        number = whole(given.text) if isinstance(given, Typed) else None
        return Refused(Say("number.whole", {"example": "12"})) if number is None else Value(str(number))

    def in_words(self, ask: Ask, value: str) -> Line:
        """The number."""
        _ = self, ask
        return Plain(value)
