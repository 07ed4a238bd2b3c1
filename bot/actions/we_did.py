"""Publish an answer to what people said, once, to everybody who took part; and say later what became of a promise."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from bot.core.audience import Audience
from bot.core.errors import Rule
from bot.core.we_did import Outcome, Statement, Texts, read, written
from bot.ports import Activity, ActivityId, Lane, Person, Tx, millis

KIND = "we_did"
ANSWERED = ("survey", "vote", "workshop")


def answerable(tx: Tx, activity: ActivityId) -> Activity:
    """An activity that people took part in and that is over. Raises Rule("we_did.not_yet") for any other."""
    found = tx.activities.get(activity)
    if found is None or found.state != "closed" or found.kind not in ANSWERED:
        raise Rule("we_did.not_yet")
    return found


def publish(tx: Tx, by: Person, activity: ActivityId, draft: Statement, now: datetime) -> Statement:
    """Keep the statement with the activity, and tell every participant once; of a workshop, whoever had a place.

    Raises Rule("we_did.not_yet").
    """
    found = answerable(tx, activity)
    settings = json.loads(found.settings)
    there = read(settings)
    made = replace(draft, number=max((each.number for each in there), default=0) + 1, at=millis(now))
    _keep(tx, found, (*there, made))
    tx.notices.make(
        KIND,
        activity,
        str(made.number),
        "service",
        Lane.BROADCAST,
        json.dumps({"number": made.number}),
        by.id,
        millis(now),
        audience=Audience(booked=activity) if found.kind == "workshop" else Audience(took_part=activity),
    )
    tx.audit.add(by.id, "we_did.published", f"{activity}:{made.number}", millis(now))
    return made


def mark(
    tx: Tx, by: Person, activity: ActivityId, number: int, outcome: Outcome, words: Texts, now: datetime
) -> Statement:
    """Say what became of a promise. Once: what was said of it stays said. Raises Rule("we_did.marked")."""
    found = tx.activities.get(activity)
    there = read(json.loads(found.settings)) if found is not None else ()
    promise = next((each for each in there if each.number == number and each.answer == "will"), None)
    if found is None or promise is None:
        raise Rule("we_did.not_yet")
    if promise.outcome:
        raise Rule("we_did.marked")
    made = replace(promise, outcome=outcome, outcome_words=words)
    _keep(tx, found, tuple(made if each.number == number else each for each in there))
    tx.audit.add(by.id, f"we_did.{outcome}", f"{activity}:{number}", millis(now))
    return made


def _keep(tx: Tx, found: Activity, statements: tuple[Statement, ...]) -> None:
    settings = json.loads(found.settings) | {"statements": written(statements)}
    tx.activities.change(found.id, settings=json.dumps(settings, ensure_ascii=False, sort_keys=True))
