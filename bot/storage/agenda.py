"""Due rows: what happens when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, or_, select, update

from bot.ports import Due, Millis
from bot.storage.statement import BOT, Row, Runner, Sql, one_of, upsert
from bot.storage.tables import agenda

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ports import DueState

_a = agenda.c
_COLUMNS = select(_a.kind, _a.object, _a.occurrence, _a.wall, _a.zone, _a.at, _a.not_after, _a.state)
_OBJECT = (_a.bot_id == BOT, _a.object == bindparam("the_object"))
_THIS = (*_OBJECT, _a.kind == bindparam("the_kind"), _a.occurrence == bindparam("the_occurrence"))
_PUT = upsert(
    agenda,
    ["wall", "zone", "at", "not_after", "state"],
    where=lambda refused: or_(one_of(_a.state, "waiting", "dropped"), _a.at != refused.at),
)
_GET = Sql(_COLUMNS.where(*_THIS))
_DROP = {
    (by_kind, by_occurrence): Sql(
        update(agenda)
        .where(
            *_OBJECT,
            _a.state == "waiting",
            *([_a.kind == bindparam("the_kind")] if by_kind else []),
            *([_a.occurrence == bindparam("the_occurrence")] if by_occurrence else []),
        )
        .values(state="dropped")
    )
    for by_kind in (False, True)
    for by_occurrence in (False, True)
}
_WAITING = (_a.bot_id == BOT, _a.state == "waiting")
_DUE = Sql(
    _COLUMNS.where(*_WAITING, _a.at <= bindparam("now"))
    .order_by(_a.at, _a.kind, _a.object, _a.occurrence)
    .limit(bindparam("limit"))
)
_SETTLE = Sql(
    update(agenda)
    .where(*_THIS, _a.at == bindparam("the_at"), _a.state == "waiting")
    .values(state=bindparam("to"))
)  # fmt: skip
_SOONEST = Sql(select(func.min(_a.at)).where(*_WAITING))
_OF = Sql(_COLUMNS.where(*_OBJECT).order_by(_a.at, _a.kind, _a.occurrence))


def _to_due(row: Row) -> Due:
    return Due(row[0], row[1], row[2], row[3], row[4], Millis(row[5]), Millis(row[6]), row[7])


class Agenda:
    """See bot.ports.Agenda."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def put(self, due: Due) -> None:
        """Write it to wait; one that is over (done, expired) stays so unless its instant is another."""
        self._db.run(
            _PUT, kind=due.kind, object=due.object, occurrence=due.occurrence, wall=due.wall, zone=due.zone, at=due.at,
            not_after=due.not_after, state="waiting",
        )  # fmt: skip

    def get(self, kind: str, object_: int, occurrence: str = "") -> Due | None:
        """The one of that name."""
        row = self._db.one(_GET, the_kind=kind, the_object=object_, the_occurrence=occurrence)
        return None if row is None else _to_due(row)

    def drop(self, object_: int, kind: str = "", occurrence: str = "") -> int:
        """Waiting ones of the object (of that kind and occurrence where given) are dropped."""
        sql = _DROP[bool(kind), bool(occurrence)]
        return self._db.run(sql, the_object=object_, the_kind=kind, the_occurrence=occurrence)

    def due(self, now: Millis, limit: int) -> Sequence[Due]:
        """Waiting rows whose instant has come, in the order of their instants."""
        return [_to_due(row) for row in self._db.all(_DUE, now=now, limit=limit)]

    def settle(self, due: Due, state: DueState) -> bool:
        """Guarded: True for the one caller that ended the waiting of this very (kind, object, occurrence, at)."""
        return (
            self._db.run(
                _SETTLE, the_kind=due.kind, the_object=due.object, the_occurrence=due.occurrence, the_at=due.at,
                to=state,
            )
            == 1
        )  # fmt: skip

    def soonest(self) -> Millis | None:
        """When the next waiting row's instant comes."""
        at: int | None = self._db.value(_SOONEST)
        return None if at is None else Millis(at)

    def of(self, object_: int) -> Sequence[Due]:
        """All of an object, by instant."""
        return [_to_due(row) for row in self._db.all(_OF, the_object=object_)]
