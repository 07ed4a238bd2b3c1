"""A closed list of which one option is taken: what select_one and the data card share."""

from __future__ import annotations

from bot.core.inputs import Choose, Input, Typed
from bot.core.options import by_index, codes, lay_out, match, named, options, plain_code, search
from bot.core.question import Alien, Ask, Asked, Face, Narrowed, Outcome, Refused, Value
from bot.core.screen import Line, Say


class Closed(Asked):
    """Tap an option, or type its label, number or code, or yes and no."""

    def show(self, ask: Ask) -> Face:
        """One button per option."""
        chosen = (ask.value,) if ask.value else ()
        return lay_out(ask, options(ask), lambda option: Choose(ask.path, option.index), chosen)

    def read(self, ask: Ask, given: Input) -> Outcome:
        """Take the tapped or typed option; words that fit several of a long list show these."""
        if isinstance(given, Choose) and (code := plain_code(ask, given.option)):
            return Value(code)
        shown = options(ask)
        if isinstance(given, Choose):
            tapped = by_index(shown, given.option)
            return Alien() if tapped is None else Value(tapped.code)
        if not isinstance(given, Typed):
            return Refused(Say("choice.tap"))
        found = match(ask, shown, given.text)
        if found is not None:
            return Value(found.code)
        near = search(ask, shown, given.text)
        if near:
            return Narrowed(lay_out(ask, near, lambda option: Choose(ask.path, option.index)))
        return Refused(Say("choice.unknown", {"example": 1}) if shown else Say("choice.none"))

    def fits(self, ask: Ask, value: str) -> bool:
        """The code must be on offer."""
        return value in codes(ask)

    def in_words(self, ask: Ask, value: str) -> Line:
        """The option's label."""
        return named(ask, [value])
