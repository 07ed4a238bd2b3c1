"""Reading people: the columns of a person with the roles held, in one statement."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, bindparam, cast, func, select

from bot.ports import AccountId, Held, Millis, Person, PersonId, SessionId, SourceId
from bot.storage.columns import Text
from bot.storage.statement import BOT, Engine, Row, Sql
from bot.storage.tables import people, roles

if TYPE_CHECKING:
    from sqlalchemy.sql.elements import ColumnElement as Condition

_WIDTH = 12


def _roles_json(engine: Engine) -> ColumnElement[Any]:
    r = roles.c
    parts = (r.role, r.area, r.pending, r.label)
    listed = (
        func.json_group_array(func.json_array(*parts))
        if engine == "sqlite"
        else cast(func.json_agg(func.json_build_array(*parts)), Text)
    )
    return (
        select(listed)
        .where(r.bot_id == people.c.bot_id, r.person == people.c.id)
        .correlate(people)
        .scalar_subquery()
        .label("held")
    )


def person_columns(engine: Engine) -> tuple[ColumnElement[Any], ...]:
    """The columns that `to_person` reads, in its order."""
    p = people.c
    return (
        p.id, p.account, p.position, p.language, p.language_confirmed, p.reader, p.stopped, p.root_source, p.session,
        p.doing, p.created, _roles_json(engine),
    )  # fmt: skip


def to_person(row: Row) -> Person:
    """A row that begins with `person_columns`, as a Person."""
    held: tuple[Held, ...] = ()
    if row[11] is not None and row[11] != "[]":
        held = tuple(Held(r, a, bool(w), label) for r, a, w, label in sorted(json.loads(row[11])))
    return Person(
        id=PersonId(row[0]),
        account=AccountId(row[1]),
        position=row[2],
        language=row[3],
        language_confirmed=bool(row[4]),
        reader=bool(row[5]),
        stopped=bool(row[6]),
        root_source=SourceId(row[7]),
        session=SessionId(row[8]),
        doing=row[9],
        created=Millis(row[10]),
        roles=held,
    )


def people_where(*conditions: Condition[bool]) -> Sql:
    """People (of this bot) under the conditions, oldest first."""

    def build(engine: Engine) -> Select[Any]:
        wanted = and_(people.c.bot_id == BOT, *conditions)
        return select(*person_columns(engine)).where(wanted).order_by(people.c.created, people.c.id)

    return Sql(build)


def holds(*, pending: bool) -> ColumnElement[bool]:
    """The person holds the role bound as `role`."""
    r = roles.c
    return people.c.id.in_(
        select(r.person).where(
            r.bot_id == BOT, r.role == bindparam("role"), r.pending == cast(int(pending), BigInteger)
        )
    )
