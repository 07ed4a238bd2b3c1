"""Afterwards those who came are asked how it was: the one feedback form, as a survey of this workshop alone."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from bot.core.appointment import words as own_words
from bot.core.audience import Audience
from bot.ports import Activity, Lane, Tx, millis

TEMPLATE = "workshop_feedback"
_DAYS = 14


def ask(tx: Tx, workshop: Activity, now: datetime) -> Activity | None:
    """Open the survey and tell those who attended (where nobody was checked in: who had a place). Once; None where
    the workshop asks for none, was called off, or nobody came."""
    settings = json.loads(workshop.settings)
    name, form = settings.get("feedback", ""), tx.activities.named(TEMPLATE)
    counts = tx.bookings.counts(workshop.id)
    came = counts.get("attended", 0) or counts.get("confirmed", 0)
    if not name or form is None or settings.get("cancelled") or not came:
        return None
    there = tx.activities.named(name)
    if there is None:
        there = tx.activities.put(name, "survey", workshop.pilot, form.edition, _settings(form, workshop))
    if there.state in ("draft", "tested"):
        days = int(json.loads(form.settings).get("deadline", {}).get("days", _DAYS))
        closes = millis(now + timedelta(days=days))
        tx.activities.change(there.id, state="open", opened=millis(now), opened_by=workshop.opened_by, closes=closes)
        tx.audit.add(workshop.opened_by, "activity.opened", str(there.id), millis(now))
        there = tx.activities.get(there.id) or there
    tx.notices.make(
        "feedback", workshop.id, "", "service", Lane.REMINDERS, json.dumps({"survey": there.id}), workshop.opened_by,
        millis(now), audience=Audience(booked=workshop.id), not_after=there.closes,
    )  # fmt: skip
    return there


def _settings(form: Activity, workshop: Activity) -> str:
    """The form's own words with the workshop's name in the title; in no list, and for nobody else."""
    words, about = json.loads(form.settings), json.loads(workshop.settings)
    named = {
        language: f"{text}: {own_words(about['title'], language)}" for language, text in words.get("title", {}).items()
    }
    made = words | {"title": named, "hidden": True, "only_booked": workshop.id, "sample": bool(about.get("sample"))}
    if about.get("contact"):
        made["contact"] = about["contact"]
    return json.dumps(made, ensure_ascii=False, sort_keys=True)
