"""A form that somebody began is left as it is: what was answered stays, and nobody asks again."""

from __future__ import annotations

from bot.actions import activity as activities
from bot.ports import ActivityId, Reply
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet


def hear(visit: Visit) -> Reply:
    """The argument is the activity's id. Nothing changes: there is no second nudge in any case."""
    found = visit.tx.activities.get(ActivityId(int(visit.argument))) if visit.argument.isdecimal() else None
    if found is None or not activities.taking(found, visit.now):
        return visit.reply(sheet(para("nudge.over"), replaces=visit.pressed))
    rows = ((button("nudge.go_on", "join", str(found.id)),),)
    left = para("nudge.left", moment=visit.moment(found.closes)) if found.closes else para("nudge.left_open")
    return visit.reply(sheet(left, rows=rows, replaces=visit.pressed))


DOOR = Door("leave", "take_part", hear)
"""Only reached from a nudge."""
