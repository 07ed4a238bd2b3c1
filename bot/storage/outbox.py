"""The outbox: one row is one message to one person. Claimed, stamped, sent and settled under a fence."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, case, delete, func, or_, select, tuple_, update

from bot.ports import Contacted, Delivery, Lane, Millis, NoticeId, PersonId, State
from bot.storage.notices import OPEN, finish, go_on
from bot.storage.statement import BOT, Engine, Row, Runner, Sql, among, one_of, upsert
from bot.storage.tables import HAS_AN_END, UNSURE, deliveries, in_states, notices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.ports import DeliveryKey

SLICE = 1000
"""Rows that one transaction may change at a stroke; what is more waits for the next (Notices.sweep)."""
_WAITING, _CLAIMED, _STARTED, _UNKNOWN = State.WAITING, State.CLAIMED, State.STARTED, State.UNKNOWN
_ZERO = Millis(0)

_d, _n = deliveries.c, notices.c
_COLUMNS = select(
    _d.notice, _d.person, _d.occurrence, _d.class_, _d.lane, _d.state, _d.due, _d.not_after, _d.fence, _d.started,
    _d.settled, _d.tries, _d.message, _d.reason, _d.content,
)  # fmt: skip
_BOT = _d.bot_id == BOT
_KEY = (
    _BOT, _d.notice == bindparam("the_notice"), _d.person == bindparam("the_person"),
    _d.occurrence == bindparam("the_occurrence"),
)  # fmt: skip
_MINE = _d.fence == bindparam("the_fence")
_IN_HAND = in_states(_CLAIMED, _STARTED)
_OF_NOTICE = (_BOT, _d.notice == bindparam("notice"))
_OF_PERSON = (_BOT, _d.person == bindparam("person"))
_NOTHING_MORE = 1 << 62
_FEW = 20

_ADD = upsert(deliveries)
_NOTICE = Sql(
    select(_n.class_, _n.lane, _n.due, _n.not_after, _n.state).where(_n.bot_id == BOT, _n.id == bindparam("notice"))
)


def _waiting(engine: Engine, *, locked: bool) -> Select[Any]:
    """Waiting rows of a lane that are due, after a place in the order (due, notice, person), a few."""
    place = tuple_(_d.due, _d.notice, _d.person) > tuple_(bindparam("due"), bindparam("notice"), bindparam("person"))
    wanted = (
        _COLUMNS.where(_BOT, in_states(_WAITING), _d.lane == bindparam("lane"), _d.due <= bindparam("until"), place)
        .order_by(_d.due, _d.notice, _d.person, _d.occurrence)
        .limit(bindparam("limit"))
    )
    return wanted.with_for_update(skip_locked=True) if locked and engine == "postgresql" else wanted


_NEXT = {locked: Sql(partial(_waiting, locked=locked)) for locked in (True, False)}
_READY = Sql(lambda engine: select(_n.id).where(_n.bot_id == BOT, _n.state == "ready", among(engine, _n.id, "ids")))


def _set(*where: Any, **values: Any) -> Sql:
    return Sql(update(deliveries).where(*where).values(values))


_CLAIM = _set(*_KEY, in_states(_WAITING), state=int(_CLAIMED), fence=bindparam("fence"))
_HELD = Sql(select(_d.started).where(*_KEY, _MINE, in_states(_CLAIMED)))
_START = _set(*_KEY, _MINE, in_states(_CLAIMED), state=int(_STARTED), started=bindparam("now"))
_SETTLE = _set(
    *_KEY, _MINE, _IN_HAND, state=bindparam("state"), settled=bindparam("now"), message=bindparam("message"),
    reason=bindparam("reason"),
)  # fmt: skip
_once_more = _d.tries + case((in_states(_STARTED), 1), else_=0)
_BACK = _set(
    *_KEY, _MINE, _IN_HAND, state=int(_WAITING), due=bindparam("due"), reason=bindparam("reason"), tries=_once_more,
    started=0,
)  # fmt: skip
_OLDER = (_BOT, UNSURE, _d.fence < bindparam("the_fence"))
_LEFT_CLAIMED = _set(*_OLDER, in_states(_CLAIMED), state=int(_WAITING))
_LEFT_AT_LEAST_ONCE = _set(
    *_OLDER,
    in_states(_STARTED),
    one_of(_d.class_, "confirmation", "urgent"),
    state=int(_WAITING),
    tries=_d.tries + 1,
    started=0,
)
_LEFT_STARTED = _set(*_OLDER, in_states(_STARTED), state=int(_UNKNOWN), settled=bindparam("now"), reason="crash")
_LEFT_NOTICES = Sql(select(_d.notice).distinct().where(*_OLDER, in_states(_STARTED)))
_LATE = Sql(
    select(_d.notice, _d.person, _d.occurrence)
    .where(_BOT, in_states(_WAITING), HAS_AN_END, _d.not_after < bindparam("now"))
    .order_by(_d.not_after)
    .limit(bindparam("limit"))
)
_EXPIRE = _set(*_KEY, in_states(_WAITING), state=int(State.EXPIRED), settled=bindparam("now"))
_OF = Sql(lambda engine: _COLUMNS.where(*_OF_PERSON, among(engine, _d.state, "states")).order_by(_d.due, _d.notice))
_CONTACTED = Sql(
    select(_d.started, _d.class_)
    .where(*_OF_PERSON, in_states(_STARTED, State.SENT, _UNKNOWN), _d.started >= bindparam("since"))
    .order_by(_d.started)
)
_NEWS = Sql(
    _COLUMNS.where(
        *_OF_PERSON, in_states(_WAITING), _d.class_ == "service",
        or_(_d.due <= bindparam("now"), _d.reason != ""),
    ).order_by(_d.due, _d.notice)
)  # fmt: skip
_NOT_SENT = in_states(_WAITING, _CLAIMED)
_CANCEL_ONE = _set(*_OF_NOTICE, _d.person == bindparam("person"), _NOT_SENT, state=int(State.CANCELLED))
_CANCEL_ALL = _set(*_OF_NOTICE, _NOT_SENT, state=int(State.CANCELLED))
_CANCEL_CLAIMED = _set(*_OF_NOTICE, in_states(_CLAIMED), state=int(State.CANCELLED))
_STOP = Sql(update(notices).where(_n.bot_id == BOT, _n.id == bindparam("notice")).values(state="cancelled"))
_TO_CANCEL = Sql(select(func.count()).select_from(deliveries).where(*_OF_NOTICE, _NOT_SENT))
_UNKNOWN_ROWS = Sql(
    select(_d.notice, _d.person, _d.occurrence)
    .where(*_OF_NOTICE, in_states(_UNKNOWN))
    .order_by(_d.person)
    .limit(bindparam("limit"))
)
_RESEND = _set(*_KEY, in_states(_UNKNOWN), state=int(_WAITING), due=bindparam("now"), settled=0, started=0)
_COUNT_UNKNOWN = Sql(select(func.count()).select_from(deliveries).where(*_OF_NOTICE, in_states(_UNKNOWN)))
_QUEUED = (
    Sql(select(_d.lane, _d.state, func.count()).where(_BOT, in_states(_WAITING)).group_by(_d.lane, _d.state)),
    Sql(select(_d.lane, _d.state, func.count()).where(_BOT, UNSURE).group_by(_d.lane, _d.state)),
)
_OLD_NOTICES = select(_n.id).where(
    _n.bot_id == BOT, one_of(_n.state, "done", "cancelled"), _n.made < bindparam("before")
)
_old = (
    select(_d.notice, _d.person, _d.occurrence)
    .where(_BOT, _d.notice.in_(_OLD_NOTICES), _d.settled < bindparam("before"))
    .limit(bindparam("limit"))
    .subquery()
)
PRUNE = Sql(
    delete(deliveries).where(
        _BOT, tuple_(_d.notice, _d.person, _d.occurrence).in_(select(_old.c.notice, _old.c.person, _old.c.occurrence))
    )
)


def _to_delivery(row: Row) -> Delivery:
    return Delivery(
        notice=NoticeId(row[0]),
        person=PersonId(row[1]),
        occurrence=row[2],
        class_=row[3],
        lane=Lane(row[4]),
        state=State(row[5]),
        due=Millis(row[6]),
        not_after=Millis(row[7]),
        fence=row[8],
        started=Millis(row[9]),
        settled=Millis(row[10]),
        tries=row[11],
        message=row[12],
        reason=row[13],
        content=row[14],
    )


def _named(keys: Iterable[DeliveryKey], **more: Any) -> list[Mapping[str, Any]]:
    return [
        {"the_notice": key.notice, "the_person": key.person, "the_occurrence": key.occurrence, **more} for key in keys
    ]


class Outbox:
    """See bot.ports.Outbox."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def add(
        self,
        notice: NoticeId,
        person: PersonId,
        now: Millis,
        occurrence: str = "",
        content: str = "",
        due: Millis = _ZERO,
        not_after: Millis = _ZERO,
    ) -> bool:
        """One recipient; False where it was there, or where the notice is cancelled or none."""
        row = self._db.one(_NOTICE, notice=notice)
        if row is None or row[4] == "cancelled":
            return False
        class_, lane, usual, last, state = row
        new = self._db.run(
            _ADD, notice=notice, person=person, occurrence=occurrence, class_=class_, lane=lane, state=int(_WAITING),
            due=due or usual or now, not_after=not_after or last, fence=0, started=0, settled=0, tries=0, message=0,
            reason="", content=content,
        )  # fmt: skip
        if new and state == "done":
            go_on(self._db, notice)
        return bool(new)

    def claim(self, fence: int, now: Millis, limit: int) -> Sequence[Delivery]:
        """The next waiting rows that are due, of ready notices, best lane first, then longest due: CLAIMED."""
        found: list[Delivery] = []
        for lane in Lane:
            for row in self._scan(lane, now, limit, locked=True):
                if len(found) == limit:
                    break
                found.append(row)
        return self._claimed(found, fence)

    def claim_of(self, person: PersonId, fence: int, now: Millis) -> Sequence[Delivery]:
        """The person's waiting service rows of ready notices that are due or were put back before: CLAIMED."""
        found = [_to_delivery(row) for row in self._db.all(_NEWS, person=person, now=now)]
        ready = self._ready(found)
        return self._claimed([row for row in found if row.notice in ready], fence)

    def _claimed(self, rows: Sequence[Delivery], fence: int) -> Sequence[Delivery]:
        if rows:
            self._db.many(_CLAIM, _named((row.key for row in rows), fence=fence))
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
            rows = [_to_delivery(row) for row in found]
            ready = self._ready(rows)
            yield from (row for row in rows if row.notice in ready)
            if len(rows) < limit:
                return
            due, notice, person = rows[-1].due, rows[-1].notice, rows[-1].person
            if notice not in ready:
                person = _NOTHING_MORE

    def start(self, keys: Sequence[DeliveryKey], fence: int, now: Millis) -> bool:
        """Stamp CLAIMED rows of this fence as STARTED; False (and nothing stamped) where one is no longer ours."""
        rows = _named(keys, the_fence=fence)
        if any(self._db.one(_HELD, **row) is None for row in rows):
            return False
        self._db.many(_START, [{**row, "now": now} for row in rows])
        return True

    def settle(
        self, keys: Sequence[DeliveryKey], fence: int, state: State, now: Millis, message: int = 0, reason: str = ""
    ) -> int:
        """Rows of this fence that are claimed or started end in a closed state; gives how many did."""
        if state in OPEN:
            raise ValueError(state)
        rows = _named(keys, the_fence=fence, state=int(state), now=now, message=message, reason=reason)
        ended = self._db.many(_SETTLE, rows) if rows else 0
        if ended:
            finish(self._db, (key.notice for key in keys))
        return ended

    def put_back(self, keys: Sequence[DeliveryKey], fence: int, due: Millis, reason: str = "") -> int:
        """Rows of this fence that are claimed or started wait again, until `due`; counts a try where started."""
        rows = _named(keys, the_fence=fence, due=due, reason=reason)
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

    def of_person(self, person: PersonId, states: Sequence[State]) -> Sequence[Delivery]:
        """The person's rows in these states, longest due first."""
        listed = json.dumps([int(state) for state in states])
        return [_to_delivery(row) for row in self._db.all(_OF, person=person, states=listed)]

    def contacted(self, person: PersonId, since: Millis) -> Sequence[Contacted]:
        """Started, sent and unknown ones since then, oldest first."""
        return [Contacted(Millis(at), class_) for at, class_ in self._db.all(_CONTACTED, person=person, since=since)]

    def cancel(self, notice: NoticeId, person: PersonId = PersonId(0)) -> int:
        """Waiting and claimed rows become CANCELLED: at once, or of a mass notice, which is then cancelled, in the
        slices of Notices.sweep. How many it concerns."""
        if person:
            number = self._db.run(_CANCEL_ONE, notice=notice, person=person)
        else:
            number = int(self._db.value(_TO_CANCEL, notice=notice))
            if number > SLICE:
                self._db.run(_STOP, notice=notice)
            self._db.run(_CANCEL_CLAIMED if number > SLICE else _CANCEL_ALL, notice=notice)
        finish(self._db, [notice])
        return number

    def resend(self, notice: NoticeId, now: Millis, limit: int) -> int:
        """UNKNOWN rows wait again, by a person's word."""
        again = self._end(_UNKNOWN_ROWS, _RESEND, now=now, notice=notice, limit=limit)
        if again:
            go_on(self._db, notice)
        return again

    def unknown(self, notice: NoticeId) -> int:
        """How many of a notice's rows nobody knows of."""
        return int(self._db.value(_COUNT_UNKNOWN, notice=notice))

    def queue(self) -> Sequence[tuple[Lane, State, int]]:
        """How many rows by lane and state: open states and UNKNOWN."""
        found = [row for sql in _QUEUED for row in self._db.all(sql)]
        return [(Lane(lane), State(state), number) for lane, state, number in sorted(found)]

    def soonest(self) -> Millis | None:
        """When the next waiting row of a ready notice is due."""
        firsts = (next(self._scan(lane, Millis(_NOTHING_MORE), _FEW, locked=False), None) for lane in Lane)
        return min((first.due for first in firsts if first is not None), default=None)

    def prune(self, before: Millis, limit: int) -> int:
        """Erase closed rows settled before then, of notices that are over and were made before then."""
        return self._db.run(PRUNE, before=before, limit=limit)
