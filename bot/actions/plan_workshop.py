"""A workshop's beginnings: kept as a draft, and opened once all that people have to know is said."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.core import workshops
from bot.core.errors import Rule
from bot.core.workshop_words import gaps, texts_at
from bot.core.workshops import Workshop
from bot.ports import Activity, ActivityId, Person, Tx, millis

BOOKING = "booking"
"""The form that people sign up with (content/surveys/booking.md)."""
STATED = ("fixed", "open", "money.text", "deadline.text")
"""Power is shared: nothing opens that does not say these."""
Appoint = Callable[[Tx, ActivityId, Workshop, datetime], None]
"""bot/actions/appoint.py"""


def find(tx: Tx, activity: ActivityId) -> Activity:
    """The workshop, or Rule("activity.gone")."""
    found = tx.activities.get(activity)
    if found is None or found.kind != "workshop":
        raise Rule("activity.gone")
    return found


def save(tx: Tx, by: Person, name: str, settings: Mapping[str, Any], now: datetime) -> Activity:
    """Keep it as a draft of this name, or change the draft that has it. Nothing is told to anybody.

    Raises Rule("activity.not_draft") where it was opened, Rule("workshop.incomplete") where a part is missing,
    Rule("workshop.no_form") where there is no booking form.
    """
    there, form = tx.activities.named(name), tx.activities.named(BOOKING)
    if there is not None and (there.kind != "workshop" or there.state not in ("draft", "tested")):
        raise Rule("activity.not_draft")
    if form is None:
        raise Rule("workshop.no_form")
    _read(settings)
    text = json.dumps(settings, ensure_ascii=False, sort_keys=True)
    kept = tx.activities.put(name, "workshop", str(settings.get("pilot", "")), form.edition, text)
    tx.audit.add(by.id, "workshop.planned", str(kept.id), millis(now))
    return kept


def open_(
    tx: Tx, by: Person, activity: ActivityId, languages: Sequence[str], poster: str, appoint: Appoint, now: datetime
) -> Activity:
    """Open for sign-up until the start. No tester is needed: the form is the one of every workshop.

    `poster` is the code of the day, shown on site. Raises Rule("activity.not_draft"), Rule("workshop.incomplete"),
    Rule("workshop.has_gaps") unless a fallback is declared, Rule("workshop.past").
    """
    found, form = find(tx, activity), tx.activities.named(BOOKING)
    if found.state not in ("draft", "tested"):
        raise Rule("activity.not_draft")
    if form is None:
        raise Rule("workshop.no_form")
    settings = json.loads(found.settings)
    workshop = _read(settings)
    if not all(texts_at(settings, path) for path in STATED):
        raise Rule("workshop.incomplete")
    if gaps(settings, languages) and not settings.get("fallback"):
        raise Rule("workshop.has_gaps")
    if workshop.begins <= now or (workshop.drawn_at is not None and workshop.drawn_at <= now):
        raise Rule("workshop.past")
    settings |= {"poster_code": poster, "changed": millis(now), "sequence": workshop.sequence}
    if settings.get("ask_feedback", True):
        settings["feedback"] = f"{found.name}-feedback"
    opened = replace(
        found,
        state="open",
        edition=form.edition,
        settings=json.dumps(settings, ensure_ascii=False, sort_keys=True),
        opened=millis(now),
        opened_by=by.id,
        closes=millis(workshop.over),
    )
    tx.activities.change(
        activity, state="open", edition=opened.edition, settings=opened.settings, opened=opened.opened,
        opened_by=by.id, closes=opened.closes,
    )  # fmt: skip
    appoint(tx, activity, workshops.read(settings), now)
    tx.audit.add(by.id, "activity.opened", str(activity), millis(now))
    return opened


def set_seats(tx: Tx, activity: ActivityId, seats: int, most: int) -> Activity:
    """Write down another number of places (bot/actions/places.py `resize` makes it so, and refuses fewer than are
    held). Raises Rule("workshop.seats_odd") for none or more than `most`."""
    found = find(tx, activity)
    if not 1 <= seats <= most:
        raise Rule("workshop.seats_odd", most=most)
    if found.state not in ("draft", "tested", "open"):
        raise Rule("activity.not_open")
    settings = json.loads(found.settings) | {"seats": seats}
    text = json.dumps(settings, ensure_ascii=False, sort_keys=True)
    tx.activities.change(activity, settings=text)
    return replace(found, settings=text)


def _read(settings: Mapping[str, Any]) -> Workshop:
    try:
        workshop = workshops.read(settings)
    except (KeyError, ValueError, TypeError):
        raise Rule("workshop.incomplete") from None
    if workshop.ends <= workshop.starts or not any(workshop.title.values()):
        raise Rule("workshop.incomplete")
    if workshop.booking == "draw" and (workshop.signup_closes is None or workshop.signup_closes >= workshop.starts):
        raise Rule("workshop.incomplete")
    return workshop
