"""The running selection of a multiple choice or a ranking.

The selection maps a code to the update that set it, negative where that took the code away, so that an update that
comes late never undoes a newer one. Order of picking is order of insertion.
"""

from __future__ import annotations

from bot.core.question import Ask, Late, Outcome, Selecting


def chosen(ask: Ask) -> list[str]:
    """List the codes picked now, in order of picking."""
    return [code for code, update in ask.picked.items() if update >= 0]


def pick(ask: Ask, code: str, *, on: bool) -> Outcome:
    """Set one code on or off."""
    known = ask.picked.get(code)
    if known is not None and ask.update and abs(known) > ask.update:
        return Late()
    picked = {other: update for other, update in ask.picked.items() if other != code}
    if on and known is not None and known >= 0:
        return Selecting({**ask.picked, code: max(known, ask.update)})
    if on:
        picked[code] = ask.update
    elif ask.update:
        picked[code] = -ask.update
    return Selecting(picked)
