"""The places were drawn, and this person waits for one that becomes free."""

from __future__ import annotations

from bot.actions import activity as activities
from bot.core.mark import mark
from bot.core.screen import Screen
from bot.ports import ActivityId
from handlers.letter import Letter, Occasion
from handlers.visit import button, para, sheet
from handlers.workshop_screen import about


def compose(occasion: Occasion) -> tuple[Screen, ...]:
    """While the person still waits; who has been offered a place meanwhile is told that instead."""
    activity = activities.find(occasion.tx, ActivityId(occasion.notice.object))
    shown = about(occasion.office, occasion.person.language, activity)
    mine = occasion.tx.bookings.of(activity.id, occasion.person.id)
    if mine is None or mine.state != "waiting" or occasion.now >= shown.workshop.begins:
        return ()
    checks = (button("workshop.button.draw", "draw", str(activity.id)),)
    rows = (checks, *shown.steps(mine, mark(str(occasion.person.id))))
    return (sheet(para("letter.not_drawn", "title", title=shown.title), para("letter.not_drawn_turn"), rows=rows),)


LETTER = Letter("not_drawn", compose)
