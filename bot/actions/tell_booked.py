"""Tell everybody who has a place or asks for one, in slices: the first at once, the others by due rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.ports import (
    Activity,
    ActivityId,
    BookingState,
    Due,
    Lane,
    MessageClass,
    Millis,
    Notice,
    NoticeId,
    PersonId,
    Tx,
    millis,
)

KIND = "tell_booked"
ASKING: tuple[BookingState, ...] = ("requested", "waiting", "offered", "confirmed")
SLICE, OFF_SLICE = 50, 20
"""People in one transaction: told, or told and their places given up; meant to stay within 20 ms. Measured on SQLite
with 600 people: 1 and 2 ms in the middle; up to 28 ms where other work kept both cores busy and for the first one."""
CancelAll = Callable[[Tx, ActivityId, int, datetime], int]
"""bot/actions/cancel_booking.py `cancel_all`: ends a slice of bookings, the same that `in_state` gives."""


def make(
    tx: Tx, kind: str, activity: Activity, sequence: int, content: Mapping[str, Any], by: PersonId, now: datetime,
    *, urgent: bool, not_after: Millis,
) -> Notice:  # fmt: skip
    """The notice of a change, once for each change; an urgent one is logged."""
    class_: MessageClass = "urgent" if urgent else "service"
    lane = Lane.CONFIRMATIONS if urgent else Lane.REMINDERS
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    known = tx.notices.named(kind, activity.id, str(sequence))
    made = tx.notices.make(kind, activity.id, str(sequence), class_, lane, text, by, millis(now), not_after=not_after)
    if urgent and known is None:
        tx.audit.add(by, "message.urgent", f"{kind}:{activity.id}:{sequence}", millis(now))
    return made


def tell(tx: Tx, notice: Notice, activity: Activity, after: int, now: datetime) -> None:
    """The next slice by place on the list, after `after`; what is left is put off to a due row. Who asked only
    after the change knows it."""
    slice_ = tx.bookings.in_state(activity.id, ASKING, after, SLICE)
    for booking in slice_:
        if booking.made <= notice.made:
            tx.outbox.add(notice.id, booking.person, millis(now))
    if len(slice_) == SLICE:
        go_on(tx, activity, notice.id, slice_[-1].place, now)


def tell_off(tx: Tx, notice: Notice, activity: Activity, part: int, cancel_all: CancelAll, now: datetime) -> None:
    """The next slice of a workshop that was called off: told, and their bookings end in the same transaction."""
    slice_ = tx.bookings.in_state(activity.id, ASKING, 0, OFF_SLICE)
    for booking in slice_:
        tx.outbox.add(notice.id, booking.person, millis(now))
    cancel_all(tx, activity.id, OFF_SLICE, now)
    if len(slice_) == OFF_SLICE:
        go_on(tx, activity, notice.id, part + 1, now)


def go_on(tx: Tx, activity: Activity, notice: NoticeId, after: int, now: datetime) -> None:
    """The rest by the next tick, slice by slice; `after` also keeps each part's name its own."""
    tx.agenda.put(Due(KIND, activity.id, f"{notice}.{after}", "", "", millis(now)))


def is_urgent(now: datetime, hours: int, *starts: datetime) -> bool:
    """Whether one of these starts is so near that the news cannot wait for the morning."""
    return any(now <= start <= now + timedelta(hours=hours) for start in starts)
