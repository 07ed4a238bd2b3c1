"""A workshop for one's own calendar: the file, by a button wherever a workshop is shown."""

from __future__ import annotations

import json

from bot.core import workshops
from bot.core.appointment import appointment
from bot.core.errors import Rule
from bot.core.screen import Attachment, Screen
from bot.ports import Activity, ActivityId, Reply
from bot.writers import ics
from handlers.door import Door
from handlers.visit import Office, Visit, para


def hear(visit: Visit) -> Reply:
    """The argument is the workshop's id. Raises Rule("workshop.gone") for one that was never open."""
    number = visit.argument
    found = visit.tx.activities.get(ActivityId(int(number))) if number.isdecimal() else None
    if found is None or found.kind != "workshop" or not found.opened:
        raise Rule("workshop.gone")
    file = file_of(visit.office, found, visit.person.language)
    return visit.reply(Screen("below", (para("calendar.file"), para("calendar.how", "hint")), (), (file,)))


def file_of(office: Office, activity: Activity, language: str) -> Attachment:
    """The file in the reader's language; a later one of the same workshop takes the place of an earlier."""
    settings = json.loads(activity.settings)
    link = office.link(f"a_{activity.name}")
    entry = appointment(
        workshops.read(settings),
        activity.id,
        int(settings.get("changed", 0)),
        language,
        office.bot_name,
        link,
        alarm=True,
    )
    return Attachment("document", "workshop.ics", ics.one(entry))


DOOR = Door("calendar", "read", hear)
