"""The places of a workshop: set up at opening, held for a while, given back, offered to the waiting list in order.

A place is a seat row that the pool's counter counts (bot/ports/places.py). Whatever frees a place, in the same
transaction it is offered to the first of the waiting list who can be written to; each is offered once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from bot.core import booking, draw, lottery, workshops
from bot.core.booking import Terms
from bot.core.errors import Rule
from bot.core.workshops import Workshop
from bot.ports import Activity, ActivityId, Due, Lane, Millis, PersonId, Tx, millis

LAPSE, DRAW = "lapse", "draw"
"""Kinds of due rows."""
_MOST = 25
"""Offers, or lapsed places, in one transaction."""
_NOBODY = PersonId(0)
Way = Literal["draw", "list", "seat"]


def of(activity: Activity) -> Workshop:
    """What its settings say. Raises Rule("workshop.gone") for what is no workshop, or one called off."""
    if activity.kind != "workshop":
        raise Rule("workshop.gone")
    workshop = workshops.read(json.loads(activity.settings))
    if workshop.cancelled:
        raise Rule("workshop.gone")
    return workshop


def set_up(tx: Tx, activity: Activity, terms: Terms, secret: str, by: PersonId, now: datetime) -> None:
    """At opening (again after a change, or where it was not done): the pool, the terms, the sealed secret of the draw
    and when it is due. A secret once sealed stays."""
    workshop = of(activity)
    if tx.seats.pool(activity.id) is None:
        tx.seats.set_cap(activity.id, workshop.seats)
        tx.notes.put(_terms_key(activity.id), booking.terms_text(terms))
    if workshop.drawn_at is None:
        return
    kept = record(tx, activity.id)
    if kept is None:
        kept = draw.Draw("sealed", secret, lottery.commitment(secret))
        keep(tx, activity.id, kept)
        tx.audit.add(by, "draw.sealed", f"{activity.id}:{kept.commitment[:16]}", millis(now))
    if kept.state == "sealed" and workshop.signup_closes is not None:
        wall = workshop.signup_closes.isoformat(timespec="minutes")
        tx.agenda.put(Due(DRAW, activity.id, "", wall, workshop.zone, millis(workshop.drawn_at)))


def record(tx: Tx, activity: ActivityId) -> draw.Draw | None:
    """The draw as kept; None where places are not drawn."""
    text = tx.notes.get(_draw_key(activity))
    return None if text is None else draw.loads(text)


def draw_state(tx: Tx, activity: ActivityId) -> str:
    """The record's state alone (a record can be long); "" where there is none."""
    return tx.notes.get(_state_key(activity)) or ""


def keep(tx: Tx, activity: ActivityId, kept: draw.Draw) -> None:
    """Keep the record."""
    tx.notes.put(_draw_key(activity), draw.dumps(kept))
    tx.notes.put(_state_key(activity), kept.state)


def terms(tx: Tx, activity: ActivityId) -> Terms | None:
    """The terms as they were at opening; None where it was never set up."""
    text = tx.notes.get(_terms_key(activity))
    return None if text is None else booking.terms_of(text)


def way(tx: Tx, activity: Activity, workshop: Workshop, now: datetime) -> Way:
    """How a request made now is met: it goes into the draw, onto the waiting list (the draw is being made), or to a
    seat where one is free."""
    if workshop.drawn_at is None:
        return "seat"
    state = draw_state(tx, activity.id)
    if state == "done":
        return "seat"
    return "draw" if state in ("", "sealed") and now < workshop.drawn_at else "list"


def taking(activity: Activity, now: datetime) -> Workshop:
    """The workshop, where one may sign up. Raises Rule("workshop.gone") or Rule("workshop.begun")."""
    workshop = of(activity)
    if activity.state != "open":
        raise Rule("workshop.gone")
    if now >= workshop.begins:
        raise Rule("workshop.begun")
    return workshop


def hold(tx: Tx, activity: Activity, person: PersonId, now: datetime) -> bool:
    """Hold a place while somebody signs up; False where none is free, or somebody waits for it who could still be
    asked, if not now. What is over is taken back and offered on before."""
    lapse(tx, activity.id, now)
    under = terms(tx, activity.id)
    if under is None:
        return False
    if booking.offer(of(activity), under, now) is None and tx.bookings.counts(activity.id).get("waiting", 0):
        return False
    until = millis(now + timedelta(minutes=under.hold_minutes))
    if not tx.seats.reserve(activity.id, person, until, millis(now)):
        return False
    _let_lapse(tx, activity.id, until)
    return True


def promote(tx: Tx, activity: ActivityId, now: datetime) -> int:
    """Offer every free place to the waiting list, first come first; gives how many were offered.

    Nothing before the draw is done, nor where the workshop begins before anybody could be asked. Who has said /stop
    cannot be told, keeps their turn and is passed over.
    """
    pool, under = tx.seats.pool(activity), terms(tx, activity)
    if pool is None or under is None or pool.taken >= pool.cap:
        return 0
    found = tx.activities.get(activity)
    if found is None or found.state != "open" or found.kind != "workshop":
        return 0
    workshop = workshops.read(json.loads(found.settings))
    offer = booking.offer(workshop, under, now)
    if workshop.cancelled or offer is None or way(tx, found, workshop, now) != "seat":
        return 0
    offered, after, free = 0, 0, pool.cap - pool.taken
    until = millis(offer.until)
    while free and offered < _MOST:
        first = tx.bookings.in_state(activity, ("waiting",), after, 1)
        if not first:
            break
        after = first[0].place
        person = tx.people.person(first[0].person)
        if person is None or person.stopped or not tx.seats.reserve(activity, person.id, until, millis(now)):
            continue
        tx.bookings.move(first[0], "offered", millis(now), until=until)
        _tell_offer(tx, activity, first[0].id, person.id, offer, now)
        offered, free = offered + 1, free - 1
    if offered:
        _let_lapse(tx, activity, until)
    if offered == _MOST and free:
        _let_lapse(tx, activity, Millis(millis(now) + 1))
    return offered


def give_back(tx: Tx, activity: ActivityId, person: PersonId, now: datetime) -> bool:
    """Give a held or confirmed place back and offer it on; False where the person had none."""
    released = tx.seats.release(activity, person, millis(now))
    if released:
        promote(tx, activity, now)
    return released


def lapse(tx: Tx, activity: ActivityId, now: datetime) -> int:
    """Places whose time is over go back, in every workshop, and what is free in this one is offered; how many lapsed.

    Who let an offer lapse is told, and may ask again.
    """
    over = tx.seats.lapsed(millis(now), _MOST)
    freed = {activity}
    for object_, person in over:
        about = ActivityId(object_)
        freed.add(about)
        tx.seats.release(object_, person, millis(now))
        kept = tx.bookings.of(about, person)
        if kept is not None and kept.state == "offered" and tx.bookings.move(kept, "lapsed", millis(now)):
            occurrence = f"{kept.id}.{kept.until}"
            _tell(tx, "place_lost", about, occurrence, person, now, {"until": kept.until})
    for each in sorted(freed):
        promote(tx, each, now)
    if len(over) == _MOST:
        _let_lapse(tx, activity, Millis(millis(now) + 1))
    return len(over)


def resize(tx: Tx, activity: Activity, by: PersonId, now: datetime) -> bool:
    """The pool follows the settings' number of seats; False where more than that are held. More are offered on.

    Raises Rule("draw.not_now") while the draw is being made: its number of places is fixed.
    """
    seats = of(activity).seats
    if draw_state(tx, activity.id) not in ("", "sealed", "done"):
        raise Rule("draw.not_now")
    if not tx.seats.set_cap(activity.id, seats):
        return False
    tx.audit.add(by, "workshop.resized", f"{activity.id}:{seats}", millis(now))
    promote(tx, activity.id, now)
    return True


def _tell_offer(tx: Tx, activity: ActivityId, about: int, to: PersonId, offer: booking.Offer, now: datetime) -> None:
    """A late offer cannot wait for a bundle; it is made by day, and logged."""
    until = millis(offer.until)
    notice = tx.notices.make(
        "offer", activity, f"{about}.{until}", "urgent" if offer.late else "service", Lane.REMINDERS, "{}", _NOBODY,
        millis(now), due=millis(offer.made), not_after=until,
    )  # fmt: skip
    tx.outbox.add(notice.id, to, millis(now))
    if offer.late:
        tx.audit.add(_NOBODY, "message.urgent", f"offer:{activity}", millis(now))


def _tell(
    tx: Tx, kind: str, activity: ActivityId, occurrence: str, to: PersonId, now: datetime, said: Mapping[str, int]
) -> None:
    content = json.dumps(said)
    notice = tx.notices.make(
        kind, activity, occurrence, "service", Lane.REMINDERS, content, _NOBODY, millis(now)
    )  # fmt: skip
    tx.outbox.add(notice.id, to, millis(now))


def _let_lapse(tx: Tx, activity: ActivityId, at: Millis) -> None:
    tx.agenda.put(Due(LAPSE, activity, str(at), "", "", at))


def _terms_key(activity: ActivityId) -> str:
    return f"places:{activity}"


def _draw_key(activity: ActivityId) -> str:
    return f"draw:{activity}"


def _state_key(activity: ActivityId) -> str:
    """The state alone: a record can be long, and every sign-up asks for this."""
    return f"draw:{activity}:state"
