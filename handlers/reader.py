"""/reader: for people who use a screen reader, every change comes as a new message."""

from __future__ import annotations

from bot.ports import Reply
from handlers.door import Door
from handlers.visit import Visit


def hear(visit: Visit) -> Reply:
    """Switch the setting over."""
    on = not visit.person.reader
    visit.tx.people.change(visit.person.id, reader=on)
    return visit.tell("reader.on" if on else "reader.off")


DOOR = Door("reader", "own_data", hear, command="resident")
