"""Holding what is sent: after a backup was restored or a long standstill nobody is written to before a person looks."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.ports import State, Tx, millis

HELD, HEARTBEAT = "held", "heartbeat"
STANDSTILL = timedelta(hours=1)


def held(tx: Tx) -> bool:
    """Whether nothing may be sent until an operator confirms."""
    return tx.notes.get(HELD) == "1"


def hold_where_stale(tx: Tx, now: datetime) -> bool:
    """At start: hold where rows wait and the last heartbeat is more than an hour old. True where it is held (also from
    before). A database that never had a heartbeat is new, and not held."""
    if held(tx):
        return True
    beat = int(tx.notes.get(HEARTBEAT) or 0)
    waiting = any(state in (State.WAITING, State.CLAIMED) and count for _, state, count in tx.outbox.queue())
    if not beat or not waiting or millis(now) - beat <= STANDSTILL / timedelta(milliseconds=1):
        return False
    tx.notes.put(HELD, "1")
    return True


def let_go(tx: Tx, now: datetime) -> bool:
    """Send again, by the operator's word; False where nothing was held."""
    if not held(tx):
        return False
    tx.notes.put(HELD, "0")
    tx.notes.put(HEARTBEAT, str(millis(now)))
    return True
