"""A store with the forms of workshops, an officer, and workshops opened by the real actions."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.actions import places, plan_workshop
from bot.actions.appoint import appoint
from bot.core.booking import Terms
from bot.core.form import Choice, Form, Language, Question
from bot.core.form_json import edition_hash, to_json
from bot.ports import Edition, Held, millis

if TYPE_CHECKING:
    from bot.ports import Activity, Booking, Person, Tx

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TERMS = Terms(15, 24, 3, 8, 20, 24, 90)
POSTER = "ACDEFH"
EN = Language("en")
FORM = Form(
    name="booking", root="data", title={EN: ("Signing up",)}, languages=(EN,), default_language=EN,
    nodes=(Question("/data/access", "access", "select_one", {EN: ("What do you need?",)}, choices="access"),),
    lists={"access": (Choice("print", {EN: ("Large print",)}),)},
)  # fmt: skip
HASH = str(edition_hash(FORM))


def settings(**changes: Any) -> dict[str, Any]:
    """A drop-in of 3 places ten days from now, with all that has to be stated."""
    made: dict[str, Any] = {
        "title": {"en": "Write it together"}, "about": {"en": "We write."}, "fixed": {"en": "the aim."},
        "open": {"en": "the rest."}, "money": {"text": {"en": "none."}}, "deadline": {"text": {"en": "In May."}},
        "place": {"name": {"en": "The library"}, "step_free": True}, "starts": "2026-12-03T18:00",
        "ends": "2026-12-03T20:00", "seats": 3, "booking": "first_come", "reminders": ["-1d 18:00", "-2h"],
    }  # fmt: skip
    return made | changes


def officer(tx: Tx) -> Person:
    """Sam, and the two forms of workshops."""
    tx.editions.put(Edition(HASH, "booking", to_json(FORM), "content", millis(NOW)))
    tx.activities.put("booking", "profile", "", HASH, "{}")
    template = json.dumps({"title": {"en": "Afterwards", "pl": "Potem"}, "deadline": {"days": 14}})
    tx.activities.put("workshop_feedback", "profile", "", HASH, template)
    return someone(tx, "sam", Held("officer"))


def someone(tx: Tx, name: str = "ada", *roles: Held) -> Person:
    """Somebody who has said hello."""
    _, person = tx.people.arrive(name.encode(), name.encode(), "en", millis(NOW))
    for held in roles:
        tx.people.grant(person.id, held, person.id, millis(NOW))
    found = tx.people.person(person.id)
    assert found is not None
    return found


def opened(tx: Tx, by: Person, now: datetime = NOW, name: str = "write", **changes: Any) -> Activity:
    """Planned, opened, its places set up."""
    kept = plan_workshop.save(tx, by, name, settings(**changes), now)
    made = plan_workshop.open_(tx, by, kept.id, ("en",), POSTER, appoint, now)
    places.set_up(tx, made, TERMS, "00" * 32, by.id, now)
    return made


def booked(tx: Tx, activity: Activity, who: Person, state: str = "confirmed", now: datetime = NOW) -> Booking:
    """A request in this state, with its seat where it has one."""
    if state in ("confirmed", "attended", "offered"):
        assert tx.seats.reserve(activity.id, who.id, millis(activity_end(activity)), millis(now))
        if state != "offered":
            assert tx.seats.confirm(activity.id, who.id, millis(now))
    code = f"C{who.id % 1_000_000_000}"
    return tx.bookings.put(activity.id, who.id, state, '{"access":"print"}', code, millis(now))  # type: ignore[arg-type]


def activity_end(activity: Activity) -> datetime:
    """When its last hold would end."""
    return datetime.fromtimestamp(activity.closes / 1000, tz=UTC)
