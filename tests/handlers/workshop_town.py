"""A workshop for tests: the first sample workshop, two weeks ahead, opened by the real actions."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from bot.actions import places, plan_workshop
from bot.actions.appoint import appoint
from bot.catalog.workshops import read_workshops
from bot.core.booking import Terms
from bot.ports import Activity, Booking, Person, Tx, millis
from tests.journeys.town import CONTENT

TERMS = Terms(15, 24, 3, 8, 20, 24, 90)
POSTER = "ACDEFH"


def settings(starts: datetime, name: str = "specification_one", **changes: Any) -> dict[str, Any]:
    """The settings of a sample workshop with another start (wall time); it lasts two and a half hours."""
    (found,) = [one.settings for one in read_workshops(CONTENT / "workshops") if one.name == name]
    found |= {"starts": starts.isoformat(), "ends": (starts + timedelta(hours=2, minutes=30)).isoformat()}
    if found["booking"] == "draw":
        found["signup"] |= {"closes": (starts - timedelta(days=7)).isoformat()}
    return found | changes


def opened(tx: Tx, by: Person, given: dict[str, Any], now: datetime, name: str = "plan") -> Activity:
    """Planned and opened."""
    kept = plan_workshop.save(tx, by, name, given, now)
    made = plan_workshop.open_(tx, by, kept.id, ("en",), POSTER, appoint, now)
    places.set_up(tx, made, TERMS, "00" * 32, by.id, now)
    return made


def booked(
    tx: Tx,
    activity: Activity,
    person: Person,
    now: datetime,
    state: str = "confirmed",
    code: str = "CODE34",
    needs: str = "{}",
) -> Booking:
    """A request in this state, with its seat where it has one."""
    if state in ("confirmed", "attended", "offered"):
        assert tx.seats.reserve(activity.id, person.id, millis(now + timedelta(hours=1)), millis(now))
        if state != "offered":
            assert tx.seats.confirm(activity.id, person.id, millis(now))
    return tx.bookings.put(activity.id, person.id, state, needs, code, millis(now))  # type: ignore[arg-type]


def text(**values: Any) -> str:
    """Needs as the form leaves them."""
    return json.dumps(values)
