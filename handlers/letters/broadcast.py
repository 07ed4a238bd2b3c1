"""A champion's message to one of those it is for."""

from __future__ import annotations

from bot.actions.activity import taking
from bot.core.broadcasts import held_by, remarks
from bot.core.screen import Screen
from handlers.broadcast_screen import message
from handlers.champion import rules
from handlers.letter import Letter, Occasion


def compose(occasion: Occasion) -> tuple[Screen, ...]:
    """The message in the reader's language; nothing where it was stopped, its activity takes part no more, or a
    pre-election period has begun."""
    found = occasion.tx.broadcasts.get(occasion.notice.object)
    activity = occasion.tx.activities.get(found.activity) if found else None
    if found is None or activity is None or found.state != "sending" or not taking(activity, occasion.now):
        return ()
    if held_by(rules(occasion.office), occasion.office.local(occasion.now), remarks(found.reason)):
        return ()
    return (message(occasion.office, found, activity, occasion.person.language),)


LETTER = Letter("broadcast", compose)
