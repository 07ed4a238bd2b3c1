"""To champions and officers, at most once a day: residents' proposals wait for them."""

from __future__ import annotations

from bot.actions.propose import WAIT, WEIGHING
from bot.core.screen import Screen
from handlers.letter import Letter, Occasion
from handlers.visit import button, para, sheet

_MOST = 100


def compose(occasion: Occasion) -> tuple[Screen, ...]:
    """How many; nothing where all were decided meanwhile, or the person has no such role any more."""
    waiting = len(occasion.tx.proposals.in_state(("new",), _MOST))
    weighs = any(held.role in WEIGHING and not held.pending for held in occasion.person.roles)
    if not waiting or not weighs:
        return ()
    rows = ((button("proposals_wait.button", "proposals"),),)
    return (sheet(para("proposals_wait.title", "title", n=waiting), para("proposals_wait.how"), rows=rows),)


LETTER = Letter(WAIT, compose)
"""Class duty."""
