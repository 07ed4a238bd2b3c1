"""/help: what one can do here, by role."""

from __future__ import annotations

from bot.ports import Reply
from handlers.door import Door
from handlers.visit import Visit, para, sheet

_EVERYBODY = ("start", "language", "privacy", "mydata", "forgetme", "stop", "results", "contact", "phone", "reader")
_ROLES = {"officer": ("activities", "sending", "invite", "people", "link"), "champion": ("link",)}


def hear(visit: Visit) -> Reply:
    """The commands as a list, those of one's roles below."""
    more = dict.fromkeys(name for held in visit.person.roles if not held.pending for name in _ROLES.get(held.role, ()))
    lines = [para(f"help.{name}") for name in (*_EVERYBODY, *more)]
    return visit.reply(sheet(para("help.title", "title"), *lines, para("help.typed", "hint")))


DOOR = Door("help", "read", hear, command="resident")
