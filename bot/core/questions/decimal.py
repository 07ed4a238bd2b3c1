"""A decimal number."""

from __future__ import annotations

from bot.core.inputs import Input, Typed
from bot.core.question import Ask, Asked, Face, Outcome, Refused, Value
from bot.core.reading import decimal
from bot.core.screen import Line, Plain, Say


class Decimal(Asked):
    """Typed, with a point or a comma, in the digits of any script."""

    name = "decimal"

    def show(self, ask: Ask) -> Face:
        """Nothing below the label: people type."""
        _ = self, ask
        return Face()

    def read(self, ask: Ask, given: Input) -> Outcome:
        """Take a number."""
        _ = self, ask
        number = decimal(given.text) if isinstance(given, Typed) else None
        return Refused(Say("number.decimal", {"example": "2.5"})) if number is None else Value(number)

    def in_words(self, ask: Ask, value: str) -> Line:
        """The number."""
        _ = self, ask
        return Plain(value)
