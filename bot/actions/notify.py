"""Notices by theme and area: drafted from a plain file or in chat, published once, to those who asked to hear of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from bot.core.audience import Audience
from bot.core.elections import Period
from bot.core.errors import Rule
from bot.ports import Activity, ActivityId, Lane, Person, Tx, millis

KIND: Literal["notice"] = "notice"
_NOTE = "content:notices/"


def take_in(tx: Tx, name: str, settings: Mapping[str, Any], digest: str, now: datetime) -> bool:
    """Keep a notice of the content folder as a draft; False where this very file was taken in before.

    A statement about something earlier (`earlier: true`), of which nobody here took part, is part of the results at
    once and sent to nobody.
    """
    if tx.notes.get(_NOTE + name) == digest:
        return False
    there = tx.activities.named(name)
    if there is not None and there.kind != KIND:
        raise ValueError(f"{name} is the name of another activity")
    text = json.dumps(settings, ensure_ascii=False, sort_keys=True)
    made = tx.activities.put(name, KIND, str(settings.get("pilot", "")), "", text)
    if settings.get("earlier"):
        tx.activities.change(made.id, state="closed", settings=text, closed=made.closed or millis(now))
    tx.notes.put(_NOTE + name, digest)
    return True


def draft(tx: Tx, by: Person, name: str, settings: Mapping[str, Any], now: datetime) -> Activity:
    """Keep a notice written in chat as a draft."""
    made = tx.activities.put(name, KIND, "", "", json.dumps(settings, ensure_ascii=False, sort_keys=True))
    tx.audit.add(by.id, "notice.drafted", str(made.id), millis(now))
    return made


def find(tx: Tx, activity: ActivityId) -> Activity:
    """A notice, or Rule("notice.gone")."""
    found = tx.activities.get(activity)
    if found is None or found.kind != KIND:
        raise Rule("notice.gone")
    return found


def publish(
    tx: Tx, by: Person, activity: ActivityId, now: datetime, period: Period | None = None, reason: str = ""
) -> Activity:
    """Tell everybody who asked for its theme, in its areas or everywhere. A second time changes nothing.

    Within a pre-election period only with a reason, which is kept beside it and logged; else Rule("elections.quiet").
    """
    found = find(tx, activity)
    if found.state != "draft":
        return found
    settings = json.loads(found.settings)
    if not settings.get("theme") or not settings.get("text"):
        raise Rule("notice.not_whole")
    if period is not None:
        if not reason.strip():
            raise Rule("elections.quiet", name=period.name)
        settings["override"] = reason.strip()
        text = json.dumps(settings, ensure_ascii=False, sort_keys=True)
        tx.activities.change(activity, settings=text)
        tx.audit.add(by.id, "elections.overridden", f"notice:{activity}", millis(now))
    tx.activities.change(activity, state="open", opened=millis(now), opened_by=by.id)
    tx.notices.make(
        KIND,
        activity,
        "",
        "service",
        Lane.BROADCAST,
        "",
        by.id,
        millis(now),
        audience=Audience(theme=str(settings["theme"]), areas=tuple(settings.get("areas", ()))),
    )
    tx.audit.add(by.id, "notice.published", str(activity), millis(now))
    return find(tx, activity)


def published(tx: Tx, most: int) -> list[Activity]:
    """The newest ones, for whoever wants to read them."""
    there = [found for found in tx.activities.all(("open",)) if found.kind == KIND]
    return sorted(there, key=lambda found: -found.opened)[:most]


def drafts(tx: Tx) -> list[Activity]:
    """What waits to be published."""
    return [found for found in tx.activities.all(("draft",)) if found.kind == KIND]
