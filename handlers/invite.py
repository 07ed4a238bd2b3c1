"""/invite: a link that gives one person one role, once, for 24 hours; confirmed by an officer."""

from __future__ import annotations

from datetime import timedelta

from bot.actions import invite as invites
from bot.core.screen import Button, Plain, Say
from bot.ports import PersonId, Reply, Role
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet

_ROLES: tuple[Role, ...] = ("champion", "officer", "commissioner")


def hear(visit: Visit) -> Reply:
    """Without argument: which role? With one: the link."""
    if visit.argument not in _ROLES:
        rows = tuple((button(f"role.{role}", "invite", role),) for role in _ROLES)
        return visit.reply(sheet(para("invite.ask", "title"), rows=rows))
    code = f"{visit.office.dice(160):040x}"
    hours = visit.office.number("invites.hours")
    invites.invite(visit.tx, visit.person.id, visit.argument, code, "", visit.now, hours)
    until = visit.office.local(visit.now + timedelta(hours=hours)).strftime("%d/%m/%Y %H:%M")
    link = Plain(visit.office.link(f"i_{code}"))
    return visit.reply(sheet(
        para("invite.label", "title", label=Say(f"role.{visit.argument}")), para("invite.made", until=until), para("invite.link", link=link),
        replaces=visit.pressed,
    ))


def accept(visit: Visit) -> Reply:
    """Somebody followed an invitation; the argument is its code."""
    held = invites.accept(visit.tx, visit.person, visit.argument, visit.now)
    if not held.pending:
        return visit.tell("invite.first")
    return visit.reply(sheet(para("invite.waits", role=Say(f"role.{held.role}")),
                             para("invite.check_words", words=check_words(visit.person.id, visit.person.created))))


def people(visit: Visit) -> Reply:
    """/people: who waits and who holds what; "y.ID.role", "n.ID.role" and "x.ID.role" decide."""
    verdict, _, rest = visit.argument.partition(".")
    number, _, role = rest.partition(".")
    if verdict in ("y", "n") and number.isdigit():
        invites.decide(visit.tx, visit.person, PersonId(int(number)), role, visit.now, yes=verdict == "y")
    elif verdict == "x" and number.isdigit():
        invites.remove(visit.tx, visit.person, PersonId(int(number)), role, visit.now)
    blocks = [para("people.title", "title")]
    rows: list[tuple[Button, ...]] = []
    for role_name in _ROLES:
        holders = visit.tx.people.holders(role_name)
        blocks.append(para("people.line", role=Say(f"role.{role_name}"), count=len(holders)))
        rows += [(button("people.remove", "people", f"x.{who.id}.{role_name}", role=Say(f"role.{role_name}"), number=index),)
                 for index, who in enumerate(holders, 1) if who.id != visit.person.id]
    waiting = visit.tx.people.pending()
    if waiting:
        blocks.append(para("invite.waiting", "title"))
    for who, held in waiting:
        words = check_words(who.id, who.created)
        blocks.append(para("invite.confirm", role=Say(f"role.{held.role}"), words=words))
        rows.append((button("invite.yes_words", "people", f"y.{who.id}.{held.role}", words=words),
                     button("invite.no_words", "people", f"n.{who.id}.{held.role}", words=words)))
    return visit.reply(sheet(*blocks, rows=tuple(rows), replaces=visit.pressed and bool(verdict)))


def check_words(person: int, created: int) -> str:
    """Six digits that both sides can read to each other; they identify nobody outside this exchange."""
    number = (person * 7_919 + created) % 1_000_000
    return f"{number // 1000:03d} {number % 1000:03d}"


INVITE = Door("invite", "role.give", hear, command="officer")
ACCEPT = Door("accept", "own_data", accept)
PEOPLE = Door("people", "role.see", people, command="officer")
