"""Start was pressed: the age once, the consent recorded, then the first question."""

from __future__ import annotations

from bot.actions import activity as activities
from bot.actions.answer import answer
from bot.actions.take_part import consent, take_part
from bot.core.inputs import Open
from bot.ports import ActivityId, Reply
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet


def hear(visit: Visit) -> Reply:
    """The argument is the activity's id, followed by "y" or "n" once the age was asked."""
    number, _, aged = visit.argument.partition(".")
    activity = activities.find(visit.tx, ActivityId(int(number)) if number.isdigit() else ActivityId(0))
    agreed = visit.tx.consents.latest(visit.person.id, "take_part")
    if agreed is None or not agreed.given:
        age = visit.office.number("people.minimum_age")
        if aged == "n":
            return visit.reply(sheet(para("age.refused", age=age), rows=((button("button.contact", "contact"),),), replaces=True))
        if aged != "y":
            rows = ((button("age.yes", "join", f"{number}.y", age=age),), (button("age.no", "join", f"{number}.n", age=age),))
            return visit.reply(sheet(para("age.ask", "title", age=age), para("age.why", "hint", age=age), rows=rows))
        consent(visit.tx, visit.person, "take_part", visit.now, given=True)
    known = tuple(visit.tx.people.profile(visit.person.id).items())
    row = take_part(visit.tx, visit.office.shelf, visit.person, activity, visit.now, visit.office.dice(53), known=known)
    visit.tx.people.change(visit.person.id, language_confirmed=True)
    before = (sheet(para("consent.noted", "small"), replaces=True),) if aged == "y" else ()
    return visit.of(answer(visit.tx, visit.office.shelf, visit.person, row, Open(), visit.now), *before)


DOOR = Door("join", "take_part", hear)
