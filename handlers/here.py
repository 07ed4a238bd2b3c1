"""I am here: a resident checks in alone, with the code of the day that is shown on site."""

from __future__ import annotations

from datetime import timedelta

from bot.actions import check_in as checks
from bot.core.errors import Rule
from bot.ports import ActivityId, Reply
from handlers import draft
from handlers.door import Door
from handlers.visit import Visit, para, sheet
from handlers.workshop_page import title


def hear(visit: Visit) -> Reply:
    """With "ID" asks for the code, with "ID CODE" (typed) checks in."""
    number, _, typed = visit.argument.partition(" ")
    found = visit.tx.activities.get(ActivityId(int(number))) if number.isdecimal() else None
    if found is None or found.kind != "workshop":
        raise Rule("workshop.gone")
    if not typed:
        return draft.wait(visit, "here", number, visit.reply(sheet(para("here.ask"))))
    before = timedelta(minutes=visit.office.number("workshops.check_in_minutes"))
    try:
        new = checks.here(visit.tx, visit.person, found, typed, before, visit.now)
    except Rule as rule:
        if rule.code != "here.wrong":
            raise
        return draft.wait(visit, "here", number, visit.tell(rule.code))
    return visit.reply(sheet(para("here.done" if new else "here.already", title=title(visit, found))))


DOOR = Door("here", "take_part", hear)
