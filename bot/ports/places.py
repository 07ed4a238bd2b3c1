"""What may be asked about finite places and requests for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.ports.ids import ActivityId, Millis, PersonId


@dataclass(frozen=True, slots=True)
class Pool:
    """Finite places and how many are held (reserved or confirmed)."""

    cap: int
    taken: int


class Seats(Protocol):
    """Places that never overfill or leak: `taken < cap` is checked in the statement that takes one."""

    def pool(self, object_: int) -> Pool | None: ...
    def set_cap(self, object_: int, cap: int) -> bool:
        """Make the pool or change its size; False where more places than that are held."""

    def reserve(self, object_: int, person: PersonId, until: Millis, now: Millis) -> bool:
        """Hold a place until then (a second time for the same person: extends it, takes no second one). False: full."""

    def confirm(self, object_: int, person: PersonId, now: Millis) -> bool:
        """A held place becomes theirs; False where none is held or the time is over."""

    def release(self, object_: int, person: PersonId, now: Millis) -> bool:
        """Give a held or confirmed place back, once; False where none was held."""

    def lapsed(self, now: Millis, limit: int) -> Sequence[tuple[int, PersonId]]:
        """Reserved places whose time is over, longest over first: to be released one by one, with what follows from
        it."""

    def held(self, object_: int) -> int:
        """How many seat rows there are (must equal the pool's `taken`)."""


BookingState = Literal[
    "requested", "waiting", "offered", "confirmed", "attended", "missed", "cancelled", "lapsed", "not_drawn"
]


@dataclass(frozen=True, slots=True)
class Booking:
    """One person's request for a place. `place` orders the waiting list; `needs` is JSON (access needs …); `code`
    is shown at the door; `until` the time by which an offer is to be answered; `number` the draw number: the place
    given by `put`, which never changes afterwards."""

    id: int
    activity: ActivityId
    person: PersonId
    state: BookingState
    place: int
    needs: str
    code: str
    until: Millis
    made: Millis
    changed: Millis
    number: int = 0


class Bookings(Protocol):
    """Requests for places."""

    def put(
        self, activity: ActivityId, person: PersonId, state: BookingState, needs: str, code: str, now: Millis
    ) -> Booking:
        """Make, or bring back one that is cancelled, lapsed, not drawn or missed; `place` and `number` are the next at
        the end of the list (from 1). One in another state is given as it is."""

    def of(self, activity: ActivityId, person: PersonId) -> Booking | None: ...
    def of_person(self, person: PersonId) -> Sequence[Booking]: ...
    def by_code(self, activity: ActivityId, code: str) -> Booking | None: ...
    def move(
        self, booking: Booking, to: BookingState, now: Millis, *, until: Millis = Millis(0), place: int | None = None
    ) -> bool:
        """Guarded by the state it was read in; False where it has moved meanwhile."""

    def change_needs(self, booking: Booking, needs: str, now: Millis) -> None: ...
    def in_state(
        self, activity: ActivityId, states: Sequence[BookingState], after: int, limit: int
    ) -> Sequence[Booking]:
        """By place, from the one after `after`."""

    def counts(self, activity: ActivityId) -> Mapping[BookingState, int]: ...
    def needs(self, activity: ActivityId) -> Sequence[str]:
        """The needs (JSON) of those who have a place, without who they are, in no telling order."""
