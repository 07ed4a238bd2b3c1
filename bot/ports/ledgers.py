"""What may be asked about the audit log, releases, updates and notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.ports.ids import (
    ActivityId,
    Millis,
    PersonId,
)
from bot.ports.records import (
    AuditEntry,
    ReleaseRow,
)


class Audit(Protocol):
    """The hash-chained log."""

    def add(self, actor: PersonId, verb: str, object_: str, now: Millis) -> AuditEntry: ...
    def after(self, seq: int, limit: int) -> Sequence[AuditEntry]: ...
    def broken(self) -> int:
        """The first broken link's seq, 0 where the chain is whole."""


class Releases(Protocol):
    """Frozen exports."""

    def add(
        self, activity: ActivityId, format_: str, sha256: str, tables: str, by: PersonId, now: Millis
    ) -> ReleaseRow: ...
    def of(self, activity: ActivityId) -> Sequence[ReleaseRow]: ...


class Updates(Protocol):
    """What came in from the messenger."""

    def fresh(self, update: int, now: Millis) -> bool:
        """Insert the id; False where it was there already (seen before: no second effect)."""

    def fail(self, update: int, reference: str, now: Millis) -> int:
        """Count a failed try; gives the number of tries so far."""

    def park(self, update: int, reference: str, now: Millis) -> None:
        """Give up: mark as seen and parked."""

    def parked(self) -> int: ...
    def highest(self) -> int: ...
    def prune(self, before: Millis, limit: int) -> int: ...


class Retention(Protocol):
    """Erasing by age."""

    def prune(self, kind: str, before: Millis, limit: int) -> int:
        """Erase a slice of the rows of a kind ([retention.*] of the policy) older than `before`; how many went.

        Raises KeyError for a kind that nothing is planned for.
        """

    def blank(self, activity: ActivityId, question: str, before: Millis, *, voice: bool) -> int:
        """Empty the words (or only the recordings) that older responses gave to a question; how many."""


class Notes(Protocol):
    """Small facts about this instance (epoch, heartbeat, commands set): text by key."""

    def get(self, key: str) -> str | None: ...
    def put(self, key: str, value: str) -> None: ...
