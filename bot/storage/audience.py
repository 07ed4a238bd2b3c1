"""An audience as SQL: which people it holds, and how to walk through them in slices by id.

A statement is built once per shape (which conditions are set), never per audience. Whom nothing can reach is in no
audience: who said stop, who blocked the bot, who has no chat. Where the audience names an activity, a role or a theme,
the slices walk along that table's people, so that a message to ten officers does not look at the whole town.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, bindparam, cast, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage import tables as t
from bot.storage.columns import Text
from bot.storage.statement import BOT, Engine, Sql, among, one_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.audience import Audience

AREA = "area"
"""The attribute of a profile that holds the area (content/surveys/about_you.md)."""
PURPOSE = "invite_me"

_p, _a = t.people.c, t.accounts.c
_Conditions = list[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Shape:
    """Which conditions an audience sets; `attributes` counts those of its sections."""

    languages: bool
    areas: bool
    attributes: int
    source: bool
    took_part: bool
    booked: bool
    theme: bool
    role: bool


def shape_of(audience: Audience) -> Shape:
    """What decides the statement's text."""
    return Shape(
        languages=bool(audience.languages),
        areas=bool(audience.areas),
        attributes=len({attribute for attribute, _ in audience.sections}),
        source=bool(audience.source),
        took_part=bool(audience.took_part),
        booked=bool(audience.booked),
        theme=bool(audience.theme),
        role=bool(audience.role),
    )


def values_of(audience: Audience) -> Mapping[str, Any]:
    """What the statement binds."""
    sections: dict[str, list[str]] = {}
    for attribute, code in audience.sections:
        sections.setdefault(attribute, []).append(code)
    given: dict[str, Any] = {
        "languages": json.dumps(audience.languages),
        "areas": json.dumps(audience.areas),
        "source": audience.source,
        "took_part": audience.took_part,
        "booked": audience.booked,
        "theme": audience.theme,
        "role": audience.role,
    }
    for n, attribute in enumerate(sorted(sections)):
        given[f"attribute{n}"], given[f"codes{n}"] = attribute, json.dumps(sections[attribute])
    return given


def _stated(engine: Engine, attribute: ColumnElement[str], codes: str) -> ColumnElement[bool]:
    f = t.profiles.c
    code = select(f.code).where(f.bot_id == _p.bot_id, f.person == _p.id, f.attribute == attribute).scalar_subquery()
    return among(engine, code, codes)


def _reachable() -> ColumnElement[bool]:
    """The person has a chat that did not block the bot."""
    return (
        select(_a.blocked)
        .where(_a.bot_id == _p.bot_id, _a.id == _p.account, func.length(_a.chat_cipher) > 0)
        .scalar_subquery()
    ) == 0


def _agreed() -> ColumnElement[bool]:
    """The person's last word on being invited by what they said of themselves is yes."""
    c = t.consents.c
    last = (
        select(c.given)
        .where(c.bot_id == _p.bot_id, c.person == _p.id, c.purpose == PURPOSE)
        .order_by(c.turn.desc())
        .limit(1)
        .scalar_subquery()
    )
    return last == 1


def _paths(engine: Engine, shape: Shape) -> Sequence[tuple[ColumnElement[int], _Conditions]]:
    """The tables whose rows make a person part of the audience: the person's column, and which rows."""
    r, b, i, h = t.responses.c, t.bookings.c, t.interests.c, t.roles.c
    found: list[tuple[ColumnElement[int], _Conditions]] = []
    if shape.took_part:
        found.append((r.person, [r.bot_id == BOT, r.activity == bindparam("took_part")]))
    if shape.booked:
        held = one_of(b.state, "confirmed", "attended")
        found.append((b.person, [b.bot_id == BOT, b.activity == bindparam("booked"), held]))
    if shape.role:
        where = [h.bot_id == BOT, h.role == bindparam("role"), h.pending == 0]
        found.append((h.person, where + _places(engine, shape, h.area)))
    if shape.theme:
        where = [i.bot_id == BOT, i.theme == bindparam("theme")]
        found.append((i.person, where + _places(engine, shape, i.area)))
    return found


def _places(engine: Engine, shape: Shape, area: ColumnElement[str]) -> _Conditions:
    return [or_(area == "", among(engine, area, "areas"))] if shape.areas else []


def _holding(engine: Engine, shape: Shape) -> _Conditions:
    """A person is in the audience, if reachable. Subqueries that give one value are asked person by person: a join
    would let PostgreSQL read whole tables for a slice of a few hundred people."""
    wanted: _Conditions = [_p.bot_id == BOT, _p.stopped == 0]
    if shape.languages:
        wanted.append(among(engine, _p.language, "languages"))
    if shape.source:
        wanted.append(_p.root_source == bindparam("source"))
    wanted += [_p.id.in_(select(person).where(*rows)) for person, rows in _paths(engine, shape)[1:]]
    by_area = shape.areas and not shape.theme and not shape.role
    if by_area:
        wanted.append(_stated(engine, bindparam("area", AREA), "areas"))
    wanted += [_stated(engine, bindparam(f"attribute{n}"), f"codes{n}") for n in range(shape.attributes)]
    if by_area or shape.attributes:
        wanted.append(_agreed())
    return wanted


def _walked(engine: Engine, shape: Shape, *, sliced: bool) -> ColumnElement[bool]:
    """Only people on the shape's path; where sliced, after `cursor` up to `last`."""
    paths = _paths(engine, shape)
    person, rows = paths[0] if paths else (_p.id, [_p.bot_id == BOT])
    if sliced:
        rows = [*rows, person > bindparam("cursor"), person <= bindparam("last")]
    return _p.id.in_(select(person).where(*rows)) if paths else and_(*rows)


@cache
def counting(shape: Shape, *more: ColumnElement[bool]) -> Sql:
    """How many people there are now, under `more` conditions."""

    def build(engine: Engine) -> Select[Any]:
        reachable = t.people.join(t.accounts, and_(_a.bot_id == _p.bot_id, _a.id == _p.account))
        held = (_a.blocked == 0, func.length(_a.chat_cipher) > 0, *_holding(engine, shape))
        return select(func.count()).select_from(reachable).where(*held, _walked(engine, shape, sliced=False), *more)

    return Sql(build)


@cache
def slicing(shape: Shape) -> Sql:
    """The next `limit` people after `cursor` that have to be looked at: how many, and the last one's id."""

    def build(engine: Engine) -> Select[Any]:
        paths = _paths(engine, shape)
        person, rows = paths[0] if paths else (_p.id, [_p.bot_id == BOT])
        chosen = select(person.label("id")).where(*rows, person > bindparam("cursor"))
        if paths:
            chosen = chosen.distinct()
        part = chosen.order_by(person).limit(bindparam("limit")).subquery()
        return select(func.count(), func.max(part.c.id)).select_from(part)

    return Sql(build)


@cache
def adding(shape: Shape) -> Sql:
    """Deliveries of `notice` to the audience's people after `cursor` up to `last`; who is there already stays."""

    def build(engine: Engine) -> Any:
        constants: dict[str, Any] = {
            "bot_id": _p.bot_id, "notice": _number("notice"), "person": _p.id, "occurrence": _text("nothing"),
            "class_": _text("class_"), "lane": _number("lane"), "state": _number("zero"), "due": _number("due"),
            "not_after": _number("not_after"), "fence": _number("zero"), "started": _number("zero"),
            "settled": _number("zero"), "tries": _number("zero"), "message": _number("zero"),
            "reason": _text("nothing"), "content": _text("nothing"),
        }  # fmt: skip
        people = (
            select(*(constants[column.name].label(column.name) for column in t.deliveries.c))
            .select_from(t.people)
            .where(*_holding(engine, shape), _reachable(), _walked(engine, shape, sliced=True))
        )
        names = [column.name for column in t.deliveries.c]
        insert = sqlite.insert if engine == "sqlite" else postgresql.insert
        return insert(t.deliveries).from_select(names, people).on_conflict_do_nothing()

    return Sql(build)


def _number(name: str) -> ColumnElement[int]:
    return cast(bindparam(name, 0) if name == "zero" else bindparam(name), BigInteger)


def _text(name: str) -> ColumnElement[str]:
    return cast(bindparam(name, "") if name == "nothing" else bindparam(name), Text)
