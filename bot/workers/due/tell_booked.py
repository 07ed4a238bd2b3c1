"""The rest of a large workshop's people hear that it moved or was called off, slice by slice."""

from __future__ import annotations

from datetime import datetime

from bot.actions.cancel_booking import cancel_all
from bot.actions.tell_booked import tell, tell_off
from bot.ports import ActivityId, Due, Errand, NoticeId, Tx


def fall(tx: Tx, due: Due, now: datetime) -> tuple[Errand, ...]:
    """`occurrence` is "notice.after"."""
    number, _, after = due.occurrence.partition(".")
    notice, activity = tx.notices.get(NoticeId(int(number))), tx.activities.get(ActivityId(due.object))
    if notice is None or activity is None:
        return ()
    if notice.kind == "workshop_cancelled":
        tell_off(tx, notice, activity, int(after), cancel_all, now)
    else:
        tell(tx, notice, activity, int(after), now)
    return ()
