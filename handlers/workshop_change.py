"""/workshop: what officers do with workshops: plan, look, open, and change the number of places."""

from __future__ import annotations

import json

from bot.actions import activity as activities
from bot.actions import places, plan_workshop
from bot.actions.appoint import appoint
from bot.core import reading, workshops
from bot.core.booking import CODE_LETTERS
from bot.core.errors import Rule
from bot.core.screen import Button, Go, Plain, Say
from bot.ports import Activity, ActivityId, Reply
from handlers import draft, workshop_new
from handlers.booking import secret, terms
from handlers.choice import in_rows
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet
from handlers.workshop_page import CHANGE, shown, title

_POSTER_LETTERS = 6
_LISTED = 40


def listed(visit: Visit) -> Reply:
    """All workshops, plans too, in the order of their days; of very many the latest. "new" begins one."""
    if visit.argument.strip().casefold() == "new":
        return workshop_new.begin(visit)
    found = [one for one in visit.tx.activities.all() if one.kind == "workshop"]
    found.sort(key=lambda one: workshops.read(json.loads(one.settings)).starts, reverse=True)
    found = sorted(found[:_LISTED], key=lambda one: workshops.read(json.loads(one.settings)).starts)
    blocks = [para("plan.list", "title")]
    numbers: list[Button] = []
    for number, one in enumerate(found, 1):
        starts = workshops.read(json.loads(one.settings)).starts
        day = visit.office.voice.short(starts, visit.person.language)
        state = Say(f"activity.state.{one.state}")
        blocks.append(para("plan.line", number=number, title=title(visit, one), day=Plain(day), state=state))
        numbers.append(Button(Plain(str(number)), Go(CHANGE, str(one.id))))
    new = (button("plan.button.new", workshop_new.DOOR_NAME, "new"),)
    return visit.reply(sheet(*blocks, rows=(*in_rows(numbers), new)))


def hear(visit: Visit) -> Reply:
    """With "ID" a page; with "ID.STEP" (and what was typed after it) a step."""
    head, _, typed = visit.argument.partition(" ")
    number, _, rest = head.partition(".")
    step, _, said = rest.partition(".")
    found = plan_workshop.find(visit.tx, ActivityId(int(number)) if number.isdecimal() else ActivityId(0))
    match step:
        case "open":
            return _opening(visit, found, sure=said == "y")
        case "fallback":
            activities.declare_fallback(visit.tx, visit.person, found.id, visit.now)
            return shown(visit, plan_workshop.find(visit.tx, found.id))
        case "seats":
            return _seats(visit, found, typed or said)
        case _:
            return shown(visit, found)


def _opening(visit: Visit, found: Activity, *, sure: bool) -> Reply:
    if not sure:
        yes = button("activity.button.open", CHANGE, f"{found.id}.open.y")
        rows = ((yes, button("button.cancel", CHANGE, str(found.id))),)
        return visit.reply(sheet(para("activity.open_ask", title=title(visit, found)), rows=rows))
    languages = tuple(visit.office.voice.languages)
    opened = plan_workshop.open_(visit.tx, visit.person, found.id, languages, _poster(visit), appoint, visit.now)
    places.set_up(visit.tx, opened, terms(visit.office), secret(visit.office), visit.person.id, visit.now)
    link = visit.office.link(f"a_{opened.name}")
    return shown(visit, opened, para("activity.open_done", title=title(visit, opened), link=Plain(link)))


def _poster(visit: Visit) -> str:
    """The code of the day: of the letters that nobody confuses."""
    return "".join(CODE_LETTERS[visit.office.dice(32) % len(CODE_LETTERS)] for _ in range(_POSTER_LETTERS))


def _seats(visit: Visit, found: Activity, said: str) -> Reply:
    if not said:
        rows = ((button("button.cancel", CHANGE, str(found.id)),),)
        reply = visit.reply(sheet(para("plan.seats_ask", "title"), rows=rows))
        return draft.wait(visit, CHANGE, f"{found.id}.seats", reply)
    changed = plan_workshop.set_seats(
        visit.tx, found.id, reading.whole(said) or 0, visit.office.number("workshops.most_seats")
    )
    if changed.state == "open" and not places.resize(visit.tx, changed, visit.person.id, visit.now):
        raise Rule("workshop.seats_held")
    return shown(visit, changed, para("plan.seats_done"))


LIST = Door("workshop", "activity.see", listed, command="officer")
DOOR = Door(CHANGE, "activity.change", hear)
