"""What may be asked about due rows: what happens when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.ports.ids import Millis

DueState = Literal["waiting", "done", "expired", "dropped"]


@dataclass(frozen=True, slots=True)
class Due:
    """Something that happens at a wall-clock time: `kind` names it (bot/workers/due), unique by (kind, object,
    occurrence).

    `wall` is local time as written ("2026-10-25T18:00"), "" where only the instant counts; `not_after` 0: never too
    late."""

    kind: str
    object: int
    occurrence: str
    wall: str
    zone: str
    at: Millis
    not_after: Millis = Millis(0)
    state: DueState = "waiting"


class Agenda(Protocol):
    """Due rows."""

    def put(self, due: Due) -> None:
        """Write it; where there is one that still waits or was dropped, its times are replaced; a done one stays
        done unless its new `at` is another."""

    def get(self, kind: str, object_: int, occurrence: str = "") -> Due | None: ...
    def drop(self, object_: int, kind: str = "", occurrence: str = "") -> int:
        """Waiting ones of the object (of that kind and occurrence where given) are dropped."""

    def due(self, now: Millis, limit: int) -> Sequence[Due]:
        """Waiting rows with at <= now, in the order of their instants."""

    def settle(self, due: Due, state: DueState) -> bool:
        """Guarded: True for the one caller that ended the waiting of this very (kind, object, occurrence, at)."""

    def soonest(self) -> Millis | None: ...
    def of(self, object_: int) -> Sequence[Due]: ...
