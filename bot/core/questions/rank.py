"""Options put in an order of preference."""

from __future__ import annotations

from bot.core.inputs import Act, Choose, Input, Typed
from bot.core.options import by_index, codes, lay_out, match_all, named, options
from bot.core.picking import chosen, pick
from bot.core.question import Alien, Ask, Asked, Face, Outcome, Refused, Value
from bot.core.screen import Block, Button, Line, Say


class Rank(Asked):
    """Tap in order, tap again to take out, then Done; or type "3, 1, 2". An order may be partial."""

    name = "rank"

    def show(self, ask: Ask) -> Face:
        """One button per option, with its place once it has one; Done names the count."""
        picked = chosen(ask)
        places = {code: place for place, code in enumerate(picked, 1)}
        face = lay_out(ask, options(ask), lambda o: Choose(ask.path, o.index, on=o.code not in places), picked, places)
        blocks = (*face.blocks, Block("hint", Say("rank.how")))
        if not picked:
            return Face(blocks, face.rows, face.attachments)
        done = Button(Say("rank.done", n=len(picked)), Act(ask.path, "done"))
        return Face(blocks, (*face.rows, (done,)), face.attachments)

    def read(self, ask: Ask, given: Input) -> Outcome:
        """Change the order, or take it."""
        shown = options(ask)
        if isinstance(given, Choose):
            tapped = by_index(shown, given.option)
            return Alien() if tapped is None else pick(ask, tapped.code, on=given.on is not False)
        if isinstance(given, Act) and given.verb == "done":
            offered = {option.code for option in shown}
            taken = [code for code in chosen(ask) if code in offered]
            return Value(" ".join(taken)) if taken else Refused(Say("rank.nothing"))
        found = match_all(ask, shown, given.text) if isinstance(given, Typed) else None
        if found is None:
            return Refused(Say("rank.unknown", {"example": "2, 1, 3"}))
        return Value(" ".join(option.code for option in found))

    def fits(self, ask: Ask, value: str) -> bool:
        """Every code must be on offer."""
        return set(value.split()) <= codes(ask)

    def in_words(self, ask: Ask, value: str) -> Line:
        """The options' labels, the first choice first."""
        return named(ask, value.split())
