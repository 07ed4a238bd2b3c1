"""A workshop was called off: why, and a calendar file that says so."""

from __future__ import annotations

import json

from bot.core import workshops
from bot.core.screen import Plain, Screen
from bot.ports import ActivityId
from handlers.calendar import file_of
from handlers.letter import Letter, Occasion
from handlers.visit import button, in_language, para


def compose(occasion: Occasion) -> tuple[Screen, ...]:
    """Nothing where it was not called off."""
    activity = occasion.tx.activities.get(ActivityId(occasion.notice.object))
    if activity is None:
        return ()
    office, language = occasion.office, occasion.person.language
    settings = json.loads(activity.settings)
    workshop = workshops.read(settings)
    if not workshop.cancelled:
        return ()
    start = office.voice.moment(workshop.starts, language)
    reason = in_language(settings.get("reason", {}), language)
    title = Plain(in_language(workshop.title, language))
    blocks = (
        para("called_off.title", "title", title=title),
        para("called_off.was", start=Plain(start)),
        *((para("called_off.reason", reason=Plain(reason)),) if reason else ()),
        para("called_off.sorry"),
    )
    rows = ((button("workshop.button.all", "workshops"),),)
    return (Screen("below", blocks, rows, (file_of(office, activity, language),)),)


LETTER = Letter("workshop_cancelled", compose)
