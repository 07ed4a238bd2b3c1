"""/phone: someone else on this phone. Up to four people, each with their own answers."""

from __future__ import annotations

from bot.core.screen import Button, Go, Say
from bot.ports import Reply, millis
from handlers.door import Door
from handlers.visit import Visit, button, para, sheet


def hear(visit: Visit) -> Reply:
    """List; "new" adds a person; a position switches to that person."""
    people = visit.tx.people.of_account(visit.account.id)
    most = visit.office.number("people.shared_phone_people")
    if visit.argument == "new":
        if len(people) >= most:
            return visit.tell("phone.full", most=most)
        person = visit.tx.people.add(visit.account.id, visit.person.language, millis(visit.now))
        visit.tx.people.activate(visit.account.id, person.id)
        start = ((Button(Say("button.start"), Go("start")),),)
        return visit.reply(sheet(para("phone.added", number=person.position + 1), rows=start, replaces=visit.pressed))
    if visit.argument.isdigit():
        for person in people:
            if person.position == int(visit.argument):
                visit.tx.people.activate(visit.account.id, person.id)
                other = Visit(visit.tx, visit.office, visit.heard, visit.account, person)
                note = sheet(para("phone.switched", number=person.position + 1), replaces=visit.pressed)
                if person.session:
                    return other.present(note)
                return other.reply(sheet(para("phone.switched", number=person.position + 1),
                                         rows=((Button(Say("button.start"), Go("start")),),), replaces=visit.pressed))
    rows = [(button("phone.other", "phone", str(p.position), number=p.position + 1),) for p in people if p.id != visit.person.id]
    if len(people) < most:
        rows.append((button("phone.add", "phone", "new"),))
    return visit.reply(sheet(
        para("phone.title", "title"), para("phone.you", number=visit.person.position + 1),
        para("phone.full", "small", most=most), rows=tuple(rows),
    ))


DOOR = Door("phone", "own_data", hear, command="resident")
