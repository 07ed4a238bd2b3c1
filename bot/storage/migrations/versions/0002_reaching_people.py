"""Reaching people: notices and their deliveries, due rows, places, broadcasts, assisted people, proposals.

Frozen once released: later changes are later migrations, never edits here.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_INT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KINDS: dict[str, sa.types.TypeEngine[Any]] = {"int": _INT, "text": sa.Text()}
_PERSON = ("person>people",)


def _table(  # noqa: PLR0913
    name: str,
    columns: str,
    key: str,
    *,
    unique: tuple[str, ...] = (),
    indexes: tuple[str, ...] = (),
    belongs: tuple[str, ...] = (),
    clustered: bool = True,
) -> None:
    """A table keyed by bot_id and `key`; `columns` are "name:kind", `belongs` are "column>parent"."""
    pairs = (column.split(":") for column in columns.split())
    op.create_table(
        name,
        sa.Column("bot_id", _INT, nullable=False),
        *(sa.Column(column, _KINDS[kind], nullable=False) for column, kind in pairs),
        sa.PrimaryKeyConstraint("bot_id", *key.split(), name=f"pk_{name}"),
        *(
            sa.UniqueConstraint("bot_id", *each.split(), name=f"uq_{name}_bot_id_{each.replace(' ', '_')}")
            for each in unique
        ),
        *(
            sa.ForeignKeyConstraint(
                ["bot_id", column], [f"{parent}.bot_id", f"{parent}.id"], name=f"fk_{name}_bot_id_{column}"
            )
            for column, parent in (each.split(">") for each in belongs)
        ),
        sqlite_with_rowid=not clustered,
    )
    for each in indexes:
        op.create_index(f"ix_{name}_bot_id_{each.replace(' ', '_')}", name, ["bot_id", *each.split()])


def _partly(name: str, condition: str, columns: str) -> None:
    """An index over the deliveries that meet a condition."""
    where = sa.text(condition)
    op.create_index(
        f"ix_deliveries_{name}", "deliveries", ["bot_id", *columns.split()], sqlite_where=where, postgresql_where=where
    )


def upgrade() -> None:
    """Make the tables and indexes."""
    _messages()
    _places()
    _table("preferences", "person:int key:text value:text", "person key", belongs=_PERSON)
    _table(
        "interests",
        "person:int theme:text area:text at:int",
        "person theme area",
        indexes=("theme person",),
        belongs=_PERSON,
    )
    _table(
        "agenda",
        "kind:text object:int occurrence:text wall:text zone:text at:int not_after:int state:text",
        "kind object occurrence",
        indexes=("state at", "object"),
    )
    _table(
        "broadcasts",
        "id:int person:int activity:int area:text audience:text texts:text picture:text state:text asked:int "
        "decided:int decided_by:int reason:text notice:int made:int",
        "id",
        indexes=("person state", "state"),
        belongs=_PERSON,
        clustered=False,
    )
    _table(
        "announcements",
        "id:int person:int source:int area:text place:text starts:int ends:int number:int made:int",
        "id",
        indexes=("source starts", "person"),
        belongs=_PERSON,
    )
    _table(
        "assisted",
        "person:int champion:int activity:int state:text check_back:text made:int finished:int messages:text",
        "person activity",
        indexes=("champion state",),
        belongs=_PERSON,
    )
    _table(
        "proposals",
        "id:int person:int activity:int pilot:text kind:text words:text language:text state:text into:int "
        "champion:int officer:int reason:text made:int decided:int",
        "id",
        indexes=("person", "state made", "into"),
        clustered=False,
    )
    if op.get_bind().dialect.name == "sqlite":
        _expect()
    else:
        # Rows that pass through several states soon after they were written: room for their versions on the page.
        op.execute("ALTER TABLE deliveries SET (fillfactor = 70)")
        op.execute("ALTER TABLE pools SET (fillfactor = 20)")
        op.execute("ALTER TABLE leases SET (fillfactor = 20)")


_EXPECTED = {
    "deliveries": (
        ("deliveries", "1000000 1000000 20000 1 1"),
        ("ix_deliveries_bot_id_notice_state", "1000000 1000000 20000 500"),
        ("ix_deliveries_bot_id_person_state", "1000000 1000000 20 5"),
        ("ix_deliveries_waiting", "50000 50000 20000 1000 500 1 1"),
        ("ix_deliveries_ending", "5000 5000 10"),
        ("ix_deliveries_in_hand", "100 100 30 20"),
    ),
    "bookings": (
        ("bookings", "20000 20000 1"),
        ("sqlite_autoindex_bookings_2", "20000 20000 200 1"),
        ("ix_bookings_bot_id_activity_state_place", "20000 20000 200 40 1"),
        ("ix_bookings_bot_id_activity_number", "20000 20000 200 1"),
        ("ix_bookings_bot_id_person", "20000 20000 3"),
        ("ix_bookings_bot_id_activity_code", "20000 20000 200 1"),
    ),
    "seats": (
        ("seats", "20000 20000 100 1"),
        ("ix_seats_bot_id_state_until", "20000 20000 200 1"),
        ("ix_seats_bot_id_person", "20000 20000 3"),
    ),
    "interests": (("interests", "50000 50000 4 2 1"), ("ix_interests_bot_id_theme_person", "50000 50000 3000 1")),
    "notices": (
        ("sqlite_autoindex_notices_1", "20000 20000 1"),
        ("sqlite_autoindex_notices_2", "20000 20000 1000 2 1"),
        ("ix_notices_bot_id_state_id", "20000 20000 500 1"),
        ("ix_notices_bot_id_object", "20000 20000 3"),
        ("ix_notices_bot_id_made_by", "20000 20000 500"),
    ),
    "agenda": (
        ("agenda", "20000 20000 4000 2 1"),
        ("ix_agenda_bot_id_state_at", "20000 20000 2000 2"),
        ("ix_agenda_bot_id_object", "20000 20000 5"),
    ),
    "assisted": (("assisted", "20000 20000 2 1"), ("ix_assisted_bot_id_champion_state", "20000 20000 100 20")),
}
"""Rows expected in each index, and how many share its first column, its first two …: every key begins with bot_id, and
SQLite, unless told, takes one column of a key for nearly as good as two, and walks through the whole outbox."""


def _expect() -> None:
    op.execute("ANALYZE leases")  # empty: it only makes SQLite's table of expectations
    for table, indexes in _EXPECTED.items():
        for index, expected in indexes:
            op.execute(f"INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('{table}', '{index}', '{expected}')")


def _messages() -> None:
    _table(
        "notices",
        "id:int kind:text object:int occurrence:text class_:text lane:int audience:text content:text state:text "
        "made_by:int made:int due:int not_after:int cursor:int",
        "id",
        unique=("kind object occurrence",),
        indexes=("state id", "object", "made_by"),
        clustered=False,
    )
    _table(
        "deliveries",
        "notice:int person:int occurrence:text class_:text lane:int state:int due:int not_after:int fence:int "
        "started:int settled:int tries:int message:int reason:text content:text",
        "notice person occurrence",
        indexes=("notice state", "person state"),
        belongs=_PERSON,
    )
    _partly("waiting", "state = 0", "lane due notice person state")
    _partly("ending", "state = 0 AND not_after > 0", "not_after")
    _partly("in_hand", "state IN (1, 2, 12)", "state lane")
    _table("leases", "name:text owner:text fence:int until:int", "name")


def _places() -> None:
    _table("pools", "object:int cap:int taken:int", "object")
    _table(
        "seats",
        "object:int person:int state:text until:int at:int",
        "object person",
        indexes=("state until", "person"),
        belongs=_PERSON,
    )
    _table(
        "bookings",
        "id:int activity:int person:int state:text place:int needs:text code:text until:int made:int changed:int "
        "number:int",
        "id",
        unique=("activity person",),
        indexes=("activity state place", "activity number", "person", "activity code"),
        belongs=_PERSON,
    )
