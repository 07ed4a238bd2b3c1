"""/stop, or the word alone, in any enabled language: nobody writes to this person any more."""

from __future__ import annotations

from bot.ports import Reply
from handlers.door import Door
from handlers.visit import Visit


def hear(visit: Visit) -> Reply:
    """Stop every message but replies; the answers stay."""
    visit.tx.people.change(visit.person.id, stopped=True, doing="")
    return visit.tell("stop.done")


DOOR = Door("stop", "own_data", hear, command="resident")
