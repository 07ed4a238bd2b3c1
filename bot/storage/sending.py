"""The sending part of the outbox: rows are claimed, stamped, settled or put back under a fence."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, case, or_, select, tuple_

from bot.ports import Delivery, Lane, Millis, NoticeId, PersonId, State
from bot.storage.deliveries import COLUMNS, KEY, OF_BOT, changing, named, still_in, to_delivery
from bot.storage.notices import OPEN, finish
from bot.storage.statement import BOT, Engine, Runner, Sql, among, one_of
from bot.storage.tables import HAS_AN_END, UNSURE, deliveries, in_states, notices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.ports import DeliveryKey

_WAITING, _CLAIMED, _STARTED, _UNKNOWN = State.WAITING, State.CLAIMED, State.STARTED, State.UNKNOWN
_NOTHING_MORE = 1 << 62
_FEW = 20

_d, _n = deliveries.c, notices.c
_MINE = _d.fence == bindparam("the_fence")
_IN_HAND = still_in(_CLAIMED, _STARTED)


def _waiting(engine: Engine, *, locked: bool) -> Select[Any]:
    """Waiting rows of a lane that are due, after a place in the order (due, notice, person), a few."""
    place = tuple_(_d.due, _d.notice, _d.person) > tuple_(bindparam("due"), bindparam("notice"), bindparam("person"))
    wanted = (
        COLUMNS.where(OF_BOT, in_states(_WAITING), _d.lane == bindparam("lane"), _d.due <= bindparam("until"), place)
        .order_by(_d.due, _d.notice, _d.person)
        .limit(bindparam("limit"))
    )
    return wanted.with_for_update(skip_locked=True) if locked and engine == "postgresql" else wanted


_NEXT = {locked: Sql(partial(_waiting, locked=locked)) for locked in (True, False)}
_READY = Sql(lambda engine: select(_n.id).where(_n.bot_id == BOT, _n.state == "ready", among(engine, _n.id, "ids")))


_CLAIM = changing(*KEY, still_in(_WAITING), state=int(_CLAIMED), fence=bindparam("fence"))
_HELD = Sql(select(_d.started).where(*KEY, _MINE, still_in(_CLAIMED)))
_START = changing(*KEY, _MINE, still_in(_CLAIMED), state=int(_STARTED), started=bindparam("now"))
_SETTLE = changing(
    *KEY, _MINE, _IN_HAND, state=bindparam("state"), settled=bindparam("now"), message=bindparam("message"),
    reason=bindparam("reason"),
)  # fmt: skip
_once_more = _d.tries + case((in_states(_STARTED), 1), else_=0)
_BACK = changing(
    *KEY, _MINE, _IN_HAND, state=int(_WAITING), due=bindparam("due"), reason=bindparam("reason"), tries=_once_more,
    started=0,
)  # fmt: skip
_OLDER = (OF_BOT, UNSURE, _d.fence < bindparam("the_fence"))
_LEFT_CLAIMED = changing(*_OLDER, in_states(_CLAIMED), state=int(_WAITING))
_LEFT_AT_LEAST_ONCE = changing(
    *_OLDER,
    in_states(_STARTED),
    one_of(_d.class_, "confirmation", "urgent"),
    state=int(_WAITING),
    tries=_d.tries + 1,
    started=0,
)
_LEFT_STARTED = changing(*_OLDER, in_states(_STARTED), state=int(_UNKNOWN), settled=bindparam("now"), reason="crash")
_LEFT_NOTICES = Sql(select(_d.notice).distinct().where(*_OLDER, in_states(_STARTED)))
_LATE = Sql(
    select(_d.notice, _d.person, _d.occurrence)
    .where(OF_BOT, in_states(_WAITING), HAS_AN_END, _d.not_after < bindparam("now"))
    .order_by(_d.not_after)
    .limit(bindparam("limit"))
)
_EXPIRE = changing(*KEY, still_in(_WAITING), state=int(State.EXPIRED), settled=bindparam("now"))
_NEWS = Sql(
    COLUMNS.where(
        OF_BOT, _d.person == bindparam("person"), still_in(_WAITING), _d.class_ == "service",
        or_(_d.due <= bindparam("now"), _d.reason != ""),
    ).order_by(_d.due, _d.notice)
)  # fmt: skip


class Sending:
    """The part of Outbox that a sender uses."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def claim(self, fence: int, now: Millis, limit: int) -> Sequence[Delivery]:
        """The next waiting rows that are due, of ready notices, best lane first, then longest due: CLAIMED."""
        found: list[Delivery] = []
        for lane in Lane:
            if len(found) < limit:
                found += islice(self._scan(lane, now, limit, locked=True), limit - len(found))
        return self._claimed(found, fence)

    def claim_of(self, person: PersonId, fence: int, now: Millis) -> Sequence[Delivery]:
        """The person's waiting service rows of ready notices that are due or were put back before: CLAIMED."""
        found = [to_delivery(row) for row in self._db.all(_NEWS, person=person, now=now)]
        ready = self._ready(found)
        return self._claimed([row for row in found if row.notice in ready], fence)

    def _claimed(self, rows: Sequence[Delivery], fence: int) -> Sequence[Delivery]:
        if rows:
            self._db.many(_CLAIM, named((row.key for row in rows), fence=fence))
        return [replace(row, state=_CLAIMED, fence=fence) for row in rows]

    def _ready(self, rows: Iterable[Delivery]) -> set[int]:
        ids = sorted({row.notice for row in rows})
        return {row[0] for row in self._db.all(_READY, ids=json.dumps(ids))} if ids else set()

    def _scan(self, lane: Lane, until: Millis, limit: int, *, locked: bool) -> Iterator[Delivery]:
        """Waiting rows of ready notices, longest due first. The rows of a notice that is not ready are leapt over,
        however many they are."""
        due, notice, person = -1, -1, -1
        while True:
            found = self._db.all(
                _NEXT[locked], lane=int(lane), until=until, due=due, notice=notice, person=person, limit=limit
            )
            rows = [to_delivery(row) for row in found]
            ready = self._ready(rows)
            yield from (row for row in rows if row.notice in ready)
            if len(rows) < limit:
                return
            due, notice, person = rows[-1].due, rows[-1].notice, rows[-1].person
            if notice not in ready:
                person = _NOTHING_MORE

    def start(self, keys: Sequence[DeliveryKey], fence: int, now: Millis) -> bool:
        """Stamp CLAIMED rows of this fence as STARTED; False (and nothing stamped) where one is no longer ours."""
        rows = named(keys, the_fence=fence)
        if any(self._db.one(_HELD, **row) is None for row in rows):
            return False
        self._db.many(_START, [{**row, "now": now} for row in rows])
        return True

    def settle(
        self, keys: Sequence[DeliveryKey], fence: int, state: State, now: Millis, message: int = 0, reason: str = ""
    ) -> int:
        """Rows of this fence that are claimed or started end in a closed state; gives how many did."""
        if state in OPEN:
            raise ValueError(state.name)
        rows = named(keys, the_fence=fence, state=int(state), now=now, message=message, reason=reason)
        ended = self._db.many(_SETTLE, rows) if rows else 0
        if ended:
            finish(self._db, (key.notice for key in keys))
        return ended

    def put_back(self, keys: Sequence[DeliveryKey], fence: int, due: Millis, reason: str = "") -> int:
        """Rows of this fence that are claimed or started wait again, until `due`; counts a try where started."""
        rows = named(keys, the_fence=fence, due=due, reason=reason)
        return self._db.many(_BACK, rows) if rows else 0

    def take_over(self, fence: int, now: Millis) -> tuple[int, int]:
        """What older fences left waits again or becomes UNKNOWN. Gives (waiting again, unknown)."""
        told = [NoticeId(row[0]) for row in self._db.all(_LEFT_NOTICES, the_fence=fence)]
        again = self._db.run(_LEFT_CLAIMED, the_fence=fence) + self._db.run(_LEFT_AT_LEAST_ONCE, the_fence=fence)
        unknown = self._db.run(_LEFT_STARTED, the_fence=fence, now=now)
        finish(self._db, told)
        return again, unknown

    def expire(self, now: Millis, limit: int) -> int:
        """Waiting rows past their not_after become EXPIRED."""
        return self._end(_LATE, _EXPIRE, now=now, limit=limit)

    def _end(self, which: Sql, to: Sql, *, now: Millis, **values: Any) -> int:
        rows = self._db.all(which, now=now, **values)
        named = [
            {"the_notice": notice, "the_person": person, "the_occurrence": occurrence, "now": now}
            for notice, person, occurrence in rows
        ]
        ended = self._db.many(to, named) if named else 0
        if ended:
            finish(self._db, (NoticeId(row[0]) for row in rows))
        return ended

    def soonest(self) -> Millis | None:
        """When the next waiting row of a ready notice is due."""
        firsts = (next(self._scan(lane, Millis(_NOTHING_MORE), _FEW, locked=False), None) for lane in Lane)
        return min((first.due for first in firsts if first is not None), default=None)
