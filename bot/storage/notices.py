"""What is told to others: made once, its audience written down in slices, done when no row is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, func, select, update

from bot.core import audience as audiences
from bot.ports import Filled, Lane, Millis, Notice, NoticeId, PersonId, State
from bot.storage import audience as people_of
from bot.storage.deliveries import still_in
from bot.storage.identity import new_id
from bot.storage.statement import BOT, Row, Runner, Sql, upsert
from bot.storage.tables import deliveries, in_states, notices, people

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.core.audience import Audience
    from bot.ports import MessageClass

FILLED = -1
"""The cursor of a notice whose whole audience is written down."""
OPEN = (State.WAITING, State.CLAIMED, State.STARTED)
_ALLOWED = frozenset("state content due not_after cursor".split())  # noqa: SIM905

_n, _d = notices.c, deliveries.c
_COLUMNS = select(
    _n.id, _n.kind, _n.object, _n.occurrence, _n.class_, _n.lane, _n.audience, _n.content, _n.state, _n.made_by,
    _n.made, _n.due, _n.not_after, _n.cursor,
)  # fmt: skip
_THIS = (_n.bot_id == BOT, _n.id == bindparam("the_id"))
_OF = (_n.bot_id == BOT, _n.kind == bindparam("kind"), _n.object == bindparam("object"))
_MAKE = upsert(notices, key=("kind", "object", "occurrence"))
_GET = Sql(_COLUMNS.where(*_THIS))
_NAMED = Sql(_COLUMNS.where(*_OF, _n.occurrence == bindparam("occurrence")))
_ALL_OF = Sql(_COLUMNS.where(*_OF).order_by(_n.made, _n.id))
_FILLING = Sql(_COLUMNS.where(_n.bot_id == BOT, _n.state == "filling").order_by(_n.lane, _n.made, _n.id))
_MOVE = Sql(
    update(notices)
    .where(*_THIS, _n.state == "filling")
    .values(cursor=bindparam("to"), state=bindparam("state"))
)  # fmt: skip
_ROWS = (_d.bot_id == BOT, _d.notice == bindparam("notice"))
_PROGRESS = Sql(select(_d.state, func.count()).where(*_ROWS).group_by(_d.state))
_first_state = (
    select(_d.state)
    .where(_d.bot_id == _n.bot_id, _d.notice == _n.id)
    .order_by(_d.state)
    .limit(1)
    .correlate(notices)
    .scalar_subquery()
)
"""The lowest state of a notice's rows: one look into the index, whatever their number."""
_no_open_row = func.coalesce(_first_state, int(State.SENT)) >= int(State.SENT)
_DONE = Sql(update(notices).where(*_THIS, _n.state == "ready", _no_open_row).values(state="done"))
_AGAIN = Sql(update(notices).where(*_THIS, _n.state == "done").values(state="ready"))
_NEXT_READY = Sql(
    select(_n.id)
    .where(_n.bot_id == BOT, _n.state == "ready", _n.id > bindparam("after"))
    .order_by(_n.id)
    .limit(bindparam("limit"))
)
_CANCELLED = Sql(
    select(_n.id).where(_n.bot_id == BOT, _n.state == "cancelled", _first_state <= int(State.CLAIMED)).limit(1)
)
_some = select(_d.person, _d.occurrence).where(*_ROWS, in_states(*OPEN[:2])).limit(bindparam("limit"))
_SOME = Sql(_some)
_CANCEL = Sql(
    update(deliveries)
    .where(*_ROWS, _d.person == bindparam("who"), _d.occurrence == bindparam("which"), still_in(*OPEN[:2]))
    .values(state=int(State.CANCELLED))
)
_worn = (
    select(func.count())
    .where(
        _d.bot_id == people.c.bot_id,
        _d.person == people.c.id,
        in_states(State.STARTED, State.SENT, State.UNKNOWN),
        _d.class_ == "unasked",
        _d.started >= bindparam("since"),
    )
    .scalar_subquery()
) >= bindparam("times")


def _changing(names: frozenset[str]) -> Sql:
    """Going on ("ready") with an audience that is not written down to its end goes on writing it down."""
    values: dict[str, Any] = {name: bindparam(name) for name in names}
    if "state" in names:
        unfilled = (bindparam("state") == "ready") & (_n.audience != "") & (_n.cursor != FILLED)
        values["state"] = case((unfilled, "filling"), else_=bindparam("state"))
    return Sql(update(notices).where(*_THIS).values(values))


_CHANGE: dict[frozenset[str], Sql] = {}


def _to_notice(row: Row) -> Notice:
    return Notice(
        id=NoticeId(row[0]),
        kind=row[1],
        object=row[2],
        occurrence=row[3],
        class_=row[4],
        lane=Lane(row[5]),
        audience=row[6],
        content=row[7],
        state=row[8],
        made_by=PersonId(row[9]),
        made=Millis(row[10]),
        due=Millis(row[11]),
        not_after=Millis(row[12]),
        cursor=row[13],
    )


class Notices:
    """See bot.ports.Notices."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

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
        """Make, or give the one of that (kind, object, occurrence)."""
        self._db.run(
            _MAKE, id=new_id(), kind=kind, object=object_, occurrence=occurrence, class_=class_, lane=int(lane),
            audience="" if audience is None else audiences.dumps(audience), content=content,
            state="ready" if audience is None else "filling", made_by=by, made=now, due=due, not_after=not_after,
            cursor=0,
        )  # fmt: skip
        made = self.named(kind, object_, occurrence)
        if made is None:
            raise LookupError(kind, object_, occurrence)
        return made

    def get(self, notice: NoticeId) -> Notice | None:
        """One notice."""
        row = self._db.one(_GET, the_id=notice)
        return None if row is None else _to_notice(row)

    def named(self, kind: str, object_: int, occurrence: str) -> Notice | None:
        """The one of that name."""
        row = self._db.one(_NAMED, kind=kind, object=object_, occurrence=occurrence)
        return None if row is None else _to_notice(row)

    def of(self, kind: str, object_: int) -> Sequence[Notice]:
        """All of a kind about an object, oldest first."""
        return [_to_notice(row) for row in self._db.all(_ALL_OF, kind=kind, object=object_)]

    def change(self, notice: NoticeId, **fields: str | int) -> None:
        """Set any of the columns that may be set; raises KeyError for another."""
        names = frozenset(fields)
        if not names or not names <= _ALLOWED:
            raise KeyError(*sorted(names - _ALLOWED))
        if names not in _CHANGE:
            _CHANGE[names] = _changing(names)
        self._db.run(_CHANGE[names], the_id=notice, **fields)

    def filling(self) -> Sequence[Notice]:
        """Those whose audience is being written down, best lane first, then oldest."""
        return [_to_notice(row) for row in self._db.all(_FILLING)]

    def fill(self, notice: NoticeId, limit: int) -> Filled:
        """Write down the next slice of the audience; nothing where the notice is not (or no longer) filling."""
        told = self.get(notice)
        if told is None or told.state != "filling":
            return Filled(0, 0, done=True)
        audience = audiences.loads(told.audience)
        shape, values = people_of.shape_of(audience), people_of.values_of(audience)
        looked, last = self._db.one(people_of.slicing(shape), **values, cursor=told.cursor, limit=limit) or (0, None)
        added = 0
        if looked:
            added = self._db.run(
                people_of.adding(shape), **values, cursor=told.cursor, last=last, notice=notice, class_=told.class_,
                lane=int(told.lane), due=told.due or told.made, not_after=told.not_after,
            )  # fmt: skip
        done = looked < limit
        to, state = (FILLED, "ready") if done else (last, "filling")
        self._db.run(_MOVE, the_id=notice, to=to, state=state)
        if done:
            finish(self._db, [notice])
        return Filled(looked, added, done=done)

    def count(self, audience: Audience) -> int:
        """How many people an audience holds now. Looks at the whole town: for reading transactions."""
        number: int = self._db.value(people_of.counting(people_of.shape_of(audience)), **people_of.values_of(audience))
        return number

    def worn(self, audience: Audience, since: Millis, times: int) -> int:
        """How many of an audience were written to unasked at least so many times since then."""
        sql = people_of.counting(people_of.shape_of(audience), _worn)
        number: int = self._db.value(sql, **people_of.values_of(audience), since=since, times=times)
        return number

    def progress(self, notice: NoticeId) -> Mapping[State, int]:
        """How many rows are in which state."""
        return {State(state): number for state, number in self._db.all(_PROGRESS, notice=notice)}

    def sweep(self, limit: int) -> int:
        """A slice of what waits under a cancelled notice becomes CANCELLED; how many."""
        notice: int | None = self._db.value(_CANCELLED)
        if notice is None:
            return 0
        rows = self._db.all(_SOME, notice=notice, limit=limit)
        return self._db.many(_CANCEL, [{"notice": notice, "who": who, "which": which} for who, which in rows])

    def finish(self, after: NoticeId, limit: int) -> NoticeId:
        """Of the next ready notices after that id, those without an open row are done; the last id, 0 at the end."""
        found = [NoticeId(row[0]) for row in self._db.all(_NEXT_READY, after=after, limit=limit)]
        finish(self._db, found)
        return found[-1] if len(found) == limit else NoticeId(0)


def finish(db: Runner, told: Iterable[NoticeId]) -> None:
    """Each of these that is ready and has no open row is done."""
    rows = [{"the_id": notice} for notice in sorted(set(told))]
    if rows:
        db.many(_DONE, rows)


def go_on(db: Runner, notice: NoticeId) -> None:
    """A done notice has a row to send again."""
    db.run(_AGAIN, the_id=notice)
