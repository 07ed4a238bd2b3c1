"""A workshop to sign up for, and the people who do, as transactions."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.actions import book, cancel_booking, places
from bot.core import booking
from bot.core.form import Choice, Form, Language, Question
from bot.core.form_json import edition_hash, to_json
from bot.ports import Edition, Held, millis

if TYPE_CHECKING:
    from bot.ports import Activity, Booking, Person, Tx

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""A Monday noon in winter: wall time is UTC."""
TERMS = booking.Terms(
    hold_minutes=15, late_from_hours=24, late_hours=3, day_from=8, day_until=20, value_hours=24, kept_days=90
)
EN = Language("en")
FORM = Form(
    name="booking", root="data", title={EN: ("Signing up",)}, languages=(EN,), default_language=EN,
    nodes=(
        Question("/data/access", "access", "select_multiple", {EN: ("What do you need?",)}, choices="access"),
        Question("/data/children", "children", "integer", {EN: ("How many children?",)}),
        Question("/data/anything", "anything", "text", {EN: ("Anything else?",)}),
    ),
    lists={"access": (Choice("print", {EN: ("Large print",)}), Choice("quiet", {EN: ("A quiet room",)}))},
)  # fmt: skip
HASH = str(edition_hash(FORM))


def settings(**changes: Any) -> dict[str, Any]:
    """A drop-in ten days from now with 3 places."""
    made: dict[str, Any] = {
        "title": {"en": "Write it together"}, "place": {"name": {"en": "The library"}, "step_free": True},
        "starts": "2026-12-03T18:00", "ends": "2026-12-03T20:00", "seats": 3, "booking": "first_come",
    }  # fmt: skip
    return made | changes


def drawn(**changes: Any) -> dict[str, Any]:
    """One whose places are drawn in four days."""
    return settings(booking="draw", signup={"closes": "2026-11-27T18:00"}) | changes


def opened(tx: Tx, made: dict[str, Any], name: str = "write", secret: str = "a secret of ours") -> Activity:
    """Open it with its places set up."""
    tx.editions.put(Edition(HASH, "booking", to_json(FORM), "content", millis(NOW)))
    kept = tx.activities.put(name, "workshop", "", HASH, json.dumps(made))
    tx.activities.change(kept.id, state="open", opened=millis(NOW))
    found = tx.activities.get(kept.id)
    assert found is not None
    places.set_up(tx, found, TERMS, secret, kept.opened_by, NOW)
    return found


def again(tx: Tx, activity: Activity) -> Activity:
    """The activity as it is now."""
    found = tx.activities.get(activity.id)
    assert found is not None
    return found


def someone(tx: Tx, name: str, *roles: Held) -> Person:
    """A resident who says hello."""
    _, person = tx.people.arrive(name.encode(), b"c", "en", millis(NOW))
    for held in roles:
        tx.people.grant(person.id, held, person.id, millis(NOW))
    found = tx.people.person(person.id)
    assert found is not None
    return found


def asks(tx: Tx, activity: Activity, person: Person, now: datetime = NOW, needs: str = "{}") -> Booking:
    """Send the form in, without having held a place."""
    codes = book.codes(person.id * 2_654_435_761 + person.account)
    return book.finished(tx, places, person, activity, needs, codes, now)


def leaves(tx: Tx, activity: Activity, person: Person, now: datetime = NOW) -> None:
    """Give up."""
    cancel_booking.cancel(tx, places.give_back, person, activity, places.of(activity).begins, now)


def state(tx: Tx, activity: Activity, person: Person) -> str:
    """Where somebody stands."""
    there = tx.bookings.of(activity.id, person.id)
    return there.state if there else ""


def sound(tx: Tx, activity: Activity) -> None:
    """Nothing is over, nothing has leaked: the counter, the seat rows and the bookings that hold one agree."""
    pool = tx.seats.pool(activity.id)
    assert pool is not None
    counts = tx.bookings.counts(activity.id)
    holding = sum(counts.get(one, 0) for one in ("confirmed", "attended", "offered"))
    assert pool.taken == tx.seats.held(activity.id)
    assert holding <= pool.taken <= pool.cap


def told(tx: Tx, kind: str, activity: Activity) -> list[int]:
    """To whom letters of a kind are to go, in the order in which they were made."""
    from sqlalchemy import select

    from bot.storage import tables as t
    from bot.storage.statement import BOT, Sql

    rows = tx.db.all(  # type: ignore[attr-defined]
        Sql(
            select(t.deliveries.c.person)
            .join(t.notices, (t.notices.c.bot_id == t.deliveries.c.bot_id) & (t.notices.c.id == t.deliveries.c.notice))
            .where(t.notices.c.bot_id == BOT, t.notices.c.kind == kind, t.notices.c.object == int(activity.id))
            .order_by(t.notices.c.made, t.deliveries.c.person)
        )
    )
    return [row[0] for row in rows]


def hours(n: float) -> datetime:
    """So many hours after the beginning."""
    return NOW + timedelta(hours=n)
