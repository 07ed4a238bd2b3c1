"""/forgetme: two taps, and everything is gone from live data."""

from __future__ import annotations

from bot.ports import Reply, millis
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet


def hear(visit: Visit) -> Reply:
    """Ask; on "yes" erase; on "no" keep."""
    if visit.argument == "yes":
        officers = visit.tx.people.holders("officer")
        if [officer.id for officer in officers] == [visit.person.id]:
            return visit.tell("forget.last_officer")
        visit.tx.audit.add(visit.person.id, "person.forgotten", "", millis(visit.now))
        visit.tx.people.forget(visit.person.id, millis(visit.now))
        return visit.reply(sheet(para("forget.done"), replaces=visit.pressed))
    if visit.argument == "no":
        return visit.present(sheet(para("forget.kept"), replaces=visit.pressed))
    rows = ((button("forget.yes", "forgetme", "yes"),), (button("forget.no", "forgetme", "no"),))
    return visit.reply(sheet(para("forget.ask", "title"), para("forget.what"), rows=rows))


DOOR = Door("forgetme", "own_data", hear, command="resident")
