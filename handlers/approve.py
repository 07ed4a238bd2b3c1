"""/approve: champions' messages that wait for a yes or a reasoned no, for officers and, later, a second champion."""

from __future__ import annotations

from bot.actions import approve as approval
from bot.actions import send as sending
from bot.actions.activity import find
from bot.actions.authorise import holds
from bot.core.broadcasts import held_by, remarks
from bot.core.errors import Rule
from bot.core.reading import clean
from bot.core.screen import Button, Go, Plain, Screen
from bot.ports import Broadcast, Reply
from handlers.broadcast_screen import asked, verdicts
from handlers.broadcasts import page as progress
from handlers.champion import rules, title, wall
from handlers.choice import choose
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet
from handlers.waiting import done, wait

_REASON_MAX = 500


def hear(visit: Visit) -> Reply:
    """Without argument what waits; "ID" one of them; "ID.y" yes; "ID.n" on which ground not; "ID.n.GROUND" waits for
    the reason, and with words behind it refuses."""
    step, _, said = visit.argument.partition(" ")
    head, _, rest = step.partition(".")
    if not head.isdecimal():
        return visit.reply(_list(visit))
    found = visit.tx.broadcasts.get(int(head))
    if found is None:
        raise Rule("not_yours")
    by, now = rules(visit.office), wall(visit)
    part = approval.deciding_as(visit.tx, visit.person, found, by, now)
    verdict, _, ground = rest.partition(".")
    if verdict == "y":
        approval.approve(visit.tx, visit.person, found, by, now, lambda b: _begin(visit, b))
        return _decided(visit, found.id, "approve.done")
    if verdict != "n":
        return visit.reply(_page(visit, found))
    if part != "officer":
        raise Rule("not_yours")
    if approval.over(found, by, now):
        raise Rule("broadcast.late")
    chosen = by.grounds[int(ground)] if ground.isdecimal() and int(ground) < len(by.grounds) else ""
    if not chosen:
        return visit.reply(_grounds(visit, found))
    if not said:
        wait(visit, "approve", f"{head}.n.{ground}")
        asks = (para("approve.reason", "title"), para(f"ground.{chosen}"), para("approve.reason_how", "hint"))
        return visit.reply(sheet(*asks, rows=((button("button.cancel", "approve", head),),)))
    approval.refuse(visit.tx, visit.person, found, chosen, clean(said)[:_REASON_MAX], by, now)
    return _decided(visit, found.id, "approve.refused")


def override(visit: Visit) -> Reply:
    """With "ID" waits for the reason to let it through a pre-election period; with words behind it, lets it through."""
    head, _, said = visit.argument.partition(" ")
    found = visit.tx.broadcasts.get(int(head) if head.isdecimal() else 0)
    if found is None or found.state not in sending.ON_ITS_WAY:
        raise Rule("not_yours")
    if not said:
        wait(visit, "override", head)
        asks = (para("elections.why", "title"), para("elections.why_how", "hint"))
        return visit.reply(sheet(*asks, rows=((button("button.cancel", "approve", head),),)))
    by, now = rules(visit.office), wall(visit)
    sending.override(visit.tx, visit.person, found, clean(said)[:_REASON_MAX], now)
    if found.state == "waiting":
        again = visit.tx.broadcasts.get(found.id) or found
        approval.approve(visit.tx, visit.person, again, by, now, lambda b: _begin(visit, b))
    return _decided(visit, found.id, "elections.let_through")


def _begin(visit: Visit, found: Broadcast) -> None:
    sending.start(visit.tx, visit.person.id, found, find(visit.tx, found.activity), rules(visit.office), wall(visit))


def _decided(visit: Visit, number: int, code: str) -> Reply:
    done(visit)
    found = visit.tx.broadcasts.get(number)
    after = [progress(visit, found)] if found is not None and holds(visit.person, "officer") else []
    return visit.reply(sheet(para(code)), *after)


def _page(visit: Visit, found: Broadcast) -> Screen:
    by, now = rules(visit.office), wall(visit)
    buttons = verdicts(
        found,
        officer=holds(visit.person, "officer"),
        held=held_by(by, now, remarks(found.reason)) is not None,
        late=approval.over(found, by, now),
    )
    return sheet(*asked(visit.tx, visit.office, found, visit.person.language, visit.now), rows=buttons)


def _grounds(visit: Visit, found: Broadcast) -> Screen:
    grounds = rules(visit.office).grounds
    rows = tuple(
        (button(f"ground.short.{ground}", "approve", f"{found.id}.n.{index}"),) for index, ground in enumerate(grounds)
    )
    lines = tuple(para(f"ground.{ground}") for ground in grounds)
    back = (button("button.cancel", "approve", str(found.id)),)
    return sheet(para("approve.which_ground", "title"), *lines, rows=(*rows, back), replaces=visit.pressed)


def _list(visit: Visit) -> Screen:
    options: list[Button] = []
    for found in sorted(visit.tx.broadcasts.in_state(("waiting",)), key=lambda b: b.asked):
        try:
            approval.deciding_as(visit.tx, visit.person, found, rules(visit.office), wall(visit))
        except Rule:
            continue
        since = visit.office.date(found.asked, visit.person.language)
        about = title(visit.tx.activities.get(found.activity), visit.person.language).text
        options.append(Button(Plain(f"{about} ({since})"), Go("approve", str(found.id))))
    lines, rows = choose(visit.office, visit.person.language, options)
    return sheet(para("approve.list" if rows else "approve.none"), *lines, rows=rows)


DOOR = Door("approve", "broadcast.decide", hear, command="champion")
OVERRIDE = Door("override", "broadcast.override", override)
