"""What may be asked about messages to others: notices, deliveries (the outbox) and who sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal, NewType, Protocol

from bot.core.audience import Audience
from bot.ports.ids import Millis, PersonId

NoticeId = NewType("NoticeId", int)

MessageClass = Literal["confirmation", "urgent", "duty", "appointed", "service", "unasked"]
"""What the contact rules (bot/core/contact.py) go by. confirmation: follows from what the person has just done.
urgent: cannot wait for the morning, logged. duty: a role's work (something waits for an officer). appointed: a reminder
at its time. service: news of what one took part in or asked for, bundled, one a day. unasked: everything else."""

NoticeState = Literal["filling", "ready", "paused", "cancelled", "done"]
"""filling: recipients are still being written, none is sent to yet unless it has none to write; done: no open rows."""


class Lane(IntEnum):
    """Which goes first."""

    CONFIRMATIONS = 0
    REMINDERS = 1
    BROADCAST = 2


class State(IntEnum):
    """Of a delivery. Open ones are below SENT."""

    WAITING = 0
    CLAIMED = 1
    """In a sender's hand, surely not sent."""
    STARTED = 2
    """Stamped just before its request: after a crash nobody knows."""
    SENT = 10
    REFUSED = 11
    """The messenger will not (blocked, gone, not accepted)."""
    UNKNOWN = 12
    """Timeout, reset, 5xx, or a crash after the stamp: listed, sent again only by a person's word."""
    EXPIRED = 13
    CANCELLED = 14
    SKIPPED = 15
    """No longer true or wanted when its turn came; `reason` says which rule."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told to others. Unique by (kind, object, occurrence), so making it again is harmless.

    `kind` names its letter (handlers/letters); `audience` is the JSON of an Audience, "" where recipients are added one
    by one; `content` JSON for the letter. `due` and `not_after` are civil instants (0: at once; never).
    """

    id: NoticeId
    kind: str
    object: int
    occurrence: str
    class_: MessageClass
    lane: Lane
    audience: str
    content: str
    state: NoticeState
    made_by: PersonId
    made: Millis
    due: Millis = Millis(0)
    not_after: Millis = Millis(0)
    cursor: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one person. The key is (notice, person, occurrence)."""

    notice: NoticeId
    person: PersonId
    occurrence: str
    class_: MessageClass
    lane: Lane
    state: State
    due: Millis
    not_after: Millis
    fence: int
    started: Millis
    settled: Millis
    tries: int
    message: int
    reason: str
    content: str

    @property
    def key(self) -> DeliveryKey:
        """What names it."""
        return DeliveryKey(self.notice, self.person, self.occurrence)


@dataclass(frozen=True, slots=True)
class DeliveryKey:
    """Names a delivery."""

    notice: NoticeId
    person: PersonId
    occurrence: str = ""


@dataclass(frozen=True, slots=True)
class Contacted:
    """That a person was written to (or may have been): when, in which class."""

    at: Millis
    class_: MessageClass


@dataclass(frozen=True, slots=True)
class Filled:
    """One slice of filling: how many people were looked at, how many rows are new, whether it was the last."""

    looked: int
    added: int
    done: bool


class Notices(Protocol):
    """What is told, and to whom."""

    def make(
        self,
        kind: str,
        object_: int,
        occurrence: str,
        class_: MessageClass,
        lane: Lane,
        content: str,
        by: PersonId,
        now: Millis,
        *,
        audience: Audience | None = None,
        due: Millis = Millis(0),
        not_after: Millis = Millis(0),
    ) -> Notice:
        """Make, or give the one of that (kind, object, occurrence). With an audience it starts as "filling", else
        "ready"."""

    def get(self, notice: NoticeId) -> Notice | None: ...
    def named(self, kind: str, object_: int, occurrence: str) -> Notice | None: ...
    def of(self, kind: str, object_: int) -> Sequence[Notice]: ...
    def change(self, notice: NoticeId, **fields: str | int) -> None:
        """Set any of: state, content, due, not_after, cursor. Rows written before keep their times. To "ready" with an
        audience that is not written down to its end: "filling" again."""

    def filling(self) -> Sequence[Notice]: ...
    def fill(self, notice: NoticeId, limit: int) -> Filled:
        """Write the next slice of its audience's recipients (INSERT … SELECT by person id, at most `limit` people
        looked at) and move the cursor; after the last slice (cursor -1) the notice is "ready", or "done" where no row
        is open. Idempotent; nothing where the notice is not filling (a pause or a cancel between slices wins)."""

    def count(self, audience: Audience) -> int:
        """How many people an audience holds now. For disclosure control only: never shown as it is."""

    def worn(self, audience: Audience, since: Millis, times: int) -> int:
        """How many of an audience were written to at least `times` times unasked since then (started, sent and unknown
        ones of class "unasked"). Never shown as it is."""

    def progress(self, notice: NoticeId) -> Mapping[State, int]: ...
    def sweep(self, limit: int) -> int:
        """A slice of what waits under a cancelled notice becomes CANCELLED; how many. Nothing of it is claimed
        meanwhile."""

    def finish(self, after: NoticeId, limit: int) -> NoticeId:
        """Of the next `limit` ready notices after that id, those without an open row are done (for what no settling
        did); gives the id to go on after, 0 at the end."""


class Outbox(Protocol):
    """The rows to be sent. Times are the civil clock's except `fence`, which counts leases."""

    def add(
        self,
        notice: NoticeId,
        person: PersonId,
        now: Millis,
        occurrence: str = "",
        content: str = "",
        due: Millis = Millis(0),
        not_after: Millis = Millis(0),
    ) -> bool:
        """One recipient; class, lane, due (else now) and not_after are the notice's where 0. A done notice is ready
        again. False where it was there, or the notice is cancelled."""

    def claim(self, fence: int, now: Millis, limit: int) -> Sequence[Delivery]:
        """The next waiting rows that are due, of notices that are ready, best lane first, then longest due: CLAIMED
        under this fence. People whose chat is blocked, missing or stopped are the caller's to judge."""

    def claim_of(self, person: PersonId, fence: int, now: Millis) -> Sequence[Delivery]:
        """The person's waiting service rows of ready notices that are due or were put back before: CLAIMED under this
        fence, so that they go along with a message that goes now."""

    def start(self, keys: Sequence[DeliveryKey], fence: int, now: Millis) -> bool:
        """Stamp CLAIMED rows of this fence as STARTED; False (and nothing stamped) where one is no longer ours."""

    def settle(
        self, keys: Sequence[DeliveryKey], fence: int, state: State, now: Millis, message: int = 0, reason: str = ""
    ) -> int:
        """Rows of this fence that are claimed or started end in a closed state; gives how many did."""

    def put_back(self, keys: Sequence[DeliveryKey], fence: int, due: Millis, reason: str = "") -> int:
        """Rows of this fence that are claimed or started wait again, until `due`; counts a try where started."""

    def take_over(self, fence: int, now: Millis) -> tuple[int, int]:
        """What older fences left: claimed rows wait again; started ones become UNKNOWN, reason "crash" (confirmations
        and urgent ones wait again: at least once). Gives (waiting again, unknown)."""

    def expire(self, now: Millis, limit: int) -> int:
        """Waiting rows past their not_after become EXPIRED."""

    def of_person(self, person: PersonId, states: Sequence[State]) -> Sequence[Delivery]: ...
    def contacted(self, person: PersonId, since: Millis) -> Sequence[Contacted]:
        """Started, sent and unknown ones since then, oldest first: what the contact budget counts."""

    def cancel(self, notice: NoticeId, person: PersonId = PersonId(0)) -> int:
        """Waiting (and claimed, not yet started) rows of the notice (or only one person's) become CANCELLED; how many.
        More than 1,000 of them: the notice is cancelled, which stops all of it at once; Notices.sweep does the rest."""

    def resend(self, notice: NoticeId, now: Millis, limit: int) -> int:
        """UNKNOWN rows wait again, by a person's word."""

    def unknown(self, notice: NoticeId) -> int: ...
    def unknowns(self) -> Sequence[tuple[str, int]]:
        """How many rows nobody knows of, by the kind of their notice; kinds without any are left out."""

    def queue(self) -> Sequence[tuple[Lane, State, int]]:
        """How many rows by lane and state: open states and UNKNOWN."""

    def soonest(self) -> Millis | None:
        """When the next waiting row of a ready notice is due; None where none waits."""

    def prune(self, before: Millis, limit: int) -> int:
        """Erase closed rows settled before then, of notices that are over and were made before then."""


class Leases(Protocol):
    """One sender, one ticker, whatever the number of processes."""

    def take(self, name: str, owner: str, now: Millis, seconds: float) -> int:
        """Take or renew; gives the fence (rises with each new owner), or 0 where another owner holds it. `now` is
        real time and is used on SQLite; PostgreSQL uses its own clock."""

    def give_up(self, name: str, owner: str) -> None: ...
