"""The places were drawn, and this person has one."""

from __future__ import annotations

from bot.actions import activity as activities
from bot.core.mark import mark
from bot.core.screen import Screen
from bot.ports import ActivityId
from handlers.letter import Letter, Occasion
from handlers.visit import para, sheet
from handlers.workshop_screen import HOLDING, about


def compose(occasion: Occasion) -> tuple[Screen, ...]:
    """While the person has it and the workshop is still to come."""
    activity = activities.find(occasion.tx, ActivityId(occasion.notice.object))
    shown = about(occasion.office, occasion.person.language, activity)
    mine = occasion.tx.bookings.of(activity.id, occasion.person.id)
    if mine is None or mine.state not in HOLDING or occasion.now >= shown.workshop.begins:
        return ()
    first = para("letter.drawn", "title", title=shown.title)
    rows = shown.steps(mine, mark(str(occasion.person.id)))
    return (sheet(first, *shown.facts(short=True), *shown.mine(mine, reference=False), rows=rows),)


LETTER = Letter("drawn", compose)
