"""Finite places. The guarded counter of the pool comes first, the person's seat in the same transaction: neither
can be without the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, case, delete, func, select, update

from bot.ports import Millis, PersonId, Pool
from bot.storage.statement import BOT, Runner, Sql, add, upsert
from bot.storage.tables import pools, seats

if TYPE_CHECKING:
    from collections.abc import Sequence

_p, _s = pools.c, seats.c
_POOL = (_p.bot_id == BOT, _p.object == bindparam("the_object"))
_SEAT = (_s.bot_id == BOT, _s.object == bindparam("the_object"), _s.person == bindparam("the_person"))
_GET = Sql(select(_p.cap, _p.taken).where(*_POOL))
_MAKE = upsert(pools)
_SIZE = Sql(update(pools).where(*_POOL, _p.taken <= bindparam("new")).values(cap=bindparam("new")))
_TAKE = Sql(update(pools).where(*_POOL, _p.taken < _p.cap).values(taken=_p.taken + 1))
_GIVE = Sql(update(pools).where(*_POOL).values(taken=_p.taken - 1))
_ADD = add(seats)
_EXTEND = Sql(
    update(seats).where(*_SEAT).values(until=case((_s.state == "reserved", bindparam("longer")), else_=_s.until))
)
_CONFIRM = Sql(
    update(seats)
    .where(*_SEAT, _s.state == "reserved", _s.until > bindparam("now"))
    .values(state="confirmed", until=0, at=bindparam("now"))
)
_IS_CONFIRMED = Sql(select(_s.person).where(*_SEAT, _s.state == "confirmed"))
_DROP = Sql(delete(seats).where(*_SEAT))
_LAPSED = Sql(
    select(_s.object, _s.person)
    .where(_s.bot_id == BOT, _s.state == "reserved", _s.until <= bindparam("now"))
    .order_by(_s.until, _s.object, _s.person)
    .limit(bindparam("limit"))
)
_HELD = Sql(select(func.count()).select_from(seats).where(_s.bot_id == BOT, _s.object == bindparam("the_object")))
_my_pools = select(_s.object).where(_s.bot_id == BOT, _s.person == bindparam("who"))
GIVE_ALL = Sql(update(pools).where(_p.bot_id == BOT, _p.object.in_(_my_pools)).values(taken=_p.taken - 1))
"""Before the seats of a forgotten person are deleted: their places are free again."""


class Seats:
    """See bot.ports.Seats."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def pool(self, object_: int) -> Pool | None:
        """How many places there are and how many are held."""
        row = self._db.one(_GET, the_object=object_)
        return None if row is None else Pool(row[0], row[1])

    def set_cap(self, object_: int, cap: int) -> bool:
        """Make the pool or change its size; False where more places than that are held."""
        if self._db.run(_MAKE, object=object_, cap=cap, taken=0):
            return True
        return self._db.run(_SIZE, the_object=object_, new=cap) == 1

    def reserve(self, object_: int, person: PersonId, until: Millis, now: Millis) -> bool:
        """Hold a place until then; who holds one keeps it, and only its time is changed. False: full, or no pool."""
        if self._db.run(_EXTEND, the_object=object_, the_person=person, longer=until):
            return True
        if not self._db.run(_TAKE, the_object=object_):
            return False
        self._db.run(_ADD, object=object_, person=person, state="reserved", until=until, at=now)
        return True

    def confirm(self, object_: int, person: PersonId, now: Millis) -> bool:
        """A held place becomes theirs (a second time: is theirs); False where none is held or the time is over."""
        if self._db.run(_CONFIRM, the_object=object_, the_person=person, now=now):
            return True
        return self._db.one(_IS_CONFIRMED, the_object=object_, the_person=person) is not None

    def release(self, object_: int, person: PersonId, now: Millis) -> bool:  # noqa: ARG002  what it was for is the caller's
        """Give a held or confirmed place back, once; False where none was held."""
        if not self._db.run(_DROP, the_object=object_, the_person=person):
            return False
        self._db.run(_GIVE, the_object=object_)
        return True

    def lapsed(self, now: Millis, limit: int) -> Sequence[tuple[int, PersonId]]:
        """Reserved places whose time is over, longest over first."""
        return [(row[0], PersonId(row[1])) for row in self._db.all(_LAPSED, now=now, limit=limit)]

    def held(self, object_: int) -> int:
        """How many seat rows there are."""
        number: int = self._db.value(_HELD, the_object=object_)
        return number
