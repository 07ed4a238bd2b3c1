"""Who holds which role, where. A role waits (`pending`) until it is confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, func, select, update

from bot.core.errors import Rule
from bot.storage.persons import holds, people_where, to_person
from bot.storage.statement import BOT, Runner, Sql, upsert
from bot.storage.tables import roles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ports import Held, Millis, Person, PersonId, Role

_r = roles.c
_MINE = (_r.bot_id == BOT, _r.person == bindparam("the_person"), _r.role == bindparam("the_role"))
_GRANT = upsert(roles, ["label", "pending", "by", "at"])
_CONFIRM = Sql(
    update(roles)
    .where(*_MINE, _r.pending == 1)
    .values(pending=bindparam("no", 0), by=bindparam("by"), at=bindparam("at"))
)
_REVOKE = Sql(delete(roles).where(*_MINE))
_CONFIRMED_OFFICERS = Sql(
    select(func.count(_r.person.distinct()), func.max(_r.person)).where(
        _r.bot_id == BOT, _r.role == "officer", _r.pending == bindparam("no", 0)
    )
)
_HOLDERS, _WAITING = people_where(holds(pending=False)), people_where(holds(pending=True))
_WAITING_ROLES = Sql(select(_r.role).distinct().where(_r.bot_id == BOT, _r.pending == 1))


class Roles:
    """The part of People about roles."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def grant(self, person: PersonId, held: Held, by: PersonId, now: Millis) -> None:
        """Give a role in an area, or change its label or state."""
        self._db.run(
            _GRANT,
            person=person,
            role=held.role,
            area=held.area,
            label=held.label,
            pending=int(held.pending),
            by=by,
            at=now,
        )

    def confirm(self, person: PersonId, role: Role, by: PersonId, now: Millis) -> bool:
        """Confirm a waiting role in all its areas; False where none waits."""
        return self._db.run(_CONFIRM, the_person=person, the_role=role, by=by, at=now) > 0

    def revoke(self, person: PersonId, role: Role, by: PersonId, now: Millis) -> bool:  # noqa: ARG002  audited by the caller
        """Take a role away in all its areas; False where not held; raises Rule("role.last_officer")."""
        if role == "officer":
            number, who = self._db.one(_CONFIRMED_OFFICERS) or (0, 0)
            if number == 1 and who == person:
                raise Rule("role.last_officer")
        return self._db.run(_REVOKE, the_person=person, the_role=role) > 0

    def holders(self, role: Role) -> Sequence[Person]:
        """People whose role is confirmed, oldest first."""
        return [to_person(row) for row in self._db.all(_HOLDERS, role=role)]

    def pending(self) -> Sequence[tuple[Person, Held]]:
        """Roles that wait for an officer."""
        found = [
            (person, held)
            for (role,) in self._db.all(_WAITING_ROLES)
            for person in map(to_person, self._db.all(_WAITING, role=role))
            for held in person.roles
            if held.pending and held.role == role
        ]
        return sorted(found, key=lambda pair: (pair[0].created, pair[0].id, pair[1].role, pair[1].area))
