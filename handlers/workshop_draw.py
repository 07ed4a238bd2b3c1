"""How a workshop's places are drawn, for everybody to check; and what an officer may do about it, which is little:
type the public value, apply the smallest change of targets, take the files."""

from __future__ import annotations

import json

from bot.actions import activity as activities
from bot.actions import draw_places, places
from bot.actions.authorise import authorise, holds
from bot.core import draw
from bot.core.errors import Rule
from bot.core.lottery import Change
from bot.core.screen import Attachment, Block, Button, Plain, Say, Screen
from bot.ports import Activity, ActivityId, Reply, millis
from handlers.door import Door
from handlers.visit import Office, Visit, button, in_language, para, sheet
from handlers.waiting import wait
from handlers.workshop_screen import About, about

WAIT = "draw_value"


def hear(visit: Visit) -> Reply:
    """The argument is the activity's id; an officer's steps follow it: "ID.value", "ID.relax", "ID.files"."""
    number, _, step = visit.argument.partition(".")
    activity = activities.find(visit.tx, ActivityId(int(number)) if number.isdecimal() else ActivityId(0))
    if step:
        authorise(visit.person, "draw.change")
    match step:
        case "value":
            wait(visit, WAIT, number)
            what = Plain(in_language(places.of(activity).public_value, visit.person.language))
            return visit.reply(sheet(para("draw.value_ask", what=what), para("draw.value_once", "hint")))
        case "relax":
            draw_places.relax(visit.tx, places, visit.person, activity.id, visit.now)
            return visit.reply(sheet(para("draw.relaxed"), replaces=visit.pressed))
        case "files":
            return _files(visit, activity)
        case _:
            return visit.reply(_page(visit, activity))


def value(visit: Visit) -> Reply:
    """The public value was typed; the argument is "ID words"."""
    number, _, said = visit.argument.partition(" ")
    activity = activities.find(visit.tx, ActivityId(int(number)) if number.isdecimal() else ActivityId(0))
    draw_places.value(visit.tx, places, visit.person, activity, said, visit.now)
    return visit.tell("draw.value_noted")


def change_line(office: Office, activity: Activity, change: Change, language: str) -> Block:
    """One change of a target, in words."""
    frame = office.frames.get(str(json.loads(activity.settings).get("frame", "")))
    margin = frame.margin(change.attribute) if frame else None
    lines = (*margin.leaves, *margin.parents) if margin else ()
    labels = next((line.labels for line in lines if line.code == change.code), {})
    group = Plain(in_language(labels, language) or change.code)
    return para(f"draw.change.{change.side}", group=group, now=change.now, to=change.to)


def _page(visit: Visit, activity: Activity) -> Screen:
    shown = about(visit.office, visit.person.language, activity)
    kept = places.record(visit.tx, activity.id)
    if kept is None:
        raise Rule("draw.not_now")
    blocks = [para("draw.title", "title", title=shown.title), para(f"draw.state.{kept.state}")]
    blocks.append(para("draw.commitment", "small", hash=Plain(kept.commitment)))
    if kept.fingerprint:
        least = visit.office.number("disclosure.hide_below")
        if kept.asked < least:
            blocks.append(para("draw.asked_few", least=least, seats=kept.seats))
        else:
            blocks.append(para("draw.asked", count=kept.asked, seats=kept.seats))
        blocks.append(para("draw.fingerprint", "small", hash=Plain(kept.fingerprint)))
    blocks += [change_line(visit.office, activity, c, visit.person.language) for c in kept.changes]
    if kept.relaxed:
        blocks.append(para("draw.was_relaxed", count=len(kept.relaxed)))
    if kept.seed and kept.state == "done":
        blocks.append(para("draw.value" if kept.named else "draw.value_is_list", "small", value=Plain(kept.value)))
        blocks.append(para("draw.secret", "small", secret=Plain(kept.secret)))
        blocks.append(para("draw.seed", "small", seed=Plain(kept.seed)))
        blocks.append(para("draw.replay", "hint"))
    rows = (*_steps(visit, shown, kept), (button("draw.button.back", "workshops", str(activity.id)),))
    return sheet(*blocks, rows=rows)


def _steps(visit: Visit, shown: About, kept: draw.Draw) -> tuple[tuple[Button, ...], ...]:
    if not holds(visit.person, "officer"):
        return ()
    rows: list[tuple[Button, ...]] = []
    number = str(shown.activity.id)
    if shown.workshop.public_value and not kept.value and kept.state in ("closed", "frozen", "stuck", "ready"):
        rows.append((button("draw.button.value", "draw", f"{number}.value"),))
    if kept.state == "stuck":
        rows.append((button("draw.button.relax", "draw", f"{number}.relax"),))
    if kept.state == "done" and kept.pool:
        rows.append((button("draw.button.files", "draw", f"{number}.files"),))
    return tuple(rows)


def _files(visit: Visit, activity: Activity) -> Reply:
    """What `python -m bot draw` needs to replay it; each taking is logged.

    Only aggregates leave: a list in which few people share their codes is drawn again here instead.
    """
    kept = places.record(visit.tx, activity.id)
    if kept is None or kept.state != "done" or not kept.pool:
        raise Rule("draw.not_now")
    if kept.asked < visit.office.number("disclosure.nothing_below"):
        raise Rule("draw.too_few")
    if draw.telling(kept.pool, visit.office.number("disclosure.hide_below")):
        least = visit.office.number("disclosure.hide_below")
        return visit.tell("draw.same_again" if draw.again(kept) else "draw.not_the_same", least=least)
    visit.tx.audit.add(visit.person.id, "draw.files_taken", str(activity.id), millis(visit.now))
    told = Say("draw.files", {"seats": kept.seats, "seed": Plain(kept.seed)})
    files = (
        Attachment("document", "pool.csv", draw.pool_csv(kept.pool).encode()),
        Attachment("document", "targets.csv", draw.targets_csv(kept.targets).encode()),
    )
    return visit.reply(Screen("below", (Block("body", told),)), *(Screen("below", (), (), (file,)) for file in files))


DOOR = Door("draw", "read", hear)
VALUE = Door(WAIT, "draw.change", value)
