"""Sign up for a workshop: begin, send in what one needs, take an offered place.

Places themselves (hold, offer on) are bot/actions/places.py; they are handed in as `Places`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Literal, Protocol

from bot.core import booking as bookings
from bot.core.errors import Rule
from bot.core.workshops import Workshop
from bot.ports import Activity, Booking, Person, PersonId, Tx, millis

Begun = Literal["draw", "held", "list", "known"]
ASKING = ("requested", "waiting", "offered", "confirmed")
"""States in which somebody has a place or asks for one."""
_TRIES = 8


class Places(Protocol):
    """What is needed of the places."""

    def taking(self, activity: Activity, now: datetime) -> Workshop:
        """Raises Rule where nobody may sign up."""

    def way(self, tx: Tx, activity: Activity, workshop: Workshop, now: datetime) -> Literal["draw", "list", "seat"]:
        """How a request is met."""

    def hold(self, tx: Tx, activity: Activity, person: PersonId, now: datetime) -> bool:
        """Hold a place."""


def begin(tx: Tx, places: Places, person: Person, activity: Activity, now: datetime) -> Begun:
    """Before the form: hold a place where places are given as people come. "known": the person has or asks for one.

    Raises Rule where nobody may sign up.
    """
    workshop = places.taking(activity, now)
    there = tx.bookings.of(activity.id, person.id)
    if there is not None and there.state in ASKING:
        return "known"
    match places.way(tx, activity, workshop, now):
        case "draw":
            return "draw"
        case "list":
            return "list"
        case "seat":
            return "held" if places.hold(tx, activity, person.id, now) else "list"


def finished(
    tx: Tx, places: Places, person: Person, activity: Activity, needs: str, codes: tuple[str, ...], now: datetime
) -> Booking:
    """The form was sent in: the request is noted, the held place becomes theirs, or they wait; again: needs change.

    A hold that has lapsed costs nothing while a place is free. Nobody passes those who wait. `codes` are check-in
    codes, of which the first that nobody else has is taken.
    """
    there = tx.bookings.of(activity.id, person.id)
    if there is not None and (there.state in ASKING or there.state == "attended"):
        tx.bookings.change_needs(there, needs, millis(now))
        return replace(there, needs=needs)
    workshop = places.taking(activity, now)
    way = places.way(tx, activity, workshop, now)
    code = next((code for code in codes if tx.bookings.by_code(activity.id, code) is None), "")
    if not code:
        raise RuntimeError("every check-in code is taken")
    at = millis(now)
    if way == "draw":
        return tx.bookings.put(activity.id, person.id, "requested", needs, code, at)
    if way == "seat" and tx.seats.confirm(activity.id, person.id, at):
        return tx.bookings.put(activity.id, person.id, "confirmed", needs, code, at)
    if way == "seat" and places.hold(tx, activity, person.id, now):
        tx.seats.confirm(activity.id, person.id, at)
        return tx.bookings.put(activity.id, person.id, "confirmed", needs, code, at)
    return tx.bookings.put(activity.id, person.id, "waiting", needs, code, at)


def accept(tx: Tx, person: Person, activity: Activity, now: datetime) -> Booking:
    """Take the place that was offered; a second time changes nothing. Raises Rule("offer.over") where it lapsed."""
    there = tx.bookings.of(activity.id, person.id)
    if there is None or there.state not in ("offered", "confirmed", "attended"):
        raise Rule("offer.over")
    if there.state != "offered":
        return there
    if millis(now) >= there.until or not tx.seats.confirm(activity.id, person.id, millis(now)):
        raise Rule("offer.over")
    tx.bookings.move(there, "confirmed", millis(now))
    return replace(there, state="confirmed")


def codes(number: int) -> tuple[str, ...]:
    """Several check-in codes from random bits (at least 256)."""
    made = []
    for _ in range(_TRIES):
        made.append(bookings.code_of(number))
        number >>= 32
    return tuple(made)
