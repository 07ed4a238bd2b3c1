"""Call a workshop off: it takes no more sign-ups, everybody concerned is told with the reason, places are given up."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.core import workshops
from bot.core.errors import Rule
from bot.core.workshops import Workshop
from bot.ports import Activity, ActivityId, Person, Tx, millis


def call_off(
    tx: Tx,
    by: Person,
    activity: ActivityId,
    reason: str,
    drop: Callable[[Tx, ActivityId], None],
    told: Callable[[Activity, Workshop, Mapping[str, Any]], None],
    now: datetime,
) -> Activity:
    """Once; a second time changes nothing. `reason` is in the officer's language and shown as it is.

    Raises Rule("activity.not_open") where it was never open or is over, Rule("workshop.begun") once it has ended.
    """
    found = tx.activities.get(activity)
    if found is None or found.kind != "workshop":
        raise Rule("activity.not_open")
    settings = json.loads(found.settings)
    if settings.get("cancelled"):
        return found
    if found.state != "open":
        raise Rule("activity.not_open")
    before = workshops.read(settings)
    if before.over <= now:
        raise Rule("workshop.begun")
    settings |= {
        "cancelled": True,
        "reason": {by.language: reason},
        "sequence": before.sequence + 1,
        "changed": millis(now),
    }
    off = replace(
        found, state="closed", closed=millis(now), settings=json.dumps(settings, ensure_ascii=False, sort_keys=True)
    )
    tx.activities.change(activity, state="closed", closed=off.closed, settings=off.settings)
    drop(tx, activity)
    tx.agenda.drop(activity, "draw")
    tx.audit.add(by.id, "workshop.cancelled", str(activity), millis(now))
    told(off, workshops.read(settings), {"sequence": before.sequence + 1})
    return off
