"""Every table. `bot_id` opens every key, so that one database may serve several bots and be partitioned later.

Rules: ids are random (see identity.py); instants are UTC milliseconds; no name, username or phone number has a column;
a table about people is named in forget.py. Foreign keys bind personal rows to their person, so that a forgotten person
cannot leave one behind. Changing a table here needs a migration (a test compares the two).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    and_,
    literal_column,
)

from bot.ports import State
from bot.storage.columns import Bytes, Id, Int, Text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _table(name: str, columns: dict[str, Any], key: str, *more: Any, clustered: bool = True) -> Table:
    """A table whose key is bot_id and the named columns; clustered: stored in key order (SQLite), for narrow rows."""
    return Table(
        name,
        metadata,
        Column("bot_id", Id, nullable=False),
        *(Column(column, type_, nullable=False) for column, type_ in columns.items()),
        PrimaryKeyConstraint("bot_id", *key.split()),
        *more,
        sqlite_with_rowid=not clustered,
    )


def _belongs(column: str, parent: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["bot_id", column], [f"{parent}.bot_id", f"{parent}.id"])


accounts = _table(
    "accounts",
    {"id": Id, "chat_hash": Bytes, "chat_cipher": Bytes, "active": Id, "blocked": Int},
    "chat_hash",
    UniqueConstraint("bot_id", "id"),
)
"""Stored by the hash, since every update looks it up: one page less to read in a large town."""
people = _table(
    "people",
    {
        "id": Id, "account": Id, "position": Int, "language": Text, "language_confirmed": Int, "reader": Int,
        "stopped": Int, "root_source": Id, "session": Id, "doing": Text, "created": Int,
    },
    "id",
    UniqueConstraint("bot_id", "account", "position"),
    _belongs("account", "accounts"),
)  # fmt: skip
profiles = _table(
    "profiles",
    {"person": Id, "attribute": Text, "code": Text, "at": Int},
    "person attribute",
    _belongs("person", "people"),
)
roles = _table(
    "roles",
    {"person": Id, "role": Text, "area": Text, "label": Text, "pending": Int, "by": Id, "at": Int},
    "person role area",
    Index(None, "bot_id", "role"),
    _belongs("person", "people"),
)
invites = _table(
    "invites",
    {
        "code_hash": Bytes, "role": Text, "area": Text, "label": Text, "made_by": Id, "expires": Int, "used_by": Id,
        "first": Int,
    },
    "code_hash",
)  # fmt: skip
sources = _table(
    "sources",
    {"id": Id, "root": Id, "kind": Text, "label": Text, "token": Text, "person": Id, "area": Text, "made": Int},
    "id",
    UniqueConstraint("bot_id", "token"),
    Index(None, "bot_id", "person"),
)
consents = _table(
    "consents",
    {"person": Id, "purpose": Text, "turn": Int, "given": Int, "text_version": Text, "language": Text, "at": Int},
    "person purpose turn",
    _belongs("person", "people"),
)
editions = _table(
    "editions",
    {"hash": Text, "name": Text, "form": Text, "origin": Text, "made": Int},
    "hash",
    Index(None, "bot_id", "name"),
    clustered=False,
)
activities = _table(
    "activities",
    {
        "id": Id, "name": Text, "kind": Text, "pilot": Text, "edition": Text, "state": Text, "settings": Text,
        "opened": Int, "closes": Int, "closed": Int, "tested_by": Id, "tested_at": Int, "opened_by": Id,
    },
    "id",
    UniqueConstraint("bot_id", "name"),
    clustered=False,
)  # fmt: skip
sessions = _table(
    "sessions",
    {
        "id": Id, "person": Id, "activity": Id, "edition": Text, "use": Text, "state": Text, "revision": Int,
        "shown": Int, "message": Int, "status": Text, "opened": Int, "touched": Int, "after": Id,
    },
    "id",
    Index(None, "bot_id", "person", "activity", "use"),
    Index(None, "bot_id", "activity", "use", "status", "id"),
    _belongs("person", "people"),
    clustered=False,
)  # fmt: skip
Index(
    "ix_sessions_undrawn",
    sessions.c.bot_id,
    sessions.c.touched,
    sqlite_where=and_(sessions.c.status != "dropped", sessions.c.shown < sessions.c.revision),
).ddl_if(dialect="sqlite")
"""SQLite alone: on PostgreSQL an index over what every answer changes would end its in-place updates (HOT), and new
index entries on shared pages make SERIALIZABLE transactions of strangers refuse each other. There the table is read
at start."""

responses = _table(
    "responses",
    {
        "id": Id, "activity": Id, "person": Id, "session": Id, "edition": Text, "complete": Int, "root_source": Id,
        "mode": Text, "tier": Text, "connection": Text, "provisional": Int, "language": Text, "at": Int,
    },
    "id",
    UniqueConstraint("bot_id", "activity", "person"),
    Index(None, "bot_id", "person"),
    _belongs("person", "people"),
)  # fmt: skip
response_profile = _table(
    "response_profile", {"response": Id, "attribute": Text, "code": Text}, "response attribute",
    _belongs("response", "responses"),
)  # fmt: skip
questions = _table(
    "questions", {"id": Id, "activity": Id, "path": Text}, "id", UniqueConstraint("bot_id", "activity", "path")
)
"""A question's path within an activity as one number: answers stay narrow, counting reads one range."""
answers = _table(
    "answers",
    {"question": Id, "response": Id, "nth": Int, "instance": Text, "value": Text, "again": Int},
    "question response nth",
    Index(None, "bot_id", "response"),
    _belongs("question", "questions"),
    _belongs("response", "responses"),
)
"""`nth` 0 is the response's first row for the question; `again` 1 where the response gave the value before (repeats);
`instance` "" where it is the question's path."""

preferences = _table(
    "preferences", {"person": Id, "key": Text, "value": Text}, "person key", _belongs("person", "people")
)
"""What a person chose about being written to ("contact": usual, less, booked)."""
interests = _table(
    "interests",
    {"person": Id, "theme": Text, "area": Text, "at": Int},
    "person theme area",
    Index(None, "bot_id", "theme", "person"),
    _belongs("person", "people"),
)
"""Themes (and areas, "" for everywhere) that a person asked to hear of."""
notices = _table(
    "notices",
    {
        "id": Id, "kind": Text, "object": Id, "occurrence": Text, "class_": Text, "lane": Int, "audience": Text,
        "content": Text, "state": Text, "made_by": Id, "made": Int, "due": Int, "not_after": Int, "cursor": Id,
    },
    "id",
    UniqueConstraint("bot_id", "kind", "object", "occurrence"),
    Index(None, "bot_id", "state", "id"),
    Index(None, "bot_id", "object"),
    Index(None, "bot_id", "made_by"),
    clustered=False,
)  # fmt: skip
"""What is told to others: one row whatever the number of its recipients. `object` is what it is about (an activity, a
broadcast, a proposal); `cursor` the last person that the filling of its audience came to."""
deliveries = _table(
    "deliveries",
    {
        "notice": Id, "person": Id, "occurrence": Text, "class_": Text, "lane": Int, "state": Int, "due": Int,
        "not_after": Int, "fence": Int, "started": Int, "settled": Int, "tries": Int, "message": Int, "reason": Text,
        "content": Text,
    },
    "notice person occurrence",
    Index(None, "bot_id", "notice", "state"),
    Index(None, "bot_id", "person", "state"),
    _belongs("person", "people"),
)  # fmt: skip
"""The outbox: one row is one message to one person, once. States are numbers of bot.ports.outbox.State. No foreign
key to the notice: PostgreSQL would look it up and lock it once for every recipient."""


def _partly(name: str, condition: ColumnElement[bool], *columns: str) -> None:
    """An index over the deliveries that meet a condition: it stays as small as what is still to do."""
    wanted = [deliveries.c[column] for column in ("bot_id", *columns)]
    Index(f"ix_deliveries_{name}", *wanted, sqlite_where=condition, postgresql_where=condition)


def in_states(*states: State) -> ColumnElement[bool]:
    """Deliveries in one of the states, written out (not bound), so that an index over a part of them is found."""
    numbers: list[ColumnElement[int]] = [literal_column(str(int(state))) for state in states]
    return deliveries.c.state == numbers[0] if len(numbers) == 1 else deliveries.c.state.in_(numbers)


UNSURE = in_states(State.CLAIMED, State.STARTED, State.UNKNOWN)
HAS_AN_END = deliveries.c.not_after > literal_column("0")
_partly("waiting", in_states(State.WAITING), "lane", "due", "notice", "person", "state")
_partly("ending", in_states(State.WAITING) & HAS_AN_END, "not_after")
_partly("in_hand", UNSURE, "state", "lane")
leases = _table("leases", {"name": Text, "owner": Text, "fence": Int, "until": Int}, "name")
"""Who sends (and who ticks) now; `until` is real time, by the database's clock on PostgreSQL."""
agenda = _table(
    "agenda",
    {
        "kind": Text, "object": Id, "occurrence": Text, "wall": Text, "zone": Text, "at": Int, "not_after": Int,
        "state": Text,
    },
    "kind object occurrence",
    Index(None, "bot_id", "state", "at"),
    Index(None, "bot_id", "object"),
)  # fmt: skip
"""Due rows: what happens when. `wall` is the local time it was meant at, `at` the instant computed from it."""
broadcasts = _table(
    "broadcasts",
    {
        "id": Id, "person": Id, "activity": Id, "area": Text, "audience": Text, "texts": Text, "picture": Text,
        "state": Text, "asked": Int, "decided": Int, "decided_by": Id, "reason": Text, "notice": Id, "made": Int,
    },
    "id",
    Index(None, "bot_id", "person", "state"),
    Index(None, "bot_id", "state"),
    _belongs("person", "people"),
    clustered=False,
)  # fmt: skip
announcements = _table(
    "announcements",
    {
        "id": Id, "person": Id, "source": Id, "area": Text, "place": Text, "starts": Int, "ends": Int, "number": Int,
        "made": Int,
    },
    "id",
    Index(None, "bot_id", "source", "starts"),
    Index(None, "bot_id", "person"),
    _belongs("person", "people"),
)  # fmt: skip
"""Sessions a champion announced (place, hours, how many): a burst of entries in them is expected."""
pools = _table("pools", {"object": Id, "cap": Int, "taken": Int}, "object")
"""Finite places of an activity; `taken` only ever moves in one guarded statement."""
seats = _table(
    "seats",
    {"object": Id, "person": Id, "state": Text, "until": Int, "at": Int},
    "object person",
    Index(None, "bot_id", "state", "until"),
    Index(None, "bot_id", "person"),
    _belongs("person", "people"),
)
"""One person's place: reserved (until), confirmed. A row that is not there holds no place."""
bookings = _table(
    "bookings",
    {
        "id": Id, "activity": Id, "person": Id, "state": Text, "place": Int, "needs": Text, "code": Text, "until": Int,
        "made": Int, "changed": Int, "number": Int,
    },
    "id",
    UniqueConstraint("bot_id", "activity", "person"),
    Index(None, "bot_id", "activity", "state", "place"),
    Index(None, "bot_id", "activity", "number"),
    Index(None, "bot_id", "person"),
    Index(None, "bot_id", "activity", "code"),
    _belongs("person", "people"),
)  # fmt: skip
"""Requests for a place at a workshop; `place` is the order of the waiting list, `number` the place given at first."""
assisted = _table(
    "assisted",
    {
        "person": Id, "champion": Id, "activity": Id, "state": Text, "check_back": Text, "made": Int, "finished": Int,
        "messages": Text,
    },
    "person activity",
    Index(None, "bot_id", "champion", "state"),
    _belongs("person", "people"),
)  # fmt: skip
"""People without a chat whom a champion helped to answer; their account is the paper code's hash. `messages`: JSON
list of the messages of the session in the champion's chat, to be deleted at its end."""
proposals = _table(
    "proposals",
    {
        "id": Id, "person": Id, "activity": Id, "pilot": Text, "kind": Text, "words": Text, "language": Text,
        "state": Text, "into": Id, "champion": Id, "officer": Id, "reason": Text, "made": Int, "decided": Int,
    },
    "id",
    Index(None, "bot_id", "person"),
    Index(None, "bot_id", "state", "made"),
    Index(None, "bot_id", "into"),
    clustered=False,
)  # fmt: skip

audit = _table(
    "audit", {"seq": Int, "at": Int, "actor": Id, "verb": Text, "object": Text, "hash": Text}, "seq", clustered=False
)
releases = _table(
    "releases",
    {
        "activity": Id, "number": Int, "format": Text, "sha256": Text, "tables": Text, "made_by": Id, "made": Int,
    },
    "activity number",
    clustered=False,
)  # fmt: skip
updates = _table("updates", {"id": Id, "at": Int}, "id")
failures = _table("failures", {"id": Id, "tries": Int, "parked": Int, "reference": Text, "at": Int}, "id")
notes = _table("notes", {"key": Text, "value": Text}, "key")
tombstones = _table("tombstones", {"person": Id, "at": Int}, "person")
