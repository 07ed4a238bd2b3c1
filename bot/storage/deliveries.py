"""Deliveries as rows: what is read of them, and what names one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, bindparam, literal_column, select, update

from bot.ports import Delivery, Lane, Millis, NoticeId, PersonId, State
from bot.storage.statement import BOT, Row, Sql
from bot.storage.tables import deliveries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.ports import DeliveryKey

_d = deliveries.c
OF_BOT = _d.bot_id == BOT
COLUMNS = select(
    _d.notice, _d.person, _d.occurrence, _d.class_, _d.lane, _d.state, _d.due, _d.not_after, _d.fence, _d.started,
    _d.settled, _d.tries, _d.message, _d.reason, _d.content,
)  # fmt: skip
KEY = (
    OF_BOT, _d.notice == bindparam("the_notice"), _d.person == bindparam("the_person"),
    _d.occurrence == bindparam("the_occurrence"),
)  # fmt: skip


def still_in(*states: State) -> ColumnElement[bool]:
    """A guard on rows that a key or a person names already: written so that no engine mistakes an index over a part of
    the outbox for the way to them."""
    return (_d.state + literal_column("0")).in_([literal_column(str(int(state))) for state in states])


def changing(*where: Any, **values: Any) -> Sql:
    """UPDATE of the deliveries under all these conditions."""
    return Sql(update(deliveries).where(*where).values(values))


def to_delivery(row: Row) -> Delivery:
    """A row of COLUMNS."""
    return Delivery(
        notice=NoticeId(row[0]),
        person=PersonId(row[1]),
        occurrence=row[2],
        class_=row[3],
        lane=Lane(row[4]),
        state=State(row[5]),
        due=Millis(row[6]),
        not_after=Millis(row[7]),
        fence=row[8],
        started=Millis(row[9]),
        settled=Millis(row[10]),
        tries=row[11],
        message=row[12],
        reason=row[13],
        content=row[14],
    )


def named(keys: Iterable[DeliveryKey], **more: Any) -> list[Mapping[str, Any]]:
    """Parameters of a statement, once for each."""
    return [
        {"the_notice": key.notice, "the_person": key.person, "the_occurrence": key.occurrence, **more} for key in keys
    ]
