"""How was it? An hour after a workshop, to those who came."""

from __future__ import annotations

import json

from bot.actions import activity as activities
from bot.core import workshops
from bot.core.screen import Plain, Screen
from bot.ports import ActivityId
from handlers.letter import Letter, Occasion
from handlers.visit import button, in_language, para, sheet


def compose(occasion: Occasion) -> tuple[Screen, ...]:
    """Nothing where it can no longer be answered, was answered already, or the person was not there."""
    workshop = occasion.tx.activities.get(ActivityId(occasion.notice.object))
    survey = occasion.tx.activities.get(ActivityId(int(occasion.content["survey"])))
    if workshop is None or survey is None or not activities.taking(survey, occasion.now):
        return ()
    booking = occasion.tx.bookings.of(workshop.id, occasion.person.id)
    if booking is None or booking.state not in ("confirmed", "attended"):
        return ()
    row = occasion.tx.sessions.of(occasion.person.id, survey.id, "answer")
    if row is not None and row.status == "finished":
        return ()
    language = occasion.person.language
    title = Plain(in_language(workshops.read(json.loads(workshop.settings)).title, language))
    until = Plain(occasion.office.date(survey.closes, language))
    blocks = (
        para("feedback.title", "title", title=title),
        para("feedback.ask"),
        para("feedback.until", "small", date=until),
    )
    return (sheet(*blocks, rows=((button("feedback.button", "start", str(survey.id)),),)),)


LETTER = Letter("feedback", compose)
