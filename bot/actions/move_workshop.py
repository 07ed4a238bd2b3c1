"""Move an open workshop to another time or place: everybody concerned is told once, calendars and reminders follow."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.core import workshops
from bot.core.errors import Rule
from bot.core.workshops import Workshop
from bot.ports import Activity, ActivityId, Person, Tx, millis


@dataclass(frozen=True, slots=True)
class Move:
    """The new wall times and the place as the settings hold it (name by language, address, step_free)."""

    starts: datetime
    ends: datetime
    place: Mapping[str, Any]


Told = Callable[[Activity, Workshop, Workshop, Mapping[str, Any]], None]
"""Tells people: the activity as it is now, the workshop before and now, what the notice holds."""


def move(
    tx: Tx,
    by: Person,
    activity: ActivityId,
    to: Move,
    appoint: Callable[[Tx, ActivityId, Workshop, datetime], None],
    told: Told,
    now: datetime,
) -> Activity:
    """Move it; to where it already is: nothing happens and nobody is told.

    Raises Rule("activity.not_open"), Rule("workshop.begun") once it has begun, Rule("workshop.past") for a time that
    has passed, Rule("workshop.incomplete") for an end before the start, Rule("workshop.before_draw") for a start before
    the sign-up closes.
    """
    found = tx.activities.get(activity)
    if found is None or found.kind != "workshop" or found.state != "open":
        raise Rule("activity.not_open")
    settings = json.loads(found.settings)
    before = workshops.read(settings)
    if before.begins <= now:
        raise Rule("workshop.begun")
    if (to.starts, to.ends, dict(to.place)) == (before.starts, before.ends, settings["place"]):
        return found
    if to.ends <= to.starts:
        raise Rule("workshop.incomplete")
    if before.signup_closes is not None and before.booking == "draw" and to.starts <= before.signup_closes:
        raise Rule("workshop.before_draw")
    old = {key: settings[key] for key in ("starts", "ends", "place")}
    settings |= {
        "starts": to.starts.isoformat(),
        "ends": to.ends.isoformat(),
        "place": dict(to.place),
        "sequence": before.sequence + 1,
        "changed": millis(now),
    }
    after = workshops.read(settings)
    if after.begins <= now:
        raise Rule("workshop.past")
    moved = replace(found, settings=json.dumps(settings, ensure_ascii=False, sort_keys=True), closes=millis(after.over))
    tx.activities.change(activity, settings=moved.settings, closes=moved.closes)
    appoint(tx, activity, after, now)
    tx.audit.add(by.id, "workshop.moved", f"{activity}:{after.sequence}", millis(now))
    told(moved, before, after, {"sequence": after.sequence, "before": old})
    return moved
