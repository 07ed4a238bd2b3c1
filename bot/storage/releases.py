"""Frozen exports; the database refuses to change or delete one (see triggers.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from bot.ports import ActivityId, Millis, PersonId, ReleaseRow
from bot.storage.statement import BOT, Runner, Sql, add
from bot.storage.tables import releases

if TYPE_CHECKING:
    from collections.abc import Sequence

_r = releases.c
_THESE = (_r.bot_id == BOT, _r.activity == bindparam("activity"))
_ADD = add(releases)
_LAST = Sql(select(func.max(_r.number)).where(*_THESE))
_OF = Sql(
    select(_r.activity, _r.number, _r.format, _r.sha256, _r.tables, _r.made_by, _r.made)
    .where(*_THESE)
    .order_by(_r.number)
)


class Releases:
    """See bot.ports.Releases."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def add(
        self, activity: ActivityId, format_: str, sha256: str, tables: str, by: PersonId, now: Millis
    ) -> ReleaseRow:
        """Freeze one under the activity's next number."""
        number = (self._db.value(_LAST, activity=activity) or 0) + 1
        self._db.run(
            _ADD, activity=activity, number=number, format=format_, sha256=sha256, tables=tables, made_by=by, made=now
        )
        return ReleaseRow(activity, number, format_, sha256, tables, by, now)

    def of(self, activity: ActivityId) -> Sequence[ReleaseRow]:
        """An activity's releases in order."""
        return [
            ReleaseRow(ActivityId(row[0]), row[1], row[2], row[3], row[4], PersonId(row[5]), Millis(row[6]))
            for row in self._db.all(_OF, activity=activity)
        ]
