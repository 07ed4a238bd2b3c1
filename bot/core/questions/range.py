"""A number on a scale."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from bot.core.inputs import Act, Input, Typed
from bot.core.options import ROW, pager
from bot.core.question import Alien, Ask, Asked, Face, Outcome, Refused, Value
from bot.core.reading import decimal
from bot.core.screen import Button, Line, Plain, Say

_ROWS = 4
_MOST = 10_000


def _scale(ask: Ask) -> list[str]:
    """The scale's values, from start to end by step (0 to 10 by 1 where nothing is said), at most 10,000."""
    try:
        start, end, step = (
            Decimal(ask.param(name, usual)) for name, usual in (("start", "0"), ("end", "10"), ("step", "1"))
        )
    except InvalidOperation:
        start, end, step = Decimal(0), Decimal(10), Decimal(1)
    count = 0 if not step else int(abs(end - start) / abs(step))
    move = abs(step) if end >= start else -abs(step)
    return [_spelled(start + move * place) for place in range(min(count, _MOST) + 1)]


def _spelled(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Range(Asked):
    """Tap a number, or type it."""

    name = "range"

    def show(self, ask: Ask) -> Face:
        """A button per value, five to a row, twenty to a page."""
        scale = _scale(ask)
        size = ROW * _ROWS
        last = (len(scale) - 1) // size
        page = max(0, min(ask.page, last))
        here = list(enumerate(scale))[page * size : (page + 1) * size]
        buttons = [Button(Plain(text), Act(ask.path, "set", at), chosen=text == ask.value) for at, text in here]
        rows = tuple(tuple(buttons[at : at + ROW]) for at in range(0, len(buttons), ROW))
        return Face((), (*rows, *pager(ask.path, page, last)))

    def read(self, ask: Ask, given: Input) -> Outcome:
        """Take a value of the scale."""
        scale = _scale(ask)
        if isinstance(given, Act):
            on_it = given.verb == "set" and 0 <= given.argument < len(scale)
            return Value(scale[given.argument]) if on_it else Alien()
        number = decimal(given.text) if isinstance(given, Typed) else None
        if number is not None and number in scale:
            return Value(number)
        return Refused(Say("number.between", {"least": scale[0], "most": scale[-1]}))

    def fits(self, ask: Ask, value: str) -> bool:
        """The value must be on the scale."""
        return value in _scale(ask)

    def in_words(self, ask: Ask, value: str) -> Line:
        """The number."""
        _ = self, ask
        return Plain(value)
