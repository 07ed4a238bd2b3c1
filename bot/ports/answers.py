"""What may be asked about forms, activities, sessions and responses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.ports.ids import (
    ActivityId,
    ActivityKind,
    ActivityState,
    Millis,
    PersonId,
    ResponseId,
    SessionId,
    SessionUse,
)
from bot.ports.records import (
    Activity,
    CountRow,
    Edition,
    Entry,
    SessionRow,
)


class Editions(Protocol):
    """Immutable forms."""

    def put(self, edition: Edition) -> bool:
        """True where it was new."""

    def get(self, hash_: str) -> Edition | None: ...
    def of_name(self, name: str) -> Sequence[Edition]: ...


class Activities(Protocol):
    """What residents can take part in."""

    def put(self, name: str, kind: ActivityKind, pilot: str, edition: str, settings: str) -> Activity:
        """Make it as a draft, or change the edition and settings of a draft; once opened it keeps its edition."""

    def get(self, activity: ActivityId) -> Activity | None: ...
    def named(self, name: str) -> Activity | None: ...
    def all(self, states: Sequence[ActivityState] = ()) -> Sequence[Activity]: ...
    def change(self, activity: ActivityId, **fields: str | int) -> None:
        """Set any of: state, edition, settings, opened, closes, closed, tested_by, tested_at, opened_by."""


class Sessions(Protocol):
    """People in forms."""

    def open(
        self,
        person: PersonId,
        activity: ActivityId,
        edition: str,
        use: SessionUse,
        state: str,
        revision: int,
        now: Millis,
        after: SessionId = SessionId(0),
    ) -> SessionRow: ...
    def get(self, session: SessionId, person: PersonId) -> SessionRow | None:
        """Only where it is the person's own."""

    def of(self, person: PersonId, activity: ActivityId, use: SessionUse) -> SessionRow | None:
        """The latest one, open or finished."""

    def save(self, session: SessionId, state: str, revision: int, status: str, now: Millis) -> None: ...
    def drawn(self, session: SessionId, revision: int, message: int) -> None:
        """The person was shown `revision` as `message`; never goes back to an older revision."""

    def undrawn(self, since: Millis, limit: int) -> Sequence[SessionRow]:
        """Fresh open sessions whose present revision was not shown."""

    def open_of(self, activity: ActivityId, after: SessionId, limit: int) -> Sequence[SessionRow]:
        """Open answering sessions of an activity, by id, for settling in slices at close."""

    def stale(
        self, activity: ActivityId, since: Millis, before: Millis, kind: str, after: SessionId, limit: int
    ) -> Sequence[SessionRow]:
        """Open answering sessions last touched from `since` until `before`, by id, about which there is no notice of
        `kind` (object the activity, occurrence the session's id)."""

    def started(self, activity: ActivityId) -> int: ...


class Responses(Protocol):
    """Finished (or settled) responses: written per person, read only as totals."""

    def put(self, entry: Entry) -> ResponseId:
        """Store, replacing the same person's earlier response to the same activity."""

    def total(self, activity: ActivityId) -> int: ...
    def counts(self, activity: ActivityId, question: str, attribute: str = "") -> Sequence[CountRow]:
        """GROUP BY code, and by section of the frozen profile where `attribute` is given ("" section: not stated)."""

    def asked(self, activity: ActivityId, question: str, attribute: str = "") -> Sequence[CountRow]:
        """How many responses hold any answer to the question (code ""), whole or by section."""

    def own_sections(self, activity: ActivityId, person: PersonId) -> Mapping[str, str]:
        """The sections that one person's own response was frozen with: code by attribute. For words to that very
        person alone; what is published of these sections comes from a release."""

    def margin(self, activity: ActivityId, attribute: str) -> Sequence[CountRow]:
        """Who took part: responses by profile code (question "", code "", section = the code)."""
