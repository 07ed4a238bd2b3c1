"""Settle unfinished sessions of a closed activity: irrelevant answers dropped, the rest counted as partial."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.core import past, session_json
from bot.ports import ActivityId, SessionId, Shelf, Tx, millis


@dataclass(frozen=True, slots=True)
class Slice:
    """How many sessions were looked at and settled, and where the next slice begins."""

    looked: int
    settled: int
    last: SessionId


def settle_some(
    tx: Tx,
    shelf: Shelf,
    activity: ActivityId,
    after: SessionId,
    limit: int,
    now: datetime,
    finish: Callable[..., object],
) -> Slice:
    """Settle the next sessions by id; `finish` stores a response (bot/actions/finish.py).

    Nothing happens to an activity that is not closed."""
    found = tx.activities.get(activity)
    if found is None or found.state != "closed":
        return Slice(0, 0, after)
    rows = tx.sessions.open_of(activity, after, limit)
    settled = 0
    for row in rows:
        form = shelf(tx, row.edition)
        session = session_json.loads(row.state)
        answers = past.settled(form, session, now)
        person = tx.people.person(row.person)
        given = any(answer.value for answer in session.answers.values())
        if person is not None and given:
            finish(tx, person, row, found, form, answers, now, complete=False)
            settled += 1
        tx.sessions.save(row.id, row.state, row.revision, "finished" if given else "dropped", millis(now))
    return Slice(len(rows), settled, rows[-1].id if rows else after)
