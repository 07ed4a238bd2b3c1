"""When an activity opens and closes by itself: a day and a time by buttons, on the borough's wall."""

from __future__ import annotations

from datetime import datetime

from bot.actions import activity as activities
from bot.core import wall
from bot.ports import Activity, ActivityId, Reply
from handlers import when
from handlers.activity_page import page, steps
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet


def hear(visit: Visit) -> Reply:
    """With "ID.o.…" chooses when it opens, "ID.c.…" when it closes, "ID.n": it shall not open by itself."""
    number, _, rest = visit.argument.partition(".")
    what, _, said = rest.partition(".")
    found = activities.find(visit.tx, ActivityId(int(number)) if number.isdecimal() else ActivityId(0))
    if what == "n":
        activities.unplan(visit.tx, visit.person, found.id, visit.now)
        return _shown(visit, found)
    chosen = when.picked(said)
    if chosen is None:
        asks = "activity.open_when" if what == "o" else "activity.close_when"
        leave = (button("button.cancel", "activities", str(found.id)),)
        return when.ask(visit, "times", f"{found.id}.{what}.", said, para(asks, "title"), leave=leave)
    _keep(visit, found, what, chosen)
    return _shown(visit, activities.find(visit.tx, found.id))


def _keep(visit: Visit, found: Activity, what: str, chosen: datetime) -> None:
    zone = visit.office.zone
    at, said = wall.instant(chosen, zone), f"{chosen:%Y-%m-%dT%H:%M}"
    change = activities.plan if what == "o" else activities.close_at
    change(visit.tx, visit.person, found.id, at, said, zone, visit.now)


def _shown(visit: Visit, found: Activity) -> Reply:
    screen = sheet(*page(visit, found), rows=steps(visit, found), replaces=visit.pressed)
    return visit.reply(screen)


DOOR = Door("times", "activity.change", hear)
