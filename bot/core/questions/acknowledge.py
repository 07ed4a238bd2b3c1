"""Something to be read and acknowledged."""

from __future__ import annotations

from bot.core.inputs import Act, Input, Typed
from bot.core.question import Alien, Ask, Asked, Face, Outcome, Refused, Value
from bot.core.reading import plain
from bot.core.screen import Button, Line, Say


class Acknowledge(Asked):
    """One button: OK. Typed "OK" or yes does as well."""

    name = "acknowledge"

    def show(self, ask: Ask) -> Face:
        """The button."""
        return Face((), ((Button(Say("acknowledge.ok"), Act(ask.path, "ok"), chosen=bool(ask.value)),),))

    def read(self, ask: Ask, given: Input) -> Outcome:
        """Take the OK."""
        if isinstance(given, Act):
            return Value("OK") if given.verb == "ok" else Alien()
        if isinstance(given, Typed) and plain(given.text) in {"ok", *ask.lexicon.get("yes", ())}:
            return Value("OK")
        return Refused(Say("acknowledge.tap"))

    def in_words(self, ask: Ask, value: str) -> Line:
        """OK."""
        _ = self, ask, value
        return Say("acknowledge.done")
