"""What residents can take part in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, or_, select

from bot.ports import Activity, ActivityId, ActivityKind, ActivityState, Millis, PersonId
from bot.storage.identity import new_id
from bot.storage.statement import BOT, Changes, Engine, Row, Runner, Sql, add, among
from bot.storage.tables import activities

if TYPE_CHECKING:
    from collections.abc import Sequence

_a = activities.c
_COLUMNS = select(
    _a.id, _a.name, _a.kind, _a.pilot, _a.edition, _a.state, _a.settings, _a.opened, _a.closes, _a.closed,
    _a.tested_by, _a.tested_at, _a.opened_by,
)  # fmt: skip


def _in_states(engine: Engine) -> Select[Any]:
    wanted = or_(bindparam("every") == 1, among(engine, _a.state, "states"))
    return _COLUMNS.where(_a.bot_id == BOT, wanted)


_ADD = add(activities)
_GET = Sql(_COLUMNS.where(_a.bot_id == BOT, _a.id == bindparam("id")))
_NAMED = Sql(_COLUMNS.where(_a.bot_id == BOT, _a.name == bindparam("name")))
_ALL = Sql(_in_states)
_CHANGE = Changes(activities, "kind pilot state edition settings opened closes closed tested_by tested_at opened_by")


def _to_activity(row: Row) -> Activity:
    return Activity(
        id=ActivityId(row[0]),
        name=row[1],
        kind=row[2],
        pilot=row[3],
        edition=row[4],
        state=row[5],
        settings=row[6],
        opened=Millis(row[7]),
        closes=Millis(row[8]),
        closed=Millis(row[9]),
        tested_by=PersonId(row[10]),
        tested_at=Millis(row[11]),
        opened_by=PersonId(row[12]),
    )


class Activities:
    """See bot.ports.Activities."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def put(self, name: str, kind: ActivityKind, pilot: str, edition: str, settings: str) -> Activity:
        """Make it as a draft, or bring what is not open yet up to date.

        A changed tested one is a draft again, since what was tested is not what would open. An open or closed one keeps
        its edition and settings: `change` alters those, deliberately.
        """
        known = self.named(name)
        if known is None:
            id_ = new_id()
            self._db.run(
                _ADD, id=id_, name=name, kind=kind, pilot=pilot, edition=edition, state="draft", settings=settings,
                opened=0, closes=0, closed=0, tested_by=0, tested_at=0, opened_by=0,
            )  # fmt: skip
            return Activity(ActivityId(id_), name, kind, pilot, edition, "draft", settings)
        same = (known.kind, known.pilot, known.edition, known.settings) == (kind, pilot, edition, settings)
        if known.state in {"open", "closed"} or same:
            return known
        self.change(
            known.id,
            kind=kind,
            pilot=pilot,
            edition=edition,
            settings=settings,
            state="draft",
            tested_by=0,
            tested_at=0,
        )
        return Activity(
            known.id, name, kind, pilot, edition, "draft", settings, known.opened, known.closes, known.closed
        )

    def get(self, activity: ActivityId) -> Activity | None:
        """One activity."""
        row = self._db.one(_GET, id=activity)
        return None if row is None else _to_activity(row)

    def named(self, name: str) -> Activity | None:
        """One activity by its name."""
        row = self._db.one(_NAMED, name=name)
        return None if row is None else _to_activity(row)

    def all(self, states: Sequence[ActivityState] = ()) -> Sequence[Activity]:
        """Activities in any of the states (none named: in all), by name."""
        rows = self._db.all(_ALL, every=int(not states), states=json.dumps(list(states)))
        return sorted(map(_to_activity, rows), key=lambda each: each.name)

    def change(self, activity: ActivityId, **fields: str | int) -> None:
        """Set any of the columns that may be set; raises KeyError for another."""
        self._db.run(_CHANGE.of(fields), the_id=activity, **fields)
