"""Change what was sent in, until the activity closes."""

from __future__ import annotations

from bot.actions import activity as activities
from bot.actions.answer import answer, reopen
from bot.core.errors import Rule
from bot.core.inputs import Open
from bot.ports import ActivityId, Reply
from handlers.door import Door
from handlers.visit import Visit


def hear(visit: Visit) -> Reply:
    """Back to check-your-answers of the finished form; nothing changes until it is sent in again."""
    found = activities.find(visit.tx, ActivityId(int(visit.argument)) if visit.argument.isdigit() else ActivityId(0))
    row = visit.tx.sessions.of(visit.person.id, found.id, "answer")
    if row is None:
        raise Rule("activity.not_open")
    visit.tx.people.change(visit.person.id, session=row.id)
    return visit.of(
        answer(visit.tx, visit.office.shelf, visit.person, reopen(visit.tx, row, visit.now), Open(), visit.now)
    )


DOOR = Door("change", "take_part", hear)
