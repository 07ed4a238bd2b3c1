"""Any number of options of a closed list."""

from __future__ import annotations

from bot.core.inputs import Act, Choose, Input, Typed
from bot.core.options import by_index, codes, lay_out, match_all, named, options, search
from bot.core.picking import chosen, pick
from bot.core.question import Alien, Ask, Asked, Face, Narrowed, Outcome, Refused, Value
from bot.core.screen import Button, Line, Say


class SelectMultiple(Asked):
    """Tap options on and off, then Done; or type "1, 4"."""

    name = "select_multiple"

    def show(self, ask: Ask) -> Face:
        """One button per option, carrying the wanted state; Done names the count."""
        picked = chosen(ask)
        face = self._options(ask, picked)
        if not picked:
            return face
        done = Button(Say("choices.done", n=len(picked)), Act(ask.path, "done"))
        return Face(face.blocks, (*face.rows, (done,)), face.attachments)

    def _options(self, ask: Ask, picked: list[str]) -> Face:
        return lay_out(
            ask, options(ask), lambda o: Choose(ask.path, o.index, on=o.code not in picked), frozenset(picked)
        )

    def read(self, ask: Ask, given: Input) -> Outcome:
        """Change the selection, or take it."""
        shown = options(ask)
        if isinstance(given, Choose):
            tapped = by_index(shown, given.option)
            return Alien() if tapped is None else pick(ask, tapped.code, on=given.on is not False)
        if isinstance(given, Act) and given.verb == "done":
            offered = {option.code: None for option in shown}
            held = chosen(ask)
            taken = [code for code in offered if code in held]
            return Value(" ".join(taken)) if taken else Refused(Say("choices.nothing"))
        if not isinstance(given, Typed):
            return Refused(Say("choice.tap"))
        found = match_all(ask, shown, given.text)
        if found is not None:
            wanted = {option.code for option in found}
            return Value(" ".join(option.code for option in shown if option.code in wanted))
        near = search(ask, shown, given.text)
        if near:
            held = chosen(ask)
            return Narrowed(
                lay_out(ask, near, lambda o: Choose(ask.path, o.index, on=o.code not in held), frozenset(held))
            )
        return Refused(Say("choices.unknown", {"example": "1, 2"}) if shown else Say("choice.none"))

    def fits(self, ask: Ask, value: str) -> bool:
        """Every code must be on offer."""
        return set(value.split()) <= codes(ask)

    def in_words(self, ask: Ask, value: str) -> Line:
        """The options' labels."""
        return named(ask, value.split())
