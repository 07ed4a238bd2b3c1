"""Requests for a place at a workshop."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select, update

from bot.ports import ActivityId, Booking, Millis, PersonId
from bot.storage.identity import new_id
from bot.storage.statement import BOT, Changes, Row, Runner, Sql, among, one_of, upsert
from bot.storage.tables import bookings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.ports import BookingState

_OVER = frozenset({"cancelled", "lapsed", "not_drawn", "missed"})
"""From these a person may ask again, at the end of the list."""

_b = bookings.c
_COLUMNS = select(
    _b.id, _b.activity, _b.person, _b.state, _b.place, _b.needs, _b.code, _b.until, _b.made, _b.changed, _b.number
)
_ACTIVITY = (_b.bot_id == BOT, _b.activity == bindparam("activity"))
_OF = Sql(_COLUMNS.where(*_ACTIVITY, _b.person == bindparam("person")))
_OF_PERSON = Sql(_COLUMNS.where(_b.bot_id == BOT, _b.person == bindparam("person")).order_by(_b.made, _b.id))
_BY_CODE = Sql(_COLUMNS.where(*_ACTIVITY, _b.code == bindparam("code")).limit(1))
_LAST = Sql(select(func.max(_b.number), func.max(_b.place)).where(*_ACTIVITY))
_PUT = upsert(
    bookings, ["state", "place", "needs", "code", "until", "made", "changed", "number"], key=("activity", "person")
)
_MOVE = {
    placed: Sql(
        update(bookings)
        .where(_b.bot_id == BOT, _b.id == bindparam("the_id"), _b.state == bindparam("before"))
        .values(
            {"state": bindparam("to"), "until": bindparam("til"), "changed": bindparam("now")}
            | ({"place": bindparam("new_place")} if placed else {})
        )
    )
    for placed in (False, True)
}
_CHANGE = Changes(bookings, "needs changed")
_IN_STATE = Sql(
    lambda engine: (
        _COLUMNS.where(*_ACTIVITY, among(engine, _b.state, "states"), _b.place > bindparam("after"))
        .order_by(_b.place, _b.id)
        .limit(bindparam("limit"))
    )
)
_COUNTS = Sql(select(_b.state, func.count()).where(*_ACTIVITY).group_by(_b.state))
_NEEDS = Sql(select(_b.needs).where(*_ACTIVITY, one_of(_b.state, "confirmed", "attended")))


def _to_booking(row: Row) -> Booking:
    return Booking(
        id=row[0],
        activity=ActivityId(row[1]),
        person=PersonId(row[2]),
        state=row[3],
        place=row[4],
        needs=row[5],
        code=row[6],
        until=Millis(row[7]),
        made=Millis(row[8]),
        changed=Millis(row[9]),
        number=row[10],
    )


class Bookings:
    """See bot.ports.Bookings."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def put(
        self, activity: ActivityId, person: PersonId, state: BookingState, needs: str, code: str, now: Millis
    ) -> Booking:
        """Make, or bring back one that is over; one that stands is given as it is."""
        known = self.of(activity, person)
        if known is not None and known.state not in _OVER:
            return known
        number, place = self._db.one(_LAST, activity=activity) or (0, 0)
        end = max(number or 0, place or 0) + 1
        booking = Booking(
            id=known.id if known else new_id(), activity=activity, person=person, state=state, place=end, needs=needs,
            code=code, until=Millis(0), made=now, changed=now, number=end,
        )  # fmt: skip
        self._db.run(
            _PUT, id=booking.id, activity=activity, person=person, state=state, place=end, needs=needs, code=code,
            until=0, made=now, changed=now, number=end,
        )  # fmt: skip
        return booking

    def of(self, activity: ActivityId, person: PersonId) -> Booking | None:
        """The person's request."""
        row = self._db.one(_OF, activity=activity, person=person)
        return None if row is None else _to_booking(row)

    def of_person(self, person: PersonId) -> Sequence[Booking]:
        """All requests of the person, oldest first."""
        return [_to_booking(row) for row in self._db.all(_OF_PERSON, person=person)]

    def by_code(self, activity: ActivityId, code: str) -> Booking | None:
        """Whose code is shown at the door."""
        row = self._db.one(_BY_CODE, activity=activity, code=code)
        return None if row is None else _to_booking(row)

    def move(
        self,
        booking: Booking,
        to: BookingState,
        now: Millis,
        *,
        until: Millis = Millis(0),
        place: int | None = None,
    ) -> bool:
        """Guarded by the state it was read in; False where it has moved meanwhile."""
        placed = place is not None
        values = {"new_place": place} if placed else {}
        return (
            self._db.run(_MOVE[placed], the_id=booking.id, before=booking.state, to=to, til=until, now=now, **values)
            == 1
        )

    def change_needs(self, booking: Booking, needs: str, now: Millis) -> None:
        """What the person needs to take part."""
        self._db.run(_CHANGE.of(("needs", "changed")), the_id=booking.id, needs=needs, changed=now)

    def in_state(
        self, activity: ActivityId, states: Sequence[BookingState], after: int, limit: int
    ) -> Sequence[Booking]:
        """By place, from the one after `after`."""
        listed = json.dumps(list(states))
        found = self._db.all(_IN_STATE, activity=activity, states=listed, after=after, limit=limit)
        return [_to_booking(row) for row in found]

    def counts(self, activity: ActivityId) -> Mapping[BookingState, int]:
        """How many requests are in which state."""
        return {state: number for state, number in self._db.all(_COUNTS, activity=activity)}  # noqa: C416  typed

    def needs(self, activity: ActivityId) -> Sequence[str]:
        """The needs of those who have a place, sorted by themselves, so that the order tells nothing."""
        return sorted(row[0] for row in self._db.all(_NEEDS, activity=activity))
