"""Give up a place, an offer or a request: at any time before the workshop begins. What was told about needs goes with
it, and the place is offered on in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.core import session_json
from bot.core.errors import Rule
from bot.ports import Activity, ActivityId, Booking, BookingState, Person, PersonId, Tx, millis

GiveBack = Callable[[Tx, ActivityId, PersonId, datetime], bool]
"""bot/actions/places.py `give_back`."""
_GOES: tuple[BookingState, ...] = ("requested", "waiting", "offered", "confirmed")


def cancel(tx: Tx, give_back: GiveBack, person: Person, activity: Activity, begins: datetime, now: datetime) -> None:
    """Give it up; a second time changes nothing. Raises Rule("workshop.begun") once it has begun."""
    there = tx.bookings.of(activity.id, person.id)
    if there is not None and there.state in ("attended", "missed"):
        raise Rule("workshop.begun")
    if there is not None and there.state in _GOES:
        if now >= begins:
            raise Rule("workshop.begun")
        _end(tx, there, now)
    give_back(tx, activity.id, person.id, now)
    blank(tx, activity.id, person, now)


def cancel_all(tx: Tx, activity: ActivityId, limit: int, now: datetime) -> int:
    """The workshop is called off: a slice of its bookings end and their places go back, none is offered on; how many
    (0: none is left). The activity must be closed or its settings say that it is cancelled before."""
    gone = tx.bookings.in_state(activity, _GOES, 0, limit)
    for each in gone:
        _end(tx, each, now)
        tx.seats.release(activity, each.person, millis(now))
        person = tx.people.person(each.person)
        if person is not None:
            blank(tx, activity, person, now)
    return len(gone)


def of_person(tx: Tx, person: Person) -> tuple[ActivityId, ...]:
    """Workshops at which the person may hold a place, also one held for a form in hand: to be offered on once the
    person is forgotten."""
    found = [booking.activity for booking in tx.bookings.of_person(person.id)]
    row = tx.sessions.get(person.session, person.id) if person.session else None
    if row is not None and row.activity not in found and tx.seats.pool(row.activity) is not None:
        found.append(row.activity)
    return tuple(found)


def blank(tx: Tx, activity: ActivityId, person: Person, now: datetime) -> None:
    """The answers of the booking form are erased; signing up again asks anew."""
    row = tx.sessions.of(person.id, activity, "answer")
    if row is None or row.status == "dropped":
        return
    session = session_json.loads(row.state)
    empty = replace(session, answers={}, picked={}, repeats={}, revision=session.revision + 1)
    tx.sessions.save(row.id, session_json.dumps(empty), empty.revision, "dropped", millis(now))
    if person.session == row.id:
        tx.people.change(person.id, session=0)


def _end(tx: Tx, booking: Booking, now: datetime) -> None:
    if tx.bookings.move(booking, "cancelled", millis(now)):
        tx.bookings.change_needs(booking, "{}", millis(now))
