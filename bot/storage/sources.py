"""How people came: links of champions and organisations, posters, waves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from bot.ports import Millis, PersonId, Source, SourceId
from bot.storage.identity import new_id
from bot.storage.statement import BOT, Row, Runner, Sql, add
from bot.storage.tables import sources

if TYPE_CHECKING:
    from collections.abc import Sequence

_s = sources.c
_COLUMNS = select(_s.id, _s.root, _s.kind, _s.label, _s.token, _s.person, _s.area)
_ADD = add(sources)
_BY_TOKEN = Sql(_COLUMNS.where(_s.bot_id == BOT, _s.token == bindparam("token")))
_BY_ID = Sql(_COLUMNS.where(_s.bot_id == BOT, _s.id == bindparam("id")))
_OF_PERSON = Sql(_COLUMNS.where(_s.bot_id == BOT, _s.person == bindparam("person")).order_by(_s.made, _s.id))


def _to_source(row: Row) -> Source:
    return Source(SourceId(row[0]), SourceId(row[1]), row[2], row[3], row[4], PersonId(row[5]), row[6])


class Sources:
    """See bot.ports.Sources."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def by_token(self, token: str) -> Source | None:
        """The source of a link."""
        row = self._db.one(_BY_TOKEN, token=token)
        return None if row is None else _to_source(row)

    def source(self, source: SourceId) -> Source | None:
        """One source."""
        row = self._db.one(_BY_ID, id=source)
        return None if row is None else _to_source(row)

    def add(
        self, kind: str, label: str, token: str, person: PersonId, area: str, root: SourceId, now: Millis
    ) -> Source:
        """Make a link; with root 0 the new source is its own root."""
        id_ = new_id()
        row = (id_, root or id_, kind, label, token, person, area)
        self._db.run(
            _ADD, id=id_, root=root or id_, kind=kind, label=label, token=token, person=person, area=area, made=now
        )
        return _to_source(row)

    def of_person(self, person: PersonId) -> Sequence[Source]:
        """A person's own links, oldest first."""
        return [_to_source(row) for row in self._db.all(_OF_PERSON, person=person)]
