"""Pull the export: once, after closing; the same release every time it is asked for."""

from __future__ import annotations

from dataclasses import replace

from bot.actions import activity as activities
from bot.actions.release import asked
from bot.core.errors import Rule
from bot.ports import ActivityId, Errand, Reply
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet

_FORMATS = ("csv", "json")


def hear(visit: Visit) -> Reply:
    """For "ID" ask for the form, for "ID.format" write it (an errand: it may take a while)."""
    number, _, wanted = visit.argument.partition(".")
    found = activities.find(visit.tx, ActivityId(int(number)) if number.isdecimal() else ActivityId(0))
    if found.state != "closed":
        raise Rule("export.not_yet")
    if wanted not in _FORMATS:
        rows = tuple((button(f"export.{kind}", "export", f"{found.id}.{kind}"),) for kind in _FORMATS)
        return visit.reply(sheet(para("export.format", "title"), rows=rows))
    asked(visit.tx, found, wanted, visit.person.id, visit.now)
    errand = Errand("export", visit.person.id, {"activity": found.id, "format": wanted})
    return replace(visit.reply(sheet(para("export.making"), replaces=visit.pressed)), errands=(errand,))


DOOR = Door("export", "export", hear)
