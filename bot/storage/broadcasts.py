"""Champions' messages to many, from draft to done."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update

from bot.ports import ActivityId, Broadcast, Millis, NoticeId, PersonId
from bot.storage.identity import new_id
from bot.storage.statement import BOT, Changes, Row, Runner, Sql, add, among
from bot.storage.tables import broadcasts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ports import BroadcastState

_b = broadcasts.c
_COLUMNS = select(
    _b.id, _b.person, _b.activity, _b.area, _b.audience, _b.texts, _b.picture, _b.state, _b.asked, _b.decided,
    _b.decided_by, _b.reason, _b.notice, _b.made,
)  # fmt: skip
_ADD = add(broadcasts)
_GET = Sql(_COLUMNS.where(_b.bot_id == BOT, _b.id == bindparam("id")))
_OF = Sql(
    _COLUMNS.where(_b.bot_id == BOT, _b.person == bindparam("person"), _b.made >= bindparam("since")).order_by(
        _b.made.desc(), _b.id
    )
)
_IN_STATE = Sql(
    lambda engine: _COLUMNS.where(_b.bot_id == BOT, among(engine, _b.state, "states")).order_by(
        _b.asked, _b.made, _b.id
    )
)
_CHANGE = Changes(broadcasts, "activity audience texts picture asked reason")
_MOVABLE = frozenset("decided decided_by reason notice asked".split())  # noqa: SIM905
_MOVE: dict[frozenset[str], Sql] = {}


def _moving(names: frozenset[str]) -> Sql:
    return Sql(
        update(broadcasts)
        .where(_b.bot_id == BOT, _b.id == bindparam("the_id"), _b.state == bindparam("before"))
        .values({name: bindparam(name) for name in (*names, "state")})
    )


def _to_broadcast(row: Row) -> Broadcast:
    return Broadcast(
        id=row[0],
        person=PersonId(row[1]),
        activity=ActivityId(row[2]),
        area=row[3],
        audience=row[4],
        texts=row[5],
        picture=row[6],
        state=row[7],
        asked=Millis(row[8]),
        decided=Millis(row[9]),
        decided_by=PersonId(row[10]),
        reason=row[11],
        notice=NoticeId(row[12]),
        made=Millis(row[13]),
    )


class Broadcasts:
    """See bot.ports.Broadcasts."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def draft(self, person: PersonId, activity: ActivityId, area: str, now: Millis) -> Broadcast:
        """A new one without words or audience."""
        id_ = new_id()
        self._db.run(
            _ADD, id=id_, person=person, activity=activity, area=area, audience="{}", texts="{}", picture="",
            state="draft", asked=0, decided=0, decided_by=0, reason="", notice=0, made=now,
        )  # fmt: skip
        return _to_broadcast((id_, person, activity, area, "{}", "{}", "", "draft", 0, 0, 0, "", 0, now))

    def get(self, broadcast: int) -> Broadcast | None:
        """One broadcast."""
        row = self._db.one(_GET, id=broadcast)
        return None if row is None else _to_broadcast(row)

    def of(self, person: PersonId, since: Millis = Millis(0)) -> Sequence[Broadcast]:
        """Those the person made since then, newest first."""
        return [_to_broadcast(row) for row in self._db.all(_OF, person=person, since=since)]

    def in_state(self, states: Sequence[BroadcastState]) -> Sequence[Broadcast]:
        """Those in these states, longest waiting first."""
        return [_to_broadcast(row) for row in self._db.all(_IN_STATE, states=json.dumps(list(states)))]

    def change(self, broadcast: int, **fields: str | int) -> None:
        """Set any of the columns that may be set; raises KeyError for another."""
        self._db.run(_CHANGE.of(fields), the_id=broadcast, **fields)

    def move(self, broadcast: Broadcast, to: BroadcastState, **fields: str | int) -> bool:
        """Guarded by the state it was read in; raises KeyError for a column that may not be set along with it."""
        names = frozenset(fields)
        if not names <= _MOVABLE:
            raise KeyError(*sorted(names - _MOVABLE))
        if names not in _MOVE:
            _MOVE[names] = _moving(names)
        return self._db.run(_MOVE[names], the_id=broadcast.id, before=broadcast.state, state=to, **fields) == 1
