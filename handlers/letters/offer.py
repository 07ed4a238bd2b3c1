"""A place has become free, and this person is the next of the waiting list."""

from __future__ import annotations

from bot.actions import activity as activities
from bot.core.mark import mark
from bot.core.screen import Plain, Screen
from bot.ports import ActivityId
from handlers.letter import Letter, Occasion
from handlers.visit import button, para, sheet
from handlers.workshop_screen import about


def compose(occasion: Occasion) -> tuple[Screen, ...]:
    """While it stands: by when to say yes or no."""
    activity = activities.find(occasion.tx, ActivityId(occasion.notice.object))
    shown = about(occasion.office, occasion.person.language, activity)
    mine = occasion.tx.bookings.of(activity.id, occasion.person.id)
    if mine is None or mine.state != "offered" or occasion.now.timestamp() * 1000 >= mine.until:
        return ()
    until = Plain(occasion.office.moment(mine.until, occasion.person.language))
    own, number = mark(str(occasion.person.id)), str(activity.id)
    yes, no = button("offer.yes", "offer", f"{number}.y.{own}"), button("offer.no", "offer", f"{number}.n.{own}")
    first = para("offer.title", "title", title=shown.title)
    return (sheet(first, *shown.facts(short=True), para("offer.until", date=until), rows=((yes,), (no,))),)


LETTER = Letter("offer", compose)
