"""Who came: checked in by the code at the door, by the organiser or by oneself; who did not is marked at the end."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core import workshops
from bot.core.errors import Rule
from bot.ports import Activity, Booking, Person, PersonId, Tx, millis

_EARLY = timedelta(hours=3)
"""Doors open for helpers; codes may be tried out."""
_LATE = timedelta(hours=24)
"""A list kept on paper is typed the next day."""
_COMES: frozenset[str] = frozenset({"confirmed", "attended"})


def at_the_door(activity: Activity, now: datetime) -> bool:
    """Whether people are checked in now: from some hours before the start until the day after the end."""
    if activity.kind != "workshop" or not activity.opened:
        return False
    workshop = workshops.read(json.loads(activity.settings))
    return not workshop.cancelled and workshop.begins - _EARLY <= now <= workshop.over + _LATE


def check_in(tx: Tx, by: PersonId, activities: Iterable[Activity], code: str, now: datetime) -> tuple[Booking, bool]:
    """Check in whoever's code it is, at the one of these workshops that knows it; again: nothing changes (False).

    Raises Rule("checkin.unknown") for a code of nobody, Rule("checkin.no_place") where there is no place to it.
    """
    wanted = "".join(letter for letter in code.upper() if letter.isalnum())
    for activity in activities:
        found = tx.bookings.by_code(activity.id, wanted) if wanted else None
        if found is None:
            continue
        if found.state == "attended":
            return found, False
        if found.state not in ("confirmed", "missed"):
            raise Rule("checkin.no_place")
        if not tx.bookings.move(found, "attended", millis(now)):
            return found, False
        tx.audit.add(by, "booking.attended", f"{activity.id}:{found.id}", millis(now))
        return replace(found, state="attended"), True
    raise Rule("checkin.unknown")


def here(tx: Tx, person: Person, activity: Activity, poster: str, before: timedelta, now: datetime) -> bool:
    """A resident checks in with the code of the day, which is shown on site. False where they were already.

    Raises Rule("checkin.no_place"), Rule("here.not_now") outside the time (`before` the start until the end),
    Rule("here.wrong").
    """
    settings = json.loads(activity.settings)
    found = tx.bookings.of(activity.id, person.id)
    if activity.kind != "workshop" or found is None or found.state not in _COMES:
        raise Rule("checkin.no_place")
    if found.state == "attended":
        return False
    workshop = workshops.read(settings)
    if workshop.cancelled or not workshop.begins - before <= now <= workshop.over:
        raise Rule("here.not_now")
    said = "".join(letter for letter in poster.upper() if letter.isalnum())
    if not hmac.compare_digest(said.encode(), str(settings.get("poster_code", "")).encode()) or not said:
        raise Rule("here.wrong")
    return tx.bookings.move(found, "attended", millis(now))  # not logged: nobody acted for somebody else


def mark_missed(tx: Tx, activity: Activity, limit: int, now: datetime) -> int:
    """A slice of those who have a place and were not checked in, where checking in was used at all; how many."""
    if not tx.bookings.counts(activity.id).get("attended", 0):
        return 0
    absent = tx.bookings.in_state(activity.id, ("confirmed",), 0, limit)
    for booking in absent:
        tx.bookings.move(booking, "missed", millis(now))
    return len(absent)
