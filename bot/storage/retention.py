"""Erasing by age: how long each kind of row is kept is content/policy.toml's [retention.*]; this is what going means.

A kind is pruned in slices, oldest first. Published releases stand. The audit chain is append-only and stays whole: it
holds random ids and verbs only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, and_, bindparam, delete, exists, or_, select, tuple_, update

from bot.storage import tables as t
from bot.storage.outbox import PRUNE
from bot.storage.statement import BOT, Runner, Sql, one_of

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select

    from bot.ports import ActivityId, Millis

_BEFORE: Any = bindparam("before")
_LIMIT: Any = bindparam("limit")


def _old(table: Table, key: str, *where: ColumnElement[bool]) -> Select[Any]:
    """Keys of the rows to go, a slice of them; wrapped, since no engine deletes from what it selects with a limit."""
    slice_ = select(table.c[key]).where(table.c.bot_id == BOT, *where).limit(_LIMIT).subquery()
    return select(slice_.c[key])


def _gone(table: Table, key: str, *where: ColumnElement[bool]) -> Sql:
    return Sql(delete(table).where(table.c.bot_id == BOT, *where, table.c[key].in_(_old(table, key, *where))))


_sessions = _old(t.sessions, "id", t.sessions.c.status == "open", t.sessions.c.touched < _BEFORE)
_finished = _old(t.sessions, "id", t.sessions.c.status == "finished", t.sessions.c.touched < _BEFORE)
_responses = _old(t.responses, "id", t.responses.c.at < _BEFORE)
_profiles = _old(t.profiles, "person", t.profiles.c.at < _BEFORE)
_consents = _old(t.consents, "person", t.consents.c.at < _BEFORE)
_n, _d, _b, _a = t.notices.c, t.deliveries.c, t.bookings.c, t.activities.c
_single_and_over = (
    _n.audience == "",
    one_of(_n.state, "done", "cancelled"),
    _n.made < _BEFORE,
    ~exists().where(_d.bot_id == _n.bot_id, _d.notice == _n.id),
)
"""A notice to an audience stays: that it was given is what keeps it from being given twice; it names nobody."""
_activity_over = exists().where(_a.bot_id == _b.bot_id, _a.id == _b.activity, _a.closed > 0, _a.closed < _BEFORE)
_needs_over = (
    _b.needs != "{}",
    or_(
        and_(one_of(_b.state, "attended", "missed", "cancelled", "lapsed"), _b.changed < _BEFORE),
        _activity_over,
    ),
)
_due_key = tuple_(t.agenda.c.kind, t.agenda.c.object, t.agenda.c.occurrence)
_due_slice = (
    select(t.agenda.c.kind, t.agenda.c.object, t.agenda.c.occurrence)
    .where(
        t.agenda.c.bot_id == BOT,
        one_of(t.agenda.c.state, "done", "expired", "dropped"),
        t.agenda.c.at < _BEFORE,
    )
    .limit(_LIMIT)
    .subquery()
)
_due_over = select(_due_slice.c.kind, _due_slice.c.object, _due_slice.c.occurrence)
_pool_of_seat = exists().where(t.pools.c.bot_id == t.seats.c.bot_id, t.pools.c.object == t.seats.c.object)


def _seats_of_pool(when: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(t.seats.c.bot_id == t.pools.c.bot_id, t.seats.c.object == t.pools.c.object, when)


PLAN: dict[str, tuple[Sql, ...]] = {
    "unfinished_sessions": (
        Sql(update(t.people).where(t.people.c.bot_id == BOT, t.people.c.session.in_(_sessions)).values(session=0)),
        _gone(t.sessions, "id", t.sessions.c.status == "open", t.sessions.c.touched < _BEFORE),
    ),
    "free_text": (
        Sql(update(t.people).where(t.people.c.bot_id == BOT, t.people.c.session.in_(_finished)).values(session=0)),
        _gone(t.sessions, "id", t.sessions.c.status == "finished", t.sessions.c.touched < _BEFORE),
    ),
    "responses": (
        Sql(delete(t.answers).where(t.answers.c.bot_id == BOT, t.answers.c.response.in_(_responses))),
        Sql(
            delete(t.response_profile).where(
                t.response_profile.c.bot_id == BOT, t.response_profile.c.response.in_(_responses)
            )
        ),
        _gone(t.responses, "id", t.responses.c.at < _BEFORE),
    ),
    "profile_unused": (
        Sql(
            delete(t.profiles).where(
                t.profiles.c.bot_id == BOT, t.profiles.c.at < _BEFORE, t.profiles.c.person.in_(_profiles)
            )
        ),
    ),
    "consent_log": (
        Sql(
            delete(t.consents).where(
                t.consents.c.bot_id == BOT, t.consents.c.at < _BEFORE, t.consents.c.person.in_(_consents)
            )
        ),
    ),
    "parked_updates": (_gone(t.failures, "id", t.failures.c.parked == bindparam("one", 1), t.failures.c.at < _BEFORE),),
    "used_invites": (_gone(t.invites, "code_hash", t.invites.c.expires < _BEFORE),),
    "sent_messages": (_gone(t.notices, "id", *_single_and_over), PRUNE),
    "booking_needs": (
        Sql(
            update(t.bookings)
            .where(t.bookings.c.bot_id == BOT, t.bookings.c.id.in_(_old(t.bookings, "id", *_needs_over)))
            .values(needs="{}")
        ),
    ),
    "bookings": (
        _gone(t.pools, "object", _seats_of_pool(t.seats.c.at < _BEFORE), ~_seats_of_pool(t.seats.c.at >= _BEFORE)),
        _gone(t.seats, "object", ~_pool_of_seat),
        _gone(t.bookings, "id", t.bookings.c.changed < _BEFORE),
    ),
    "assisted": (_gone(t.assisted, "person", t.assisted.c.made < _BEFORE),),
    "proposals": (_gone(t.proposals, "id", t.proposals.c.made < _BEFORE),),
    "broadcasts": (
        _gone(t.announcements, "id", t.announcements.c.ends < _BEFORE),
        _gone(t.broadcasts, "id", t.broadcasts.c.made < _BEFORE),
    ),
    "agenda": (Sql(delete(t.agenda).where(t.agenda.c.bot_id == BOT, _due_key.in_(_due_over))),),
}
"""By the policy's name. Sessions hold words too: the finished ones go with them. Statements run in
order; the last one's rows are what is counted."""

_ONE_QUESTION = (
    select(t.questions.c.id)
    .where(
        t.questions.c.bot_id == BOT,
        t.questions.c.activity == bindparam("activity"),
        t.questions.c.path == bindparam("question"),
    )
    .scalar_subquery()
)
_BLANK = Sql(
    update(t.answers)
    .where(
        t.answers.c.bot_id == BOT,
        t.answers.c.question == _ONE_QUESTION,
        t.answers.c.value != bindparam("nothing", ""),
        t.answers.c.value.like(bindparam("begins")),
        t.answers.c.response.in_(
            select(t.responses.c.id).where(t.responses.c.bot_id == BOT, t.responses.c.at < _BEFORE)
        ),
    )
    .values(value=bindparam("blank", ""))
)


class Retention:
    """See bot.ports.Retention."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def prune(self, kind: str, before: Millis, limit: int) -> int:
        """Erase a slice of what is older; KeyError for a kind that is not planned."""
        gone = 0
        for sql in PLAN[kind]:
            gone = self._db.run(sql, before=before, limit=limit)
        return gone

    def blank(self, activity: ActivityId, question: str, before: Millis, *, voice: bool) -> int:
        """Empty the words (or only the references to recordings) given to a question; that it was answered stays."""
        begins = "voice:%" if voice else "%"
        return self._db.run(_BLANK, activity=activity, question=question, before=before, begins=begins)
