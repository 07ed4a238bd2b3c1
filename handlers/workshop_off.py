"""Call a workshop off, with a reason in words: everybody concerned is told once, and their places are given up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.actions import cancel_booking, cancel_workshop, plan_workshop, tell_booked
from bot.actions.appoint import drop
from bot.core import reading
from bot.core.errors import Rule
from bot.core.screen import Button, Plain
from bot.core.workshops import Workshop
from bot.ports import Activity, ActivityId, Reply, millis
from handlers import draft
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet
from handlers.workshop_page import CALL_OFF, CHANGE, shown, title

_REASON_MAX = 400
Rows = tuple[tuple[Button, ...], ...]


def hear(visit: Visit) -> Reply:
    """With "ID" asks why, with "ID words" asks back, with "ID.y" does it."""
    head, _, typed = visit.argument.partition(" ")
    number, _, said = head.partition(".")
    found = plan_workshop.find(visit.tx, ActivityId(int(number)) if number.isdecimal() else ActivityId(0))
    if said == "y":
        reason = draft.get(visit, CALL_OFF)
        if reason.get("id") != found.id:
            return shown(visit, found)
        draft.put(visit, CALL_OFF, {})
        return shown(visit, _call_off(visit, found, str(reason["reason"])), para("plan.off_done"))
    if found.state != "open":
        raise Rule("activity.not_open")
    words = reading.clean(typed)[:_REASON_MAX]
    if not any(letter.isalpha() for letter in words):
        back: Rows = ((button("button.cancel", CHANGE, str(found.id)),),)
        return draft.wait(visit, CALL_OFF, f"{found.id}", visit.reply(sheet(para("plan.off_why", "title"), rows=back)))
    draft.put(visit, CALL_OFF, {"id": found.id, "reason": words})
    yes = button("plan.button.call_off_yes", CALL_OFF, f"{found.id}.y")
    rows: Rows = ((yes,), (button("button.cancel", CHANGE, str(found.id)),))
    asks = para("plan.off_ask", "warning", title=title(visit, found))
    return visit.reply(sheet(asks, para("called_off.reason", reason=Plain(words)), rows=rows))


def _call_off(visit: Visit, found: Activity, reason: str) -> Activity:
    def told(off: Activity, workshop: Workshop, content: Mapping[str, Any]) -> None:
        urgent = tell_booked.is_urgent(visit.now, visit.office.number("workshops.urgent_hours"), workshop.begins)
        notice = tell_booked.make(
            visit.tx, "workshop_cancelled", off, workshop.sequence, content, visit.person.id, visit.now,
            urgent=urgent, not_after=millis(workshop.over),
        )  # fmt: skip
        tell_booked.tell_off(visit.tx, notice, off, 0, cancel_booking.cancel_all, visit.now)

    return cancel_workshop.call_off(visit.tx, visit.person, found.id, reason, drop, told, visit.now)


DOOR = Door(CALL_OFF, "activity.change", hear)
