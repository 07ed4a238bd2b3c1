"""Invitations to roles: only the SHA-256 of a code is here."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select, update

from bot.ports import Invite, Millis, PersonId
from bot.storage.statement import BOT, Runner, Sql, add
from bot.storage.tables import invites

_i = invites.c
_ADD = add(invites)
_FIND = Sql(
    select(_i.code_hash, _i.role, _i.area, _i.label, _i.made_by, _i.expires, _i.used_by, _i.first).where(
        _i.bot_id == BOT, _i.code_hash == bindparam("code_hash")
    )
)
_USE = Sql(
    update(invites)
    .where(
        _i.bot_id == BOT, _i.code_hash == bindparam("the_hash"), _i.used_by == bindparam("nobody", 0),
        _i.expires > bindparam("now"),
    )
    .values(used_by=bindparam("person"))
)  # fmt: skip
_DROP = Sql(delete(invites).where(_i.bot_id == BOT, _i.first == 1, _i.used_by == bindparam("nobody", 0)))


class Invites:
    """See bot.ports.Invites."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def add(self, invite: Invite) -> None:
        """Store a new invitation."""
        self._db.run(
            _ADD, code_hash=invite.code_hash, role=invite.role, area=invite.area, label=invite.label,
            made_by=invite.made_by, expires=invite.expires, used_by=invite.used_by, first=int(invite.first),
        )  # fmt: skip

    def find(self, code_hash: bytes) -> Invite | None:
        """The invitation of a code, used or not."""
        row = self._db.one(_FIND, code_hash=code_hash)
        if row is None:
            return None
        return Invite(row[0], row[1], row[2], row[3], PersonId(row[4]), Millis(row[5]), PersonId(row[6]), bool(row[7]))

    def use(self, code_hash: bytes, person: PersonId, now: Millis) -> bool:
        """Mark as used in one guarded statement; False where it was used or has expired."""
        return self._db.run(_USE, the_hash=code_hash, person=person, now=now) == 1

    def drop_first(self) -> None:
        """Delete unused start-up links."""
        self._db.run(_DROP)
