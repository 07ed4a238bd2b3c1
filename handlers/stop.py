"""/stop, or the word alone, in any enabled language: nobody writes to this person any more."""

from __future__ import annotations

from bot.ports import Reply
from handlers import often
from handlers.door import Door
from handlers.visit import Visit, para, sheet, titled, words

_BOOKED = frozenset({"requested", "waiting", "offered", "confirmed"})


def hear(visit: Visit) -> Reply:
    """Stop every message but replies; the answers stay. Said at once: what one booked and will not hear of any more,
    and how to hear less instead. What waits to be sent is passed over when its turn comes."""
    person = often.whose(visit, visit.argument)
    visit.tx.people.change(person.id, stopped=True, doing="")
    blocks = [para("stop.done")]
    activities = [
        visit.tx.activities.get(booking.activity)
        for booking in visit.tx.bookings.of_person(person.id)
        if booking.state in _BOOKED
    ]
    titles = [
        titled(activity, visit.person.language)
        for activity in activities
        if activity is not None and activity.state == "open"
    ]
    if titles:
        blocks += [para("stop.booked"), *(words(title, "option") for title in titles)]
    blocks.append(para("stop.instead", "hint"))
    return visit.reply(sheet(*blocks, rows=often.rows(person, "")))


DOOR = Door("stop", "own_data", hear, command="resident")
