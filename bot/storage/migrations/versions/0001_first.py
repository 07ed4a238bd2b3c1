"""Everything there is at the first release. Frozen: later changes are later migrations, never edits here."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.storage import triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_INT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KINDS: dict[str, sa.types.TypeEngine[Any]] = {"int": _INT, "text": sa.Text(), "bytes": sa.LargeBinary()}
_APPEND_ONLY = ("audit", "releases")


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


def upgrade() -> None:
    """Make every table, index and trigger."""
    _table("accounts", "id:int chat_hash:bytes chat_cipher:bytes active:int blocked:int", "chat_hash", unique=("id",))
    _table(
        "activities",
        "id:int name:text kind:text pilot:text edition:text state:text settings:text opened:int closes:int "
        "closed:int tested_by:int tested_at:int opened_by:int",
        "id",
        unique=("name",),
        clustered=False,
    )
    _table("audit", "seq:int at:int actor:int verb:text object:text hash:text", "seq", clustered=False)
    _table(
        "editions",
        "hash:text name:text form:text origin:text made:int",
        "hash",
        indexes=("name",),
        clustered=False,
    )
    _table("failures", "id:int tries:int parked:int reference:text at:int", "id")
    _table(
        "invites",
        "code_hash:bytes role:text area:text label:text made_by:int expires:int used_by:int first:int",
        "code_hash",
    )
    _table("notes", "key:text value:text", "key")
    _table("questions", "id:int activity:int path:text", "id", unique=("activity path",))
    _table(
        "releases",
        "activity:int number:int format:text sha256:text tables:text made_by:int made:int",
        "activity number",
        clustered=False,
    )
    _table(
        "sources",
        "id:int root:int kind:text label:text token:text person:int area:text made:int",
        "id",
        unique=("token",),
        indexes=("person",),
    )
    _table("tombstones", "person:int at:int", "person")
    _table("updates", "id:int at:int", "id")
    _table(
        "people",
        "id:int account:int position:int language:text language_confirmed:int reader:int stopped:int "
        "root_source:int session:int doing:text created:int",
        "id",
        unique=("account position",),
        belongs=("account>accounts",),
    )
    _table(
        "consents",
        "person:int purpose:text turn:int given:int text_version:text language:text at:int",
        "person purpose turn",
        belongs=("person>people",),
    )
    _table("profiles", "person:int attribute:text code:text at:int", "person attribute", belongs=("person>people",))
    _table(
        "responses",
        "id:int activity:int person:int session:int edition:text complete:int root_source:int mode:text "
        "tier:text connection:text provisional:int language:text at:int",
        "id",
        unique=("activity person",),
        indexes=("person",),
        belongs=("person>people",),
    )
    _table(
        "roles",
        "person:int role:text area:text label:text pending:int by:int at:int",
        "person role area",
        indexes=("role",),
        belongs=("person>people",),
    )
    _table(
        "sessions",
        "id:int person:int activity:int edition:text use:text state:text revision:int shown:int message:int "
        "status:text opened:int touched:int after:int",
        "id",
        indexes=("activity use status id", "person activity use"),
        belongs=("person>people",),
        clustered=False,
    )
    _table(
        "answers",
        "question:int response:int nth:int instance:text value:text again:int",
        "question response nth",
        indexes=("response",),
        belongs=("question>questions", "response>responses"),
    )
    _table(
        "response_profile",
        "response:int attribute:text code:text",
        "response attribute",
        belongs=("response>responses",),
    )
    engine = op.get_bind().dialect.name
    if engine == "sqlite":
        undrawn = sa.text("status != 'dropped' AND shown < revision")
        op.create_index("ix_sessions_undrawn", "sessions", ["bot_id", "touched"], sqlite_where=undrawn)
    else:
        # Room on the page for an answer's new row: in-place (HOT) updates add no index entries, so that strangers'
        # SERIALIZABLE transactions do not refuse each other (0 of 3,000 instead of 1 in 3).
        op.execute("ALTER TABLE sessions SET (fillfactor = 40)")
        op.execute("ALTER TABLE people SET (fillfactor = 70)")
    for name in _APPEND_ONLY:
        for statement in triggers.append_only("sqlite" if engine == "sqlite" else "postgresql", name):
            op.execute(statement)
