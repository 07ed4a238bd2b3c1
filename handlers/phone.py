"""/phone: someone else on this phone. Up to four people, each with their own answers."""

from __future__ import annotations

from dataclasses import replace

from bot.core.screen import Button, Go, Say
from bot.ports import Reply, millis
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet, with_menu


def hear(visit: Visit) -> Reply:
    """List; "new" adds a person; a position switches to that person."""
    people = visit.tx.people.of_account(visit.account.id)
    most = visit.office.number("people.shared_phone_people")
    begin = ((Button(Say("button.start"), Go("start")),),)
    if visit.argument == "new":
        if len(people) >= most:
            return visit.tell("phone.full", most=most)
        person = visit.tx.people.add(visit.account.id, visit.person.language, millis(visit.now))
        visit.tx.people.activate(visit.account.id, person.id)
        if visit.person.root_source:  # whoever is handed a phone was brought by who brought its owner
            visit.tx.people.change(person.id, root_source=visit.person.root_source)
        added = sheet(para("phone.added", number=person.position + 1), rows=begin, replaces=visit.pressed)
        return with_menu(replace(visit, person=person).reply(added), person.id)
    other = next((person for person in people if visit.argument == str(person.position)), None)
    if other is not None:
        visit.tx.people.activate(visit.account.id, other.id)
        theirs = replace(visit, person=other)
        note = sheet(
            para("phone.switched", number=other.position + 1),
            rows=() if other.session else begin,
            replaces=visit.pressed,
        )
        return with_menu(theirs.present(note), other.id)
    rows = [
        (button("phone.other", "phone", str(p.position), number=p.position + 1),)
        for p in people
        if p.id != visit.person.id
    ]
    if len(people) < most:
        rows.append((button("phone.add", "phone", "new"),))
    return visit.reply(
        sheet(
            para("phone.title", "title"),
            para("phone.you", number=visit.person.position + 1),
            para("phone.full", "small", most=most),
            rows=tuple(rows),
        )
    )


DOOR = Door("phone", "own_data", hear, command="resident")
