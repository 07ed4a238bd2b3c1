"""To whoever asked to hear of a theme: a notice."""

from __future__ import annotations

import json

from bot.actions.notify import KIND
from bot.core.screen import Screen
from bot.ports import ActivityId
from handlers.letter import Letter, Occasion
from handlers.notice import rows, written
from handlers.visit import button, para, sheet


def compose(occasion: Occasion) -> tuple[Screen, ...]:
    """As it stands; nothing where the person wants to hear of this theme no longer."""
    found = occasion.tx.activities.get(ActivityId(occasion.notice.object))
    if found is None:
        return ()
    settings = json.loads(found.settings)
    asked = {theme for theme, _ in occasion.tx.preferences.interests(occasion.person.id)}
    if settings.get("theme") not in asked:
        return ()
    shown = (*written(occasion.office, settings, occasion.person.language), para("notice.because", "small"))
    choose = (button("notice.button.choose", "notices"),)
    return (sheet(*shown, rows=(*rows(occasion.tx, found), choose)),)


LETTER = Letter(KIND, compose)
"""Class service: the person asked for it."""
