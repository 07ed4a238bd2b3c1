"""/invite: a link that gives one person one role, once, for 24 hours; confirmed by an officer."""

from __future__ import annotations

from datetime import timedelta

from bot.actions import invite as invites
from bot.actions import role_told
from bot.actions.authorise import authorise
from bot.actions.champion import stop_messages
from bot.actions.send import cancel
from bot.core.reading import clean
from bot.core.screen import Block, Button, Go, Plain, Say, Screen
from bot.ports import Person, PersonId, Reply, Role, millis
from handlers.champion import place, places
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet, with_menu, words
from handlers.waiting import done, kept, wait

_ROLES: tuple[Role, ...] = ("champion", "officer", "commissioner")
_LABEL_MAX = 60
_AREAS = 8
_MOST_ROWS = 80
"""The messenger takes a hundred buttons; who waits comes first."""


def hear(visit: Visit) -> Reply:
    """Without argument: which role? With "role", or "role and a name to know it by": the link; for champions first
    for which area ("champion.p1" a page of them, "champion.N" one, "champion.all" everywhere)."""
    first, _, said = visit.argument.partition(" ")
    role, _, where = first.partition(".")
    if role not in _ROLES:
        rows = tuple((button(f"role.{each}", "invite", each),) for each in _ROLES)
        return visit.reply(sheet(para("invite.ask", "title"), para("invite.name_it", "hint"), rows=rows))
    label = " ".join(clean(said).split())[:_LABEL_MAX]
    there = [line.code for line in places(visit.office)]
    if role == "champion" and there and where != "all" and not (where.isdecimal() and int(where) < len(there)):
        return visit.reply(_areas(visit, label, where))
    label = label or kept(visit, "invite", "label")
    area = there[int(where)] if where.isdecimal() else ""
    done(visit)
    code, hours = f"{visit.office.dice(160):040x}", visit.office.number("invites.hours")
    invites.invite(visit.tx, visit.person.id, role, code, label, visit.now, hours, area=area)
    until = visit.moment(millis(visit.now + timedelta(hours=hours)))
    blocks = [para("invite.label", "title", label=Say(f"role.{role}"))]
    if label:
        blocks.append(words(label))
    if role == "champion":
        blocks.append(para("people.area", area=place(visit.office, area, visit.person.language)))
    blocks += [para("invite.made", until=until), para("invite.link", link=Plain(visit.office.link(f"i_{code}")))]
    return visit.reply(sheet(*blocks, replaces=visit.pressed))


def _areas(visit: Visit, label: str, where: str) -> Screen:
    """For which area? A name typed meanwhile is kept beside the question."""
    label = label or kept(visit, "invite", "label")
    wait(visit, "invite", "champion", label=label)
    there = places(visit.office)
    at = int(where[1:]) if where[:1] == "p" and where[1:].isdecimal() else 0
    rows: list[tuple[Button, ...]] = [(button("area.everywhere", "invite", "champion.all"),)] if not at else []
    rows += [
        (Button(place(visit.office, line.code, visit.person.language), Go("invite", f"champion.{index}")),)
        for index, line in list(enumerate(there))[at * _AREAS : (at + 1) * _AREAS]
    ]
    walk = [button("aim.earlier", "invite", f"champion.p{at - 1}")] if at else []
    if (at + 1) * _AREAS < len(there):
        walk.append(button("aim.more", "invite", f"champion.p{at + 1}"))
    blocks = [para("invite.which_area", "title"), para("invite.area_how", "hint")]
    return sheet(*blocks, *([words(label)] if label else []), rows=(*rows, tuple(walk)), replaces=visit.pressed)


def accept(visit: Visit) -> Reply:
    """Somebody followed an invitation; the argument is its code."""
    held = invites.accept(visit.tx, visit.person, visit.argument, visit.now)
    if not held.pending:
        return with_menu(visit.tell("invite.first"), visit.person.id)
    role_told.waits(visit.tx, visit.person, held.role, visit.now)
    shown = check_words(visit.person.id, visit.person.created)
    return visit.reply(
        sheet(para("invite.waits", role=Say(f"role.{held.role}")), para("invite.check_words", words=shown))
    )


def people(visit: Visit) -> Reply:
    """/people: who waits and who holds what; "y.ID.role", "n.ID.role" and "x.ID.role" decide."""
    verdict, _, rest = visit.argument.partition(".")
    number, _, role = rest.partition(".")
    if verdict not in ("y", "n", "x") or not number.isdecimal():
        return visit.reply(_page(visit))
    authorise(visit.person, "role.give")
    about = PersonId(int(number))
    if verdict == "x":
        invites.remove(visit.tx, visit.person, about, role, visit.now)
        if role == "champion":
            by, now = visit.person.id, visit.now
            stop_messages(visit.tx, by, about, now, lambda found: cancel(visit.tx, by, found, now))
    else:
        invites.decide(visit.tx, visit.person, about, role, visit.now, yes=verdict == "y")
        role_told.decided(visit.tx, visit.person, about, role, visit.now, yes=verdict == "y")
    return with_menu(visit.reply(_page(visit, replaces=visit.pressed)), about)


def _page(visit: Visit, *, replaces: bool = False) -> Screen:
    blocks = [para("people.title", "title")]
    removals: list[tuple[Button, ...]] = []
    for role in _ROLES:
        holders = visit.tx.people.holders(role)
        blocks.append(para("people.line", role=Say(f"role.{role}"), count=len(holders)))
        for index, who in enumerate(holders, 1):
            blocks += _labelled(who, role, index)
            blocks += [
                para("people.area", area=place(visit.office, held.area, visit.person.language))
                for held in who.roles
                if held.role == role and held.area and not held.pending
            ]
            if who.id != visit.person.id:
                removals.append(
                    (button("people.remove", "people", f"x.{who.id}.{role}", role=Say(f"role.{role}"), number=index),)
                )
    rows: list[tuple[Button, ...]] = []
    waiting = visit.tx.people.pending()
    if waiting:
        blocks.append(para("invite.waiting", "title"))
    for who, held in waiting:
        shown = check_words(who.id, who.created)
        blocks.append(para("invite.confirm", role=Say(f"role.{held.role}"), words=shown))
        if held.label:
            blocks.append(words(held.label))
        if held.area:
            blocks.append(para("people.area", area=place(visit.office, held.area, visit.person.language)))
        rows.append(
            (
                button("invite.yes_words", "people", f"y.{who.id}.{held.role}", words=shown),
                button("invite.no_words", "people", f"n.{who.id}.{held.role}", words=shown),
            )
        )
    return sheet(*blocks, rows=tuple((rows + removals)[:_MOST_ROWS]), replaces=replaces)


def _labelled(who: Person, role: Role, number: int) -> list[Block]:
    """The name by which the officer knows a holder, where the invitation had one."""
    label = next((held.label for held in who.roles if held.role == role and held.label), "")
    return [para("people.named", role=Say(f"role.{role}"), number=number, label=Plain(label))] if label else []


def check_words(person: int, created: int) -> str:
    """Six digits that both sides can read to each other; they identify nobody outside this exchange."""
    number = (person * 7_919 + created) % 1_000_000
    return f"{number // 1000:03d} {number % 1000:03d}"


INVITE = Door("invite", "role.give", hear, command="officer")
ACCEPT = Door("accept", "own_data", accept)
PEOPLE = Door("people", "role.see", people, command="officer")
