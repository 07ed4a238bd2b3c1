"""Start was pressed: the age once, the consent recorded, then the first question."""

from __future__ import annotations

import json

from bot.actions import about_you
from bot.actions import activity as activities
from bot.actions.answer import answer
from bot.actions.take_part import agreed, consent, take_part
from bot.core.errors import Rule
from bot.core.inputs import Open
from bot.core.screen import Screen
from bot.ports import ActivityId, Reply
from handlers import booking
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet, toast


def hear(visit: Visit) -> Reply:
    """The argument is the activity's id, followed by "y" or "n" once the age was asked."""
    number, _, aged = visit.argument.partition(".")
    activity = activities.find(visit.tx, ActivityId(int(number)) if number.isdigit() else ActivityId(0))
    aged, _, whose = aged.partition(".")
    if aged and whose != visit.own:
        return visit.present(toast("stale"))
    if not activities.taking(activity, visit.now):
        raise Rule("closed.answer" if activity.opened else "activity.not_open")
    if not agreed(visit.tx, visit.person):
        age = visit.office.number("people.minimum_age")
        if aged == "n":
            return visit.reply(
                sheet(para("age.refused", age=age), rows=((button("button.contact", "contact"),),), replaces=True)
            )
        if aged != "y":
            rows = (
                (button("age.yes", "join", f"{number}.y.{visit.own}", age=age),),
                (button("age.no", "join", f"{number}.n.{visit.own}", age=age),),
            )
            why = (para("age.why", "hint", age=age), para("consent.ask"))
            return visit.reply(sheet(para("age.ask", "title", age=age), *why, rows=rows))
        consent(visit.tx, visit.person, "take_part", visit.now, given=True)
    if activity.kind == "workshop":
        return booking.begin(visit, activity, *_noted(aged))
    known = about_you.known(visit.tx, visit.person, json.loads(activity.settings))
    row = take_part(visit.tx, visit.office.shelf, visit.person, activity, visit.now, visit.office.dice(53), known=known)
    visit.tx.people.change(visit.person.id, language_confirmed=True)
    shown = answer(visit.tx, visit.office.shelf, visit.person, row, Open(), visit.now)
    return visit.of(shown, *_noted(aged))


def _noted(aged: str) -> tuple[Screen, ...]:
    """That the consent was noted, where it was asked for just now."""
    return (sheet(para("consent.noted", "small"), replaces=True),) if aged == "y" else ()


DOOR = Door("join", "take_part", hear)
