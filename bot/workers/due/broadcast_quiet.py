"""A pre-election period begins: a champion's message that is still being sent is held."""

from __future__ import annotations

from datetime import datetime

from bot.actions.send import pause
from bot.core.broadcasts import remarks
from bot.ports import Due, Errand, PersonId, Tx


def fall(tx: Tx, due: Due, now: datetime) -> tuple[Errand, ...]:
    """`object` is the broadcast. Where an officer overrode the period for it, it goes on."""
    found = tx.broadcasts.get(due.object)
    if found is not None and not remarks(found.reason).override:
        pause(tx, PersonId(0), found, now)
    return ()
