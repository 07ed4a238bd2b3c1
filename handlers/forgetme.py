"""/forgetme: two taps, and everything is gone from live data."""

from __future__ import annotations

from bot.ports import Reply, millis
from handlers import booking
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet, toast


def hear(visit: Visit) -> Reply:
    """Ask; on "yes" erase; on "no" keep. Only the person who was asked can say yes."""
    officers = visit.tx.people.holders("officer")
    verdict, _, whose = visit.argument.partition(".")
    if verdict != "no" and [officer.id for officer in officers] == [visit.person.id]:
        return visit.tell("forget.last_officer")
    if verdict == "yes":
        if whose != visit.own:
            return visit.present(toast("stale"))
        visit.tx.audit.add(visit.person.id, "person.forgotten", "", millis(visit.now))
        left = booking.left_behind(visit)
        visit.tx.people.forget(visit.person.id, millis(visit.now))
        booking.offered_on(visit, left)
        return visit.reply(sheet(para("forget.done"), replaces=visit.pressed))
    if verdict == "no":
        return visit.present(sheet(para("forget.kept"), replaces=visit.pressed))
    rows = ((button("forget.yes", "forgetme", f"yes.{visit.own}"),), (button("forget.no", "forgetme", "no"),))
    return visit.reply(sheet(para("forget.ask", "title"), para("forget.what"), rows=rows))


DOOR = Door("forgetme", "own_data", hear, command="resident")
