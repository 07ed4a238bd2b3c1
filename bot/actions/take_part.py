"""Begin an activity, or go on in it: one open session per person and activity."""

from __future__ import annotations

import json
from datetime import datetime

from bot.core import past, session_json, turn
from bot.core.errors import Rule
from bot.core.form import Language
from bot.ports import Activity, ActivityId, Consent, Person, SessionId, SessionRow, SessionUse, Shelf, Tx, millis

CONSENT_VERSION = "2026-11"
"""Of the words under privacy.* and the welcome; raised whenever their meaning changes."""


def take_part(  # the many arguments are one person, one activity and the two things that chance and time give
    tx: Tx,
    shelf: Shelf,
    person: Person,
    activity: Activity,
    now: datetime,
    seed: int,
    *,
    use: SessionUse = "answer",
    after: SessionId = SessionId(0),
    known: tuple[tuple[str, str], ...] = (),
) -> SessionRow:
    """Open a session, or take up the one that is there, and put it into the person's hand.

    `known` are (question name, value) of what the person has said about themselves before: not asked again.
    Raises Rule("activity.not_open") for an answering session of an activity that is not open, and
    Rule("feedback.only_booked") where only those are asked who were at a workshop.
    """
    if use == "answer" and (activity.state != "open" or 0 < activity.closes <= millis(now)):
        raise Rule("activity.not_open")
    if use == "answer" and not _asked(tx, person, activity):
        raise Rule("feedback.only_booked")
    row = tx.sessions.of(person.id, activity.id, use)
    if row is not None and use != "answer":
        # A test is of the present edition; a profile asked for again is asked anew, so that it leads back to the
        # survey in hand and not to one in which it was left.
        anew = row.status == "finished" or row.edition != activity.edition or row.after != after
        row = None if anew else row
    if row is None or row.status == "dropped":
        form = shelf(tx, activity.edition)
        language = Language(person.language)
        session = turn.begin(form, seed=seed, language=language, now=now)
        session = past.known(form, session, dict(known), now)
        row = tx.sessions.open(
            person.id,
            activity.id,
            activity.edition,
            use,
            session_json.dumps(session),
            session.revision,
            millis(now),
            after,
        )
    tx.people.change(person.id, session=row.id)
    return row


def _asked(tx: Tx, person: Person, activity: Activity) -> bool:
    """Whether the activity asks this person: feedback only those who had a place at its workshop and came."""
    workshop = int(json.loads(activity.settings or "{}").get("only_booked", 0))
    if not workshop:
        return True
    booking = tx.bookings.of(ActivityId(workshop), person.id)
    return booking is not None and booking.state in ("confirmed", "attended")


def agreed(tx: Tx, person: Person) -> bool:
    """Whether the person agreed to take part, to the words as they are now."""
    latest = tx.consents.latest(person.id, "take_part")
    return latest is not None and latest.given and latest.text_version == CONSENT_VERSION


def consent(tx: Tx, person: Person, purpose: str, now: datetime, *, given: bool) -> None:
    """Record a consent, given or withdrawn, with the version and language of the words that were shown."""
    if purpose not in {"take_part", "who_is_missing", "invite_me"}:
        raise Rule("not_yours")
    tx.consents.add(Consent(person.id, purpose, given, CONSENT_VERSION, person.language, millis(now)))  # type: ignore[arg-type]
