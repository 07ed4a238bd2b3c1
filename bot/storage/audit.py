"""The hash-chained log. The database itself refuses to change or delete a row (see triggers.py).

It holds ids and verbs only. A forgotten person's id stays in it: random, joined to nothing any more.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from bot.ports import AuditEntry, Millis, PersonId
from bot.storage.statement import BOT, Row, Runner, Sql, add
from bot.storage.tables import audit

if TYPE_CHECKING:
    from collections.abc import Sequence

_SLICE = 1000
_a = audit.c
_ADD = add(audit)
_LAST = Sql(select(_a.seq, _a.hash).where(_a.bot_id == BOT).order_by(_a.seq.desc()).limit(1))
_AFTER = Sql(
    select(_a.seq, _a.at, _a.actor, _a.verb, _a.object, _a.hash)
    .where(_a.bot_id == BOT, _a.seq > bindparam("after"))
    .order_by(_a.seq)
    .limit(bindparam("limit"))
)


def link(previous: str, seq: int, at: int, actor: int, verb: str, object_: str) -> str:
    """SHA-256 (hex) over the JSON array of the previous hash ("" for the first) and the entry's fields."""
    fields = json.dumps([previous, seq, at, actor, verb, object_], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(fields.encode()).hexdigest()


def _to_entry(row: Row) -> AuditEntry:
    return AuditEntry(row[0], Millis(row[1]), PersonId(row[2]), row[3], row[4], row[5])


class Audit:
    """See bot.ports.Audit."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def add(self, actor: PersonId, verb: str, object_: str, now: Millis) -> AuditEntry:
        """Append a link in this transaction."""
        last, previous = self._db.one(_LAST) or (0, "")
        hash_ = link(previous, last + 1, now, actor, verb, object_)
        self._db.run(_ADD, seq=last + 1, at=now, actor=actor, verb=verb, object=object_, hash=hash_)
        return AuditEntry(last + 1, now, actor, verb, object_, hash_)

    def after(self, seq: int, limit: int) -> Sequence[AuditEntry]:
        """Links in order from the one after `seq`."""
        return [_to_entry(row) for row in self._db.all(_AFTER, after=seq, limit=limit)]

    def broken(self) -> int:
        """The first broken or missing link's seq, 0 where the chain is whole."""
        seen, previous = 0, ""
        while entries := self.after(seen, _SLICE):
            for entry in entries:
                expected = link(previous, seen + 1, entry.at, entry.actor, entry.verb, entry.object)
                if entry.seq != seen + 1 or entry.hash != expected:
                    return seen + 1
                seen, previous = entry.seq, entry.hash
        return 0
