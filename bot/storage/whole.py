"""A whole database as tables of rows: what backup, restore and move have in common.

The shape of the tables is read from the database itself, so that a database of an older schema can be backed up too.
Synchronous: for commands, never beside conversations.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import BindParameter, MetaData, bindparam, column, create_engine, func, insert, select, table
from sqlalchemy import LargeBinary as Binary

from bot.storage.faults import AlreadyRunning, NotEmpty
from bot.storage.link import BOT_NAME
from bot.storage.link import connect as connect_postgres
from bot.storage.sqlite import connect, connect_reading
from bot.storage.statement import Row, Sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.storage.address import Address

SLICE = 2000
_NAME = "evenhand-tool"
_OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s"
LEFT_OUT = frozenset({"alembic_version"})
"""Tables that are in no backup and no move. Wrapped keys of votes belong here once there are any."""

Kind = Literal["plain", "bytes"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A table: its columns in order, and which of them hold bytes."""

    name: str
    columns: tuple[str, ...]
    kinds: tuple[Kind, ...]


class Digest:
    """Rows and their checksum, whatever their order: the sum of the rows' SHA-256 modulo 2^256."""

    __slots__ = ("_sum", "rows")

    def __init__(self) -> None:
        """Of no rows."""
        self.rows = 0
        self._sum = 0

    def add(self, rows: Iterable[Row]) -> None:
        """Take rows in."""
        for row in rows:
            text = json.dumps([v.hex() if isinstance(v, bytes) else v for v in row], separators=(",", ":"))
            self._sum += int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
            self.rows += 1

    def hex(self) -> str:
        """The checksum."""
        return f"{self._sum % (1 << 256):064x}"


class Whole:
    """One connection to a database, in one transaction from opening to `commit` or `close`."""

    def __init__(self, address: Address, *, writing: bool) -> None:
        """Reading sees one snapshot, beside a running bot if need be; writing begins a transaction."""
        self.address = address
        self.engine = address.engine
        self._writing = writing
        if address.engine == "sqlite":
            self._connection: Any = connect(address.path) if writing else connect_reading(address.path)
            begin = "BEGIN IMMEDIATE" if writing else "BEGIN"
        else:
            self._connection = connect_postgres(address.dsn, name=_NAME)
            begin = "BEGIN ISOLATION LEVEL " + ("SERIALIZABLE" if writing else "REPEATABLE READ READ ONLY")
        self.shapes = self._reflect()
        self._connection.execute(begin)

    def _reflect(self) -> list[Shape]:
        """Every table, parents before children."""
        found = MetaData()
        scheme = "sqlite://" if self.engine == "sqlite" else "postgresql+psycopg://"
        path, dsn = self.address.path, self.address.dsn
        engine = create_engine(
            scheme,
            creator=lambda: (
                connect_reading(path) if scheme == "sqlite://" else connect_postgres(dsn, autocommit=False, name=_NAME)
            ),
        )
        try:
            found.reflect(engine)
        finally:
            engine.dispose()
        return [
            Shape(
                each.name,
                tuple(c.name for c in each.columns),
                tuple("bytes" if isinstance(c.type, Binary) else "plain" for c in each.columns),
            )
            for each in found.sorted_tables
            if each.name not in LEFT_OUT
        ]

    def hold_still(self) -> None:
        """PostgreSQL: let nobody else write until the end (SQLite has its lock file); raises AlreadyRunning."""
        if self.engine == "postgresql":
            if self._connection.execute(_OTHERS, (BOT_NAME,)).fetchone()[0]:
                raise AlreadyRunning(f"a bot is connected to {self.address}: stop it first")
            names = ", ".join(f'"{shape.name}"' for shape in self.shapes)
            self._connection.execute("ROLLBACK")
            self._connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            self._connection.execute(f"LOCK TABLE {names} IN SHARE MODE")

    def count(self, shape: Shape) -> int:
        """How many rows a table has."""
        text, _ = Sql(select(func.count()).select_from(table(shape.name))).on(self.engine)
        return int(self._connection.execute(text).fetchone()[0])

    def slices(self, shape: Shape) -> Iterator[list[Row]]:
        """Every row, some thousand at a time, never all in memory."""
        text, _ = Sql(select(*(column(name) for name in shape.columns)).select_from(table(shape.name))).on(self.engine)
        cursor = self._connection.cursor() if self.engine == "sqlite" else self._connection.cursor(name="whole")
        with closing(cursor):
            cursor.execute(text)
            while rows := cursor.fetchmany(SLICE):
                yield rows

    def insert(self, shape: Shape, rows: Sequence[Row]) -> None:
        """Add rows."""
        target = table(shape.name, *(column(name) for name in shape.columns))
        values: dict[str, BindParameter[Any]] = {name: bindparam(name) for name in shape.columns}
        text, _ = Sql(insert(target).values(values)).on(self.engine)
        named = [dict(zip(shape.columns, row, strict=True)) for row in rows]
        self._connection.cursor().executemany(text, named)

    def digest(self, shape: Shape) -> Digest:
        """Rows and checksum of a table."""
        result = Digest()
        for rows in self.slices(shape):
            result.add(rows)
        return result

    def require_empty(self) -> None:
        """Raises NotEmpty where any table has rows."""
        filled = [shape.name for shape in self.shapes if self.count(shape)]
        if filled:
            raise NotEmpty(f"the target {self.address} is not empty ({', '.join(filled)}): name a new database")

    def look_over(self) -> None:
        """PostgreSQL: take its statistics now, since plans for tables filled a moment ago would be poor. SQLite is told
        by the migrations what to expect."""
        if self.engine == "postgresql":
            self._connection.execute("ANALYZE")

    @property
    def raw(self) -> Any:
        """The driver's connection."""
        return self._connection

    def commit(self) -> None:
        """Make it last."""
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Let go; what was not committed is undone."""
        self._connection.close()
