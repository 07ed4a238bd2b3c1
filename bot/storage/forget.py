"""The forget plan: how one person leaves every table, or why a table holds nothing of a person.

A test walks every table of tables.py: each is named here, in PERSONAL or in IMPERSONAL. Rows of a closed activity go
all the same; its releases are figures already and stand. A tombstone (the random id alone) lets a restored backup
forget again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, ColumnElement, String, Table, bindparam, delete, literal, select, update
from sqlalchemy import cast as sql_cast

from bot.ports import ForgetReport
from bot.storage import tables as t
from bot.storage.seats import GIVE_ALL
from bot.storage.statement import BOT, Runner, Sql, upsert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.ports import Millis, PersonId

_WHO: BindParameter[Any] = bindparam("who")


@dataclass(frozen=True, slots=True)
class Step:
    """A table, which of its rows are the person's, and what becomes of them: overwritten by `blank`, or deleted."""

    table: Table
    mine: ColumnElement[bool]
    blank: Mapping[str, Any] | None = None


def _own(table: Table, column: str = "person") -> Step:
    return Step(table, table.c[column] == _WHO)


_my_responses = select(t.responses.c.id).where(t.responses.c.bot_id == BOT, t.responses.c.person == _WHO)
_my_account = select(t.people.c.account).where(t.people.c.bot_id == BOT, t.people.c.id == _WHO).scalar_subquery()

PERSONAL: tuple[Step, ...] = (
    Step(t.answers, t.answers.c.response.in_(_my_responses)),
    Step(t.response_profile, t.response_profile.c.response.in_(_my_responses)),
    _own(t.responses),
    _own(t.sessions),
    _own(t.consents),
    _own(t.profiles),
    _own(t.roles),
    _own(t.preferences),
    _own(t.interests),
    _own(t.deliveries),
    Step(t.notices, t.notices.c.object == _WHO, {"object": t.notices.c.id, "occurrence": "", "content": "{}"}),
    Step(t.agenda, t.agenda.c.object == _WHO),
    _own(t.broadcasts),
    _own(t.announcements),
    _own(t.seats),
    _own(t.bookings),
    _own(t.assisted),
    Step(
        t.proposals,
        (t.proposals.c.person == _WHO) & (t.proposals.c.state == "taken_up"),
        {"person": 0, "words": "", "language": ""},
    ),
    _own(t.proposals),
    Step(t.invites, (t.invites.c.used_by == _WHO) | ((t.invites.c.made_by == _WHO) & (t.invites.c.used_by == 0))),
    Step(
        t.sources,
        t.sources.c.person == _WHO,
        {"person": 0, "label": "", "token": literal("forgotten-") + sql_cast(t.sources.c.id, String)},
    ),
    _own(t.people, "id"),
)
"""Children before parents. A source stays, nameless and its link dead: other people's responses are counted by it. A
proposal that was taken up stays without its person and words, as the decision of those who took it up: what was merged
into it points there. A notice about the person stays without object and words, since others may have been sent it."""

ACCOUNT = Step(t.accounts, t.accounts.c.id == _my_account)
"""Goes with its last person; else another of its people becomes active."""

TRACES: tuple[tuple[Table, str], ...] = (
    (t.roles, "by"),
    (t.invites, "made_by"),
    (t.activities, "tested_by"),
    (t.activities, "opened_by"),
    (t.notices, "made_by"),
    (t.broadcasts, "decided_by"),
    (t.assisted, "champion"),
    (t.proposals, "champion"),
    (t.proposals, "officer"),
)
"""Where the person's id stands in somebody else's row: set to 0."""

IMPERSONAL: Mapping[str, str] = {
    "editions": "forms: what is asked, not what is answered",
    "activities": "what is open and when; who tested and opened it is set to 0",
    "questions": "paths of questions",
    "audit": "append-only chain of random ids and verbs; a forgotten id joins to nothing",
    "releases": "published figures stand; made_by is a random id that joins to nothing once forgotten",
    "updates": "the messenger's numbers of updates, without sender, pruned after days",
    "failures": "numbers of updates that failed and our error references",
    "leases": "which process sends and ticks now",
    "pools": "how many places there are and how many are held; a forgotten person's are given back",
    "notes": "facts about this instance",
    "tombstones": "random ids of the forgotten, so that a restored backup forgets them again",
}

_ERASE = [
    (
        step.table.name,
        Sql(
            delete(step.table).where(step.table.c.bot_id == BOT, step.mine)
            if step.blank is None
            else update(step.table).where(step.table.c.bot_id == BOT, step.mine).values(step.blank)
        ),
    )
    for step in PERSONAL
]
_UNTRACE = [
    Sql(update(table).where(table.c.bot_id == BOT, table.c[column] == _WHO).values({column: bindparam("nobody", 0)}))
    for table, column in TRACES
]
_mine_not_taken_up = select(t.proposals.c.id).where(
    t.proposals.c.bot_id == BOT, t.proposals.c.person == _WHO, t.proposals.c.state != "taken_up"
)
_GIVE_BACK = (
    GIVE_ALL,
    Sql(
        update(t.proposals)
        .where(t.proposals.c.bot_id == BOT, t.proposals.c.into.in_(select(_mine_not_taken_up.subquery().c.id)))
        .values(state="new", into=0)
    ),
)
"""First: the person's places are free again, and what was merged into a proposal of theirs that goes stands alone."""
_ACCOUNT_OF = Sql(select(t.people.c.account).where(t.people.c.bot_id == BOT, t.people.c.id == _WHO))
_OTHER = Sql(
    select(t.people.c.id)
    .where(t.people.c.bot_id == BOT, t.people.c.account == bindparam("account"))
    .order_by(t.people.c.position)
    .limit(1)
)
_THIS_ACCOUNT = (t.accounts.c.bot_id == BOT, t.accounts.c.id == bindparam("account"))
_DROP_ACCOUNT = Sql(delete(t.accounts).where(*_THIS_ACCOUNT))
_HAND_OVER = Sql(
    update(t.accounts).where(*_THIS_ACCOUNT, t.accounts.c.active == _WHO).values(active=bindparam("other"))
)
_TOMBSTONE = upsert(t.tombstones)


def forget(db: Runner, person: PersonId, now: Millis) -> ForgetReport:
    """Erase the person; a second time, or for an unknown id, finds no rows and only keeps the tombstone."""
    account: int | None = db.value(_ACCOUNT_OF, who=person)
    for sql in _GIVE_BACK:
        db.run(sql, who=person)
    rows: dict[str, int] = {}
    for name, sql in _ERASE:
        rows[name] = rows.get(name, 0) + db.run(sql, who=person)
    for sql in _UNTRACE:
        db.run(sql, who=person)
    rows["accounts"] = 0
    if account is not None:
        other: int | None = db.value(_OTHER, account=account)
        if other is None:
            rows["accounts"] = db.run(_DROP_ACCOUNT, account=account)
        else:
            db.run(_HAND_OVER, account=account, who=person, other=other)
    db.run(_TOMBSTONE, person=person, at=now)
    db.forgotten.append(person)
    return ForgetReport(rows)


def _showing(step: Step) -> Sql:
    shown = [column for column in step.table.c if column.name != "bot_id"]
    wanted = select(*shown).where(step.table.c.bot_id == BOT, step.mine)
    if step.table is t.answers:
        same = (t.questions.c.bot_id == t.answers.c.bot_id) & (t.questions.c.id == t.answers.c.question)
        wanted = wanted.add_columns(t.questions.c.path).join(t.questions, same)
    return Sql(wanted)


_SHOWN: Mapping[str, tuple[Sequence[str], Sql]] = {
    step.table.name: (
        [c.name for c in step.table.c if c.name != "bot_id"] + (["path"] if step.table is t.answers else []),
        _showing(step),
    )
    for step in (*PERSONAL, ACCOUNT, _own(t.audit, "actor"))
}


def mine(db: Runner, person: PersonId) -> Mapping[str, Sequence[Mapping[str, str | int | float | None]]]:
    """Every row about the person, by table (their own audit lines too); bytes as hexadecimal."""
    return {
        name: [
            {key: value.hex() if isinstance(value, bytes) else value for key, value in zip(names, row, strict=True)}
            for row in db.all(sql, who=person)
        ]
        for name, (names, sql) in _SHOWN.items()
    }
