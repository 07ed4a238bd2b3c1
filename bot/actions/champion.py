"""What ends with a champion's role: drafts, waiting messages and what is queued. The link stays, to count by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.ports import Broadcast, PersonId, Tx, millis

Stop = Callable[[Broadcast], None]


def stop_messages(tx: Tx, by: PersonId, person: PersonId, now: datetime, stop: Stop) -> int:
    """Cancel everything of a champion that is not over, in the transaction that takes the role; gives how many.

    `stop` ends one that is on its way, with what is queued of it.
    """
    number = 0
    for found in tx.broadcasts.of(person):
        if found.state in ("draft", "refused"):
            number += tx.broadcasts.move(found, "cancelled")
        elif found.state not in ("cancelled", "done"):
            stop(found)
            number += 1
    if number:
        tx.audit.add(by, "broadcasts.revoked", f"{person}:{number}", millis(now))
    return number
