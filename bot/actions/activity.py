"""An activity's life: draft, tested by somebody who is no officer, open, closed. Each step once, each step logged."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.errors import Rule
from bot.core.form import Form
from bot.ports import Activity, ActivityId, Due, Edition, Millis, Person, Shelf, Tx, millis

OPENS, CLOSES, SETTLES = "open_activity", "close_activity", "settle_activity"
"""Kinds of due rows (bot/workers/due)."""
TAKEN_IN = ("survey", "vote")
"""Kinds that close at their time and whose unfinished answers count; a workshop's booking forms are no answers."""


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


def open_(tx: Tx, shelf: Shelf, by: Person | None, activity: ActivityId, now: datetime) -> Activity:
    """Open to residents, by an officer or (None) because its planned time has come.

    The closing time is the planned one, else follows from the settings' deadline (28 days where none is named).
    """
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
    closes = found.closes if found.closes > millis(now) else millis(now + timedelta(days=days))
    who = by.id if by else found.opened_by
    tx.activities.change(activity, state="open", opened=millis(now), opened_by=who, closes=closes)
    tx.agenda.drop(activity, OPENS)
    tx.agenda.put(Due(CLOSES, activity, "", "", "", closes))
    tx.audit.add(who, "activity.opened", str(activity), millis(now))
    return replace(found, state="open", opened=millis(now), closes=closes)


def planned(tx: Tx, activity: ActivityId) -> Due | None:
    """When it is to open, where that waits."""
    row = tx.agenda.get(OPENS, activity)
    return row if row is not None and row.state == "waiting" else None


def plan(tx: Tx, by: Person, activity: ActivityId, at: datetime, wall: str, zone: str, now: datetime) -> Due:
    """Let it open at a time to come. Everything is checked at that time; where something is missing then, it stays
    closed and the officers are told. `wall` is the local time as chosen, `at` its instant."""
    found = find(tx, activity)
    if found.state in ("open", "closed"):
        raise Rule("activity.not_draft")
    if at <= now:
        raise Rule("activity.past")
    if 0 < found.closes <= millis(at):
        raise Rule("activity.closes_before")
    tx.activities.change(activity, opened_by=by.id)
    row = Due(OPENS, activity, "", wall, zone, millis(at))
    tx.agenda.put(row)
    tx.audit.add(by.id, "activity.planned", f"{activity}:{row.at}", millis(now))
    return row


def unplan(tx: Tx, by: Person, activity: ActivityId, now: datetime) -> bool:
    """Let it not open by itself; False where nothing was planned."""
    if not tx.agenda.drop(activity, OPENS):
        return False
    tx.audit.add(by.id, "activity.unplanned", str(activity), millis(now))
    return True


def close_at(tx: Tx, by: Person, activity: ActivityId, at: datetime, wall: str, zone: str, now: datetime) -> Activity:
    """Choose the closing time. Once open it only moves later: people were told until when they can answer."""
    found = find(tx, activity)
    if found.state == "closed" or (found.state == "open" and not taking(found, now)):
        raise Rule("activity.not_open")
    if at <= now:
        raise Rule("activity.past")
    opening = planned(tx, activity)
    if opening is not None and opening.at >= millis(at):
        raise Rule("activity.closes_before")
    if found.state == "open" and millis(at) < found.closes:
        raise Rule("activity.only_later")
    tx.activities.change(activity, closes=millis(at))
    if found.state == "open":
        tx.agenda.put(Due(CLOSES, activity, "", wall, zone, millis(at)))
    verb = "activity.extended" if found.state == "open" else "activity.closing_set"
    tx.audit.add(by.id, verb, str(activity), millis(now))
    return replace(found, closes=millis(at))


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
    tx.agenda.put(Due(CLOSES, activity, "", "", "", closes))
    tx.audit.add(by.id, "activity.extended", str(activity), millis(now))
    return replace(found, closes=closes)


def close(tx: Tx, by: Person | None, activity: ActivityId, now: datetime) -> Activity:
    """Close for good; nobody answers after this commit. Unfinished answers are settled afterwards, in slices (a due
    row sees to it, whatever happens to this process)."""
    found = find(tx, activity)
    if found.state != "open":
        raise Rule("activity.not_open")
    tx.activities.change(activity, state="closed", closed=millis(now))
    tx.agenda.drop(activity, CLOSES)
    if found.kind in TAKEN_IN:
        tx.agenda.put(Due(SETTLES, activity, "", "", "", millis(now)))
    tx.audit.add(by.id if by else found.opened_by, "activity.closed", str(activity), millis(now))
    return replace(found, state="closed", closed=millis(now))


def unminded(tx: Tx) -> list[Due]:
    """Closing rows that are missing or say another time than the activity does (opened before there were due rows)."""
    rows = []
    for found in tx.activities.all(("open",)):
        if found.kind not in TAKEN_IN or not found.closes:
            continue
        row = tx.agenda.get(CLOSES, found.id)
        if row is None or row.at != found.closes or row.state == "dropped":
            rows.append(Due(CLOSES, found.id, "", "", "", Millis(found.closes)))
    return rows
