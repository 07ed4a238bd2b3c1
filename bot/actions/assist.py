"""Assisted responses: a champion asks somebody who has no chat, one at a time, and holds nothing of it afterwards.

The person beside the champion is a person like any other; their account is a paper code's (bot/core/paper.py). Surveys
only: a vote needs the voter's own device or a supervised desk.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from bot.core.errors import Rule
from bot.ports import Activity, ActivityId, Assisted, Person, PersonId, Source, Tx, millis

_MOST_MESSAGES = 400
OUTCOMES = ("confirmed", "doubtful", "gone")


def fits(activity: Activity) -> bool:
    """Whether somebody may be assisted with it: an ordinary survey, not one that is only for those who came."""
    return activity.kind == "survey" and not json.loads(activity.settings).get("only_booked")


def begin(
    tx: Tx, champion: Person, source: Source, card: bytes, language: str, activity: Activity, now: datetime
) -> tuple[Assisted, Person]:
    """Put the person of a card (new, or known by it) into the champion's hand for one survey.

    Raises Rule("assist.surveys_only"), and Rule("assist.one_at_a_time") where the champion holds another's session.
    """
    if not fits(activity):
        raise Rule("assist.surveys_only")
    held = tx.assisted.in_hand(champion.id)
    known = tx.assisted.by_code(card)
    if held is not None and (held.person, held.activity) != (known, activity.id):
        raise Rule("assist.one_at_a_time")
    row = tx.assisted.arrive(card, language, champion.id, activity.id, millis(now))
    if known is None:
        tx.people.change(row.person, language=language, language_confirmed=True, root_source=source.root or source.id)
    tx.assisted.change(row.person, activity.id, state="open", champion=champion.id)
    person = tx.people.person(row.person)
    if person is None:
        raise Rule("not_yours")
    tx.audit.add(champion.id, "assist.begun", f"{activity.id}:{row.person}", millis(now))
    return row, person


def note(tx: Tx, person: PersonId, activity: ActivityId, messages: Sequence[int]) -> None:
    """Remember messages of the session in the champion's chat, so that they can be deleted at its end."""
    row = next((each for each in tx.assisted.of(person) if each.activity == activity), None)
    if row is not None:
        known = dict.fromkeys([*json.loads(row.messages), *(each for each in messages if each)])
        tx.assisted.change(person, activity, messages=json.dumps(list(known)[-_MOST_MESSAGES:]))


def wiped(tx: Tx, person: PersonId, activity: ActivityId) -> None:
    """The messages were deleted."""
    tx.assisted.change(person, activity, messages="[]")


def finished(tx: Tx, row: Assisted, now: datetime, *, chosen: bool) -> Assisted:
    """The survey was sent in; `chosen` by chance to be checked back (an outcome that there is already stays)."""
    check_back = row.check_back or ("due" if chosen else "")
    tx.assisted.change(row.person, row.activity, state="finished", finished=millis(now), check_back=check_back)
    tx.audit.add(row.champion, "assist.finished", f"{row.activity}:{row.person}", millis(now))
    return next(each for each in tx.assisted.of(row.person) if each.activity == row.activity)


def put_away(tx: Tx, champion: Person, now: datetime) -> Assisted | None:
    """Let the session in hand rest; the card takes it up again."""
    row = tx.assisted.in_hand(champion.id)
    if row is not None:
        tx.assisted.change(row.person, row.activity, state="dropped")
        tx.audit.add(champion.id, "assist.put_away", f"{row.activity}:{row.person}", millis(now))
    return row


def check(tx: Tx, by: Person, person: PersonId, activity: ActivityId, outcome: str, now: datetime) -> None:
    """What came of asking the person again. Nothing is deleted by it.

    Raises Rule("check_back.own") for the champion who had assisted, on whatever phone, Rule("not_yours") where none is
    due.
    """
    row = next((each for each in tx.assisted.of(person) if each.activity == activity), None)
    if row is None or row.check_back != "due" or outcome not in OUTCOMES:
        raise Rule("not_yours")
    if row.champion in {each.id for each in tx.people.of_account(by.account)}:
        raise Rule("check_back.own")
    tx.assisted.change(person, activity, check_back=outcome)
    tx.audit.add(by.id, f"check_back.{outcome}", f"{activity}:{person}", millis(now))
