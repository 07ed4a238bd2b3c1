"""Needs and options that residents proposed, and what became of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from bot.ports import ActivityId, Millis, PersonId, Proposal
from bot.storage.identity import new_id
from bot.storage.statement import BOT, Changes, Row, Runner, Sql, add, among
from bot.storage.tables import proposals

if TYPE_CHECKING:
    from collections.abc import Sequence

_p = proposals.c
_COLUMNS = select(
    _p.id, _p.person, _p.activity, _p.pilot, _p.kind, _p.words, _p.language, _p.state, _p.into, _p.champion,
    _p.officer, _p.reason, _p.made, _p.decided,
)  # fmt: skip
_ADD = add(proposals)
_GET = Sql(_COLUMNS.where(_p.bot_id == BOT, _p.id == bindparam("id")))
_OF = Sql(_COLUMNS.where(_p.bot_id == BOT, _p.person == bindparam("person")).order_by(_p.made, _p.id))
_IN_STATE = Sql(
    lambda engine: (
        _COLUMNS.where(_p.bot_id == BOT, among(engine, _p.state, "states"))
        .order_by(_p.made, _p.id)
        .limit(bindparam("limit"))
    )
)
_JOINED = Sql(
    _COLUMNS.where(_p.bot_id == BOT, _p.state == "merged", _p.into == bindparam("into")).order_by(_p.made, _p.id)
)
_CHANGE = Changes(proposals, "state into champion officer reason decided")


def _to_proposal(row: Row) -> Proposal:
    return Proposal(
        id=row[0],
        person=PersonId(row[1]),
        activity=ActivityId(row[2]),
        pilot=row[3],
        kind=row[4],
        words=row[5],
        language=row[6],
        state=row[7],
        into=row[8],
        champion=PersonId(row[9]),
        officer=PersonId(row[10]),
        reason=row[11],
        made=Millis(row[12]),
        decided=Millis(row[13]),
    )


class Proposals:
    """See bot.ports.Proposals."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def add(
        self, person: PersonId, activity: ActivityId, pilot: str, kind: str, words: str, language: str, now: Millis
    ) -> Proposal:
        """A new one, which nobody has decided on."""
        id_ = new_id()
        self._db.run(
            _ADD, id=id_, person=person, activity=activity, pilot=pilot, kind=kind, words=words, language=language,
            state="new", into=0, champion=0, officer=0, reason="", made=now, decided=0,
        )  # fmt: skip
        return _to_proposal((id_, person, activity, pilot, kind, words, language, "new", 0, 0, 0, "", now, 0))

    def get(self, proposal: int) -> Proposal | None:
        """One proposal."""
        row = self._db.one(_GET, id=proposal)
        return None if row is None else _to_proposal(row)

    def of(self, person: PersonId) -> Sequence[Proposal]:
        """The person's own, oldest first."""
        return [_to_proposal(row) for row in self._db.all(_OF, person=person)]

    def in_state(self, states: Sequence[str], limit: int) -> Sequence[Proposal]:
        """Those in these states, oldest first."""
        listed = json.dumps(list(states))
        return [_to_proposal(row) for row in self._db.all(_IN_STATE, states=listed, limit=limit)]

    def joined(self, into: int) -> Sequence[Proposal]:
        """Those that were merged into this one, oldest first."""
        return [_to_proposal(row) for row in self._db.all(_JOINED, into=into)]

    def change(self, proposal: int, **fields: str | int) -> None:
        """Set any of the columns that may be set; raises KeyError for another."""
        self._db.run(_CHANGE.of(fields), the_id=proposal, **fields)
