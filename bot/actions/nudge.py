"""One nudge, at most, for a form that somebody began and did not finish."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core import session_json
from bot.ports import Activity, Lane, Millis, PersonId, SessionId, SessionRow, Tx, millis

KIND = "nudge"
_CHOSEN = ("survey", "vote")
_HOUR = 3_600_000


@dataclass(frozen=True, slots=True)
class Terms:
    """Numbers of the policy: how long after the last answer, not in the last hours before the closing, and for how
    many days one can still go on at all."""

    after_hours: int
    last_hours: int
    resume_days: int


def activities(tx: Tx, terms: Terms, now: datetime) -> list[Activity]:
    """Those whose unfinished forms may be nudged now: open, and not about to close."""
    latest = millis(now + timedelta(hours=terms.last_hours))
    return [a for a in tx.activities.all(("open",)) if a.kind in _CHOSEN and not 0 < a.closes <= latest]


def stale(
    tx: Tx, activity: Activity, terms: Terms, after: SessionId, limit: int, now: datetime
) -> Sequence[SessionRow]:
    """The next sessions, by id, that were left long enough ago and never nudged. Only reads: it may look at many."""
    return tx.sessions.stale(
        activity.id,
        millis(now - timedelta(days=terms.resume_days)),
        millis(now - timedelta(hours=terms.after_hours)),
        KIND,
        after,
        limit,
    )


def nudge(tx: Tx, activity: Activity, rows: Iterable[SessionRow], terms: Terms, now: datetime) -> int:
    """Enqueue a nudge for those that hold an answer; how many are new. There is one notice for each session, ever, so
    that a second look, or a second process, adds nothing."""
    return sum(_enqueue(tx, activity, row, terms, now) for row in rows)


def over(tx: Tx, activity: Activity, session: SessionId, person: PersonId, made: int, now: datetime) -> bool:
    """Whether a nudge is no longer true: the form is finished or closed, or the person came back by themselves."""
    row = tx.sessions.get(session, person)
    closing = 0 < activity.closes <= millis(now)
    return row is None or row.status != "open" or row.touched > made or activity.state != "open" or closing


def _enqueue(tx: Tx, activity: Activity, row: SessionRow, terms: Terms, now: datetime) -> int:
    if not any(answer.value for answer in session_json.loads(row.state).answers.values()):
        return 0
    until = activity.closes and Millis(activity.closes - terms.last_hours * _HOUR)
    notice = tx.notices.make(
        KIND,
        activity.id,
        str(row.id),
        "unasked",
        Lane.BROADCAST,
        json.dumps({"session": row.id}),
        PersonId(0),
        millis(now),
        not_after=until,
    )
    return int(tx.outbox.add(notice.id, row.person, millis(now)))
