"""A workshop has moved: what it was, what it is now, and a calendar file that takes the place of the old one."""

from __future__ import annotations

from datetime import datetime

from bot.core.screen import Plain, Screen
from bot.ports import ActivityId
from handlers.calendar import file_of
from handlers.letter import Letter, Occasion
from handlers.visit import button, in_language, para
from handlers.workshop_screen import ASKING, about


def compose(occasion: Occasion) -> tuple[Screen, ...]:
    """Nothing where it moved again since, or the person has given the place back."""
    activity = occasion.tx.activities.get(ActivityId(occasion.notice.object))
    if activity is None or activity.state != "open":
        return ()
    office, language = occasion.office, occasion.person.language
    shown = about(office, language, activity)
    booking = occasion.tx.bookings.of(activity.id, occasion.person.id)
    if shown.workshop.sequence != occasion.content["sequence"] or booking is None or booking.state not in ASKING:
        return ()
    old = occasion.content["before"]
    starts, place = office.voice.moment(datetime.fromisoformat(old["starts"]), language), old["place"]
    where = ", ".join(piece for piece in (in_language(place["name"], language), place.get("address", "")) if piece)
    blocks = (
        para("moved.title", "title", title=shown.title),
        para("moved.before", start=Plain(starts), place=Plain(where)),
        para("moved.now"),
        *shown.facts(short=True),
        para("moved.keeps" if booking.state == "confirmed" else "moved.asking"),
    )
    number = str(activity.id)
    give_up = "booking.button.cancel" if booking.state == "confirmed" else "booking.button.withdraw"
    rows = ((button(give_up, "unbook", number),),)
    files = (file_of(office, activity, language),) if booking.state == "confirmed" else ()
    return (Screen("below", blocks, rows, files),)


LETTER = Letter("moved", compose)
