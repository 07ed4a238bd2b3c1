"""How often somebody wants to be written to: as usual, less, only about what was booked, or not at all."""

from __future__ import annotations

from dataclasses import replace

from bot.core.mark import mark
from bot.core.screen import Block, Button
from bot.ports import Person, Reply
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet

CHOICES = ("usual", "less", "booked")


def hear(visit: Visit) -> Reply:
    """Without argument what holds now; with one of the choices, it holds from now on (and /stop no longer does).

    The choice may be followed by "." and the mark of the person a letter was written to.
    """
    chosen, _, whom = visit.argument.partition(".")
    person = whose(visit, whom)
    if chosen in CHOICES:
        visit.tx.preferences.put(person.id, "contact", chosen)
        visit.tx.people.change(person.id, stopped=False)
        person = replace(person, stopped=False)
    else:
        chosen = visit.tx.preferences.get(person.id, "contact") or "usual"
    now = para("often.stopped") if person.stopped else _said(visit, chosen)
    holds = "" if person.stopped else chosen
    return visit.reply(sheet(para("often.title", "title"), now, rows=rows(person, holds)))


def whose(visit: Visit, whom: str) -> Person:
    """Who is meant on a shared phone: the one a letter was written to, else who speaks. Nobody of another phone."""
    if whom and whom != mark(str(visit.person.id)):
        for other in visit.tx.people.of_account(visit.account.id):
            if mark(str(other.id)) == whom:
                return other
    return visit.person


def rows(person: Person, holds: str) -> tuple[tuple[Button, ...], ...]:
    """The choices but the one that `holds` ("" after /stop), and /stop where it does not hold."""
    whom = mark(str(person.id))
    codes = {
        "usual": "often.button.usual" if holds else "often.button.again",
        "less": "button.less",
        "booked": "often.button.booked",
    }
    choices = [(button(code, "often", f"{choice}.{whom}"),) for choice, code in codes.items() if choice != holds]
    return (*choices, *(((button("button.stop", "stop", whom),),) if holds else ()))


def _said(visit: Visit, chosen: str) -> Block:
    if chosen == "booked":
        return para("often.booked")
    number, less = visit.office.number, "less_" if chosen == "less" else ""
    return para(
        "often.less" if less else "often.usual",
        short=number(f"contact.{less}short_limit"),
        short_days=number("contact.short_days"),
        long=number(f"contact.{less}long_limit"),
        long_days=number("contact.long_days"),
    )


DOOR = Door("often", "own_data", hear, command="resident")
