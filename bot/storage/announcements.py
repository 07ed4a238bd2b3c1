"""Sessions that champions announced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, select

from bot.ports import Announcement, Millis, PersonId, SourceId
from bot.storage.identity import new_id
from bot.storage.statement import BOT, Row, Runner, Sql, add
from bot.storage.tables import announcements

if TYPE_CHECKING:
    from collections.abc import Sequence

_a = announcements.c
_COLUMNS = select(_a.id, _a.person, _a.source, _a.area, _a.place, _a.starts, _a.ends, _a.number)
_LATER = (_a.bot_id == BOT, _a.ends >= bindparam("since"))
_ADD = add(announcements)
_OF = Sql(_COLUMNS.where(*_LATER, _a.source == bindparam("source")).order_by(_a.starts, _a.id))
_ALL = Sql(_COLUMNS.where(*_LATER).order_by(_a.starts, _a.id))
_DROP = Sql(delete(announcements).where(_a.bot_id == BOT, _a.id == bindparam("id"), _a.person == bindparam("person")))


def _to_announcement(row: Row) -> Announcement:
    return Announcement(
        row[0], PersonId(row[1]), SourceId(row[2]), row[3], row[4], Millis(row[5]), Millis(row[6]), row[7]
    )


class Announcements:
    """See bot.ports.Announcements."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def add(
        self,
        person: PersonId,
        source: SourceId,
        area: str,
        place: str,
        starts: Millis,
        ends: Millis,
        number: int,
        now: Millis,
    ) -> Announcement:
        """Announce one."""
        made = Announcement(new_id(), person, source, area, place, starts, ends, number)
        self._db.run(
            _ADD, id=made.id, person=person, source=source, area=area, place=place, starts=starts, ends=ends,
            number=number, made=now,
        )  # fmt: skip
        return made

    def of(self, source: SourceId, since: Millis) -> Sequence[Announcement]:
        """Those of a source that are not over by then, soonest first."""
        return [_to_announcement(row) for row in self._db.all(_OF, source=source, since=since)]

    def all(self, since: Millis) -> Sequence[Announcement]:
        """Those of everybody that are not over by then, soonest first."""
        return [_to_announcement(row) for row in self._db.all(_ALL, since=since)]

    def drop(self, announcement: int, person: PersonId) -> bool:
        """Take back one's own; False where it is none or somebody else's."""
        return self._db.run(_DROP, id=announcement, person=person) == 1
