"""An activity's life: draft, tested by somebody who is no officer, open, closed. Each step once, each step logged."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.errors import Rule
from bot.core.form import Form
from bot.ports import Activity, ActivityId, Edition, Person, Shelf, Tx, millis


def find(tx: Tx, activity: ActivityId) -> Activity:
    """The activity, or Rule("activity.gone")."""
    found = tx.activities.get(activity)
    if found is None:
        raise Rule("activity.gone")
    return found


def imported(
    tx: Tx, by: Person, form: Form, hash_: str, text: str, settings: dict[str, object], now: datetime
) -> tuple[Activity, bool]:
    """Keep an imported form as an edition and a draft activity of its name; True where anything is new.

    An activity that was opened keeps its edition: the new version becomes a draft beside it.
    """
    new = tx.editions.put(Edition(hash_, form.name, text, "import", millis(now)))
    name, number = form.name, 1
    while (
        (there := tx.activities.named(name)) is not None
        and there.state in ("open", "closed")
        and there.edition != hash_
    ):
        number += 1
        name = f"{form.name}-{number}"
    if there is not None and there.edition == hash_:
        return there, False
    activity = tx.activities.put(name, "survey", "", hash_, json.dumps(settings, ensure_ascii=False, sort_keys=True))
    if there is not None:  # a changed draft has to be tested again
        tx.activities.change(activity.id, state="draft", tested_by=0, tested_at=0)
    tx.audit.add(by.id, "form.imported", f"{activity.id}:{hash_[:12]}", millis(now))
    return activity, new or there is None


def taking(activity: Activity, now: datetime) -> bool:
    """Whether it takes answers now: open, and its closing time has not come (the tick that closes it may be late)."""
    return activity.state == "open" and not 0 < activity.closes <= millis(now)


def missing(form: Form) -> int:
    """How many texts are missing in a language of the form, of those that another one has."""
    gaps = 0
    for question in form.questions():
        for texts in (question.label, question.hint, question.constraint_message, question.required_message):
            gaps += sum(1 for language in form.languages if texts and language not in texts)
    for choices in form.lists.values():
        gaps += sum(
            1 for choice in choices for language in form.languages if choice.label and language not in choice.label
        )
    return gaps


def officer_here(tx: Tx, person: Person) -> bool:
    """Whether an officer, or somebody waiting to be one, shares the person's phone or is the person."""
    return any(held.role == "officer" for each in tx.people.of_account(person.account) for held in each.roles)


def found_ready(tx: Tx, tester: Person, activity: ActivityId, name: str, now: datetime) -> None:
    """A named person who is no officer, on no officer's phone, went through this very edition and found it ready."""
    found = find(tx, activity)
    if officer_here(tx, tester):
        raise Rule("activity.tester_officer")
    if found.state not in ("draft", "tested"):
        raise Rule("activity.not_draft")
    row = tx.sessions.of(tester.id, activity, "test")
    if row is None or row.status != "finished":
        raise Rule("not_yours")
    if row.edition != found.edition:
        raise Rule("test.changed")
    settings = json.loads(found.settings) | {"tester": name}
    tx.activities.change(
        activity,
        state="tested",
        tested_by=tester.id,
        tested_at=millis(now),
        settings=json.dumps(settings, ensure_ascii=False, sort_keys=True),
    )
    tx.audit.add(tester.id, "activity.tested", str(activity), millis(now))


def open_(tx: Tx, shelf: Shelf, by: Person, activity: ActivityId, now: datetime) -> Activity:
    """Open to residents; the closing date follows from the settings' deadline (28 days where none is named)."""
    found = find(tx, activity)
    if found.state in ("open", "closed"):
        raise Rule("activity.not_draft")
    if found.state != "tested":
        raise Rule("activity.not_tested")
    settings = json.loads(found.settings)
    form = shelf(tx, found.edition)
    if missing(form) and not (form.fallback or settings.get("fallback")):
        raise Rule("activity.has_gaps")
    days = int(settings.get("deadline", {}).get("days", 28))
    closes = millis(now + timedelta(days=days))
    tx.activities.change(activity, state="open", opened=millis(now), opened_by=by.id, closes=closes)
    tx.audit.add(by.id, "activity.opened", str(activity), millis(now))
    return replace(found, state="open", opened=millis(now), closes=closes)


def declare_fallback(tx: Tx, by: Person, activity: ActivityId, now: datetime) -> None:
    """Declare that missing translations are shown in the form's main language."""
    found = find(tx, activity)
    if found.state not in ("draft", "tested"):
        raise Rule("activity.not_draft")
    settings = json.loads(found.settings) | {"fallback": True}
    tx.activities.change(activity, settings=json.dumps(settings, ensure_ascii=False, sort_keys=True))
    tx.audit.add(by.id, "activity.fallback", str(activity), millis(now))


def extend(tx: Tx, by: Person, activity: ActivityId, now: datetime, days: int = 7) -> Activity:
    """Let it close a week later."""
    found = find(tx, activity)
    if not taking(found, now):
        raise Rule("activity.not_open")
    closes = millis(datetime.fromtimestamp(found.closes / 1000, tz=now.tzinfo) + timedelta(days=days))
    tx.activities.change(activity, closes=closes)
    tx.audit.add(by.id, "activity.extended", str(activity), millis(now))
    return replace(found, closes=closes)


def close(tx: Tx, by: Person | None, activity: ActivityId, now: datetime) -> Activity:
    """Close for good; nobody answers after this commit. Unfinished answers are settled afterwards, in slices."""
    found = find(tx, activity)
    if found.state != "open":
        raise Rule("activity.not_open")
    tx.activities.change(activity, state="closed", closed=millis(now))
    tx.audit.add(by.id if by else found.opened_by, "activity.closed", str(activity), millis(now))
    return replace(found, state="closed", closed=millis(now))
