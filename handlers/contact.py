"""/contact: names a person."""

from __future__ import annotations

import json

from bot.ports import Reply
from handlers.door import Door
from handlers.visit import Visit, para, sheet


def hear(visit: Visit) -> Reply:
    """The contacts of what is open, and what to do in danger."""
    people = []
    for activity in visit.tx.activities.all(("open", "closed")):
        contact = json.loads(activity.settings).get("contact")
        if contact and contact not in people:
            people.append(contact)
    named = [para("contact.person", name=who["name"], reach=who["reach"]) for who in people] or [para("contact.nobody")]
    return visit.reply(sheet(para("contact.title", "title"), *named, para("contact.danger", "warning")))


DOOR = Door("contact", "read", hear, command="resident")
