"""What waits to be sent, at a glance: for officers, operators and /healthz."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.ports import Lane, State, Tx, millis


@dataclass(frozen=True, slots=True)
class Line:
    """One lane: rows that wait, that are being sent, and of which nobody knows."""

    waiting: int = 0
    in_hand: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Outlook:
    """`behind`: for how many seconds the longest-waiting row has been due (0: none is)."""

    held: bool
    lanes: Mapping[Lane, Line]
    behind: int

    @property
    def waiting(self) -> int:
        """Rows of all lanes that wait or are in hand."""
        return sum(line.waiting + line.in_hand for line in self.lanes.values())


def outlook(tx: Tx, now: datetime, *, held: bool) -> Outlook:
    """Count."""
    counts = {(lane, state): number for lane, state, number in tx.outbox.queue()}
    lanes = {
        lane: Line(
            counts.get((lane, State.WAITING), 0),
            counts.get((lane, State.CLAIMED), 0) + counts.get((lane, State.STARTED), 0),
            counts.get((lane, State.UNKNOWN), 0),
        )
        for lane in Lane
    }
    soonest = tx.outbox.soonest()
    behind = 0 if soonest is None else max(0, (millis(now) - soonest) // 1000)
    return Outlook(held, lanes, behind)
