"""To officers: somebody took up an invitation and waits to be confirmed."""

from __future__ import annotations

from bot.actions.role_told import WAITS
from bot.core.screen import Say, Screen
from handlers.letter import Letter, Occasion
from handlers.visit import button, para, sheet


def compose(occasion: Occasion) -> tuple[Screen, ...]:
    """Nothing where it was decided meanwhile, or the officer is no officer any more."""
    role = str(occasion.content["role"])
    tx = occasion.tx
    still = any(who.id == occasion.notice.object and held.role == role for who, held in tx.people.pending())
    decides = any(held.role == "officer" and not held.pending for held in occasion.person.roles)
    if not still or not decides:
        return ()
    blocks = (para("role_waits.title", "title", role=Say(f"role.{role}")), para("role_waits.check"))
    return (sheet(*blocks, rows=((button("role_waits.button", "people"),),)),)


LETTER = Letter(WAITS, compose)
"""Class duty: it waits for the end of the quiet hours."""
