"""/invite: a link that gives one person one role, once, for 24 hours; confirmed by an officer."""

from __future__ import annotations

from datetime import timedelta

from bot.actions import invite as invites
from bot.actions.authorise import authorise
from bot.core.reading import clean
from bot.core.screen import Block, Button, Plain, Say, Screen
from bot.ports import Person, PersonId, Reply, Role
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet, with_menu, words

_ROLES: tuple[Role, ...] = ("champion", "officer", "commissioner")
_LABEL_MAX = 60
_MOST_ROWS = 80
"""The messenger takes a hundred buttons; who waits comes first."""


def hear(visit: Visit) -> Reply:
    """Without argument: which role? With "role", or "role and a name to know it by": the link."""
    role, _, said = visit.argument.partition(" ")
    if role not in _ROLES:
        rows = tuple((button(f"role.{each}", "invite", each),) for each in _ROLES)
        return visit.reply(sheet(para("invite.ask", "title"), para("invite.name_it", "hint"), rows=rows))
    code, label = f"{visit.office.dice(160):040x}", " ".join(clean(said).split())[:_LABEL_MAX]
    hours = visit.office.number("invites.hours")
    invites.invite(visit.tx, visit.person.id, role, code, label, visit.now, hours)
    until = visit.office.local(visit.now + timedelta(hours=hours)).strftime("%d/%m/%Y %H:%M")
    blocks = [para("invite.label", "title", label=Say(f"role.{role}"))]
    if label:
        blocks.append(words(label))
    blocks += [para("invite.made", until=until), para("invite.link", link=Plain(visit.office.link(f"i_{code}")))]
    return visit.reply(sheet(*blocks, replaces=visit.pressed))


def accept(visit: Visit) -> Reply:
    """Somebody followed an invitation; the argument is its code."""
    held = invites.accept(visit.tx, visit.person, visit.argument, visit.now)
    if not held.pending:
        return with_menu(visit.tell("invite.first"), visit.person.id)
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
    else:
        invites.decide(visit.tx, visit.person, about, role, visit.now, yes=verdict == "y")
    return with_menu(visit.reply(_page(visit, replaces=visit.pressed)), about)


def _page(visit: Visit, *, replaces: bool = False) -> Screen:
    blocks = [para("people.title", "title")]
    removals: list[tuple[Button, ...]] = []
    for role in _ROLES:
        holders = visit.tx.people.holders(role)
        blocks.append(para("people.line", role=Say(f"role.{role}"), count=len(holders)))
        for index, who in enumerate(holders, 1):
            blocks += _labelled(who, role, index)
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
