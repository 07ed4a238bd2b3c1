"""An offered place was not taken in time and has gone to the next."""

from __future__ import annotations

from bot.actions import activity as activities
from bot.core.screen import Plain, Screen
from bot.ports import ActivityId
from handlers.letter import Letter, Occasion
from handlers.visit import button, para, sheet
from handlers.workshop_screen import about


def compose(occasion: Occasion) -> tuple[Screen, ...]:
    """While it is so, and asking again makes sense."""
    activity = activities.find(occasion.tx, ActivityId(occasion.notice.object))
    shown = about(occasion.office, occasion.person.language, activity)
    mine = occasion.tx.bookings.of(activity.id, occasion.person.id)
    if mine is None or mine.state != "lapsed" or occasion.now >= shown.workshop.begins:
        return ()
    until = Plain(occasion.office.moment(int(occasion.content["until"]), occasion.person.language))
    rows = ((button("letter.place_lost_button", "workshops", str(activity.id)),),)
    return (sheet(para("letter.place_lost", title=shown.title, date=until), para("letter.ask_again"), rows=rows),)


LETTER = Letter("place_lost", compose)
