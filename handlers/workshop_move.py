"""Move an open workshop: day and time, how long, where; then everybody concerned is told, with a new calendar file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.actions import move_workshop, plan_workshop, tell_booked
from bot.actions.appoint import appoint
from bot.core import reading
from bot.core.errors import Rule
from bot.core.screen import Button, Go, Plain
from bot.core.workshops import Workshop
from bot.ports import Activity, ActivityId, Reply, millis
from handlers import draft, when
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet
from handlers.workshop_page import CHANGE, MOVE, page, shown

_LENGTHS = (60, 90, 120, 150, 180, 240)
Rows = tuple[tuple[Button, ...], ...]


def hear(visit: Visit) -> Reply:
    """With "ID.m.…" chooses day and time, "ID.u.MINUTES" how long, "ID.p" (and words typed after it) where, "ID.f.y"
    whether without steps, "ID.go" does it."""
    head, _, typed = visit.argument.partition(" ")
    number, _, rest = head.partition(".")
    step, _, said = rest.partition(".")
    found = plan_workshop.find(visit.tx, ActivityId(int(number)) if number.isdecimal() else ActivityId(0))
    if found.state != "open":
        raise Rule("activity.not_open")
    settings, to = json.loads(found.settings), draft.get(visit, MOVE)
    if step == "m":
        return _when(visit, found, said)
    if to.get("id") != found.id:
        return shown(visit, found)
    rows: Rows
    if step == "u" and said.isdecimal() and int(said) in _LENGTHS:
        ends = datetime.fromisoformat(to["starts"]) + timedelta(minutes=int(said))
        draft.put(visit, MOVE, to | {"ends": ends.isoformat(timespec="minutes"), "place": settings["place"]})
        rows = ((button("plan.button.same_place", MOVE, f"{found.id}.p"),), _leave(found))
        reply = visit.reply(sheet(para("plan.move_where", "title"), rows=rows, replaces=visit.pressed))
        return draft.wait(visit, MOVE, f"{found.id}.p", reply)
    if "ends" not in to:
        return shown(visit, found)
    if step == "p":
        if words := reading.clean(typed):
            to |= {"place": {**settings["place"], "name": {visit.person.language: words}, "address": ""}}
            draft.put(visit, MOVE, to)
            yes, no = button("button.yes", MOVE, f"{found.id}.f.y"), button("button.no", MOVE, f"{found.id}.f.n")
            rows = ((yes, no), _leave(found))
            return visit.reply(sheet(para("plan.ask.step_free", "title"), rows=rows))
        return _sure(visit, found, settings, to)
    if step == "f":
        to |= {"place": {**to["place"], "step_free": said == "y"}}
        draft.put(visit, MOVE, to)
        return _sure(visit, found, settings, to)
    if step != "go":
        return shown(visit, found)
    draft.put(visit, MOVE, {})
    moved = _move(visit, found, to)
    return shown(visit, moved, para("plan.moved"))


def _when(visit: Visit, found: Activity, said: str) -> Reply:
    chosen = when.picked(said)
    if chosen is None:
        asks = para("plan.move_when", "title")
        return when.ask(visit, MOVE, f"{found.id}.m.", said, asks, leave=_leave(found))
    draft.put(visit, MOVE, {"id": found.id, "starts": chosen.isoformat(timespec="minutes")})
    each = [Button(Plain(f"{chosen + timedelta(minutes=m):%H:%M}"), Go(MOVE, f"{found.id}.u.{m}")) for m in _LENGTHS]
    rows: Rows = (tuple(each[:3]), tuple(each[3:]), _leave(found))
    return visit.reply(sheet(para("plan.move_ends", "title"), rows=rows, replaces=visit.pressed))


def _leave(found: Activity) -> tuple[Button, ...]:
    """Nothing is moved: back to its page."""
    return (button("button.cancel", CHANGE, str(found.id)),)


def _sure(visit: Visit, found: Activity, settings: Mapping[str, Any], to: Mapping[str, Any]) -> Reply:
    visit.tx.people.change(visit.person.id, doing="")
    wanted = Activity(found.id, found.name, "workshop", "", "", "open", json.dumps({**settings, **_new(to)}))
    yes = button("plan.button.move_yes", MOVE, f"{found.id}.go")
    rows: Rows = ((yes,), _leave(found))
    return visit.reply(sheet(para("plan.move_ask", "warning"), *page(visit, wanted), rows=rows))


def _new(to: Mapping[str, Any]) -> dict[str, Any]:
    return {key: to[key] for key in ("starts", "ends", "place")}


def _move(visit: Visit, found: Activity, to: Mapping[str, Any]) -> Activity:
    def told(moved: Activity, before: Workshop, after: Workshop, content: Mapping[str, Any]) -> None:
        urgent = tell_booked.is_urgent(
            visit.now, visit.office.number("workshops.urgent_hours"), before.begins, after.begins
        )
        notice = tell_booked.make(
            visit.tx, "moved", moved, after.sequence, content, visit.person.id, visit.now,
            urgent=urgent, not_after=millis(after.begins),
        )  # fmt: skip
        tell_booked.tell(visit.tx, notice, moved, 0, visit.now)

    where = move_workshop.Move(datetime.fromisoformat(to["starts"]), datetime.fromisoformat(to["ends"]), to["place"])
    return move_workshop.move(visit.tx, visit.person, found.id, where, appoint, told, visit.now)


DOOR = Door(MOVE, "activity.change", hear)
