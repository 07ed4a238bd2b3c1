"""To somebody who waited for a role: yes or no."""

from __future__ import annotations

from bot.actions.role_told import CONFIRMED
from bot.core.screen import Say, Screen
from handlers.letter import Letter, Occasion
from handlers.visit import para, sheet


def compose(occasion: Occasion) -> tuple[Screen, ...]:
    """As it was decided; where a yes was taken back before it could be told, nothing."""
    role = str(occasion.content["role"])
    if not occasion.content["yes"]:
        return (sheet(para("role_confirmed.no", role=Say(f"role.{role}"))),)
    if not any(held.role == role and not held.pending for held in occasion.person.roles):
        return ()
    blocks = (para("role_confirmed.yes", "title", role=Say(f"role.{role}")), para("role_confirmed.help"))
    return (sheet(*blocks),)


LETTER = Letter(CONFIRMED, compose)
"""Class confirmation: it follows from the person's own act, taking up the invitation."""
