"""The officers' working days are over and a champion's message still waits: champions of its area are asked."""

from __future__ import annotations

from datetime import datetime

from bot.actions.approve import open_to_champions
from bot.ports import Due, Errand, Tx


def fall(tx: Tx, due: Due, now: datetime) -> tuple[Errand, ...]:
    """`object` is the broadcast, `occurrence` the instant at which it was asked for: of an earlier asking, nothing."""
    found = tx.broadcasts.get(due.object)
    if found is not None and str(found.asked) == due.occurrence:
        open_to_champions(tx, found, now)
    return ()
