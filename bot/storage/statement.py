"""Statements: written once in SQLAlchemy Core, compiled once per engine, run on the driver's own cursor.

Measured: 8.6 microseconds a statement on the cursor, 35.6 through SQLAlchemy's connection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, Protocol

from sqlalchemy import JSON, BindParameter, ColumnElement, Table, bindparam, cast, func, insert, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.sql.base import Executable

Engine = Literal["sqlite", "postgresql"]
Row = tuple[Any, ...]
Build = Callable[[Engine], Executable]

_DIALECTS = {"sqlite": sqlite.dialect(paramstyle="named"), "postgresql": PGDialect_psycopg()}  # type: ignore[no-untyped-call]
BOT: BindParameter[Any] = bindparam("bot_id")


class Sql:
    """A statement, or how to build it for an engine where the two differ. Every one may use the parameter `bot_id`."""

    __slots__ = ("_build", "_texts")

    def __init__(self, statement: Executable | Build) -> None:
        """Nothing is compiled before first use, so that importing stays cheap."""
        self._build = statement
        self._texts: dict[str, tuple[str, Mapping[str, Any]]] = {}

    def on(self, engine: Engine) -> tuple[str, Mapping[str, Any]]:
        """The text for the driver's cursor and the constants it binds."""
        done = self._texts.get(engine)
        if done is None:
            built = self._build if isinstance(self._build, Executable) else self._build(engine)
            compiled = built.compile(dialect=_DIALECTS[engine])  # type: ignore[attr-defined]
            constants = {name: value for name, value in compiled.params.items() if value is not None}
            done = self._texts[engine] = (str(compiled), constants)
        return done


class Cursor(Protocol):
    """What both drivers' cursors do."""

    @property
    def rowcount(self) -> int: ...  # noqa: D102

    def execute(self, sql: str, parameters: Mapping[str, Any], /) -> object: ...  # noqa: D102
    def executemany(self, sql: str, parameters: Iterable[Mapping[str, Any]], /) -> object: ...  # noqa: D102
    def fetchone(self) -> Any: ...  # noqa: D102
    def fetchall(self) -> list[Any]: ...  # noqa: D102
    def fetchmany(self, size: int, /) -> list[Any]: ...  # noqa: D102


class Runner:
    """Runs statements for one bot on one connection. Lives as long as the connection."""

    __slots__ = ("bot", "count", "cursor", "engine", "forgotten")

    def __init__(self, engine: Engine, cursor: Cursor, bot: int) -> None:
        """`count` counts statements (tests measure it); `forgotten` gathers people erased since it was last emptied."""
        self.engine: Engine = engine
        self.cursor = cursor
        self.bot = bot
        self.count = 0
        self.forgotten: list[int] = []

    def _execute(self, sql: Sql, values: dict[str, Any]) -> None:
        text, constants = sql.on(self.engine)
        values["bot_id"] = self.bot
        if constants:
            values = {**constants, **values}
        self.count += 1
        self.cursor.execute(text, values)

    def one(self, sql: Sql, **values: Any) -> Row | None:
        """The first row, or None."""
        self._execute(sql, values)
        row: Row | None = self.cursor.fetchone()
        return row

    def value(self, sql: Sql, **values: Any) -> Any:
        """The first column of the first row, or None."""
        row = self.one(sql, **values)
        return None if row is None else row[0]

    def all(self, sql: Sql, **values: Any) -> Sequence[Row]:
        """Every row."""
        self._execute(sql, values)
        return self.cursor.fetchall()

    def run(self, sql: Sql, **values: Any) -> int:
        """Change rows; gives how many."""
        self._execute(sql, values)
        return self.cursor.rowcount

    def many(self, sql: Sql, rows: Iterable[Mapping[str, Any]]) -> int:
        """Change rows, once per mapping; gives how many in all."""
        text, constants = sql.on(self.engine)
        self.count += 1
        self.cursor.executemany(text, [{**constants, **row, "bot_id": self.bot} for row in rows])
        return self.cursor.rowcount


def add(table: Table) -> Sql:
    """INSERT with one parameter per column, named as the column."""
    return Sql(insert(table))


def upsert(
    table: Table,
    change: Sequence[str] = (),
    *,
    key: Sequence[str] = (),
    values: Callable[[Any], Mapping[str, Any]] | None = None,
    where: Callable[[Any], ColumnElement[bool]] | None = None,
) -> Sql:
    """INSERT with one parameter per column; where the key is taken, set the `change` columns instead, if any.

    `key` names another unique key than the primary one; `values` and `where` are given the row that was refused:
    what else to set, and whether to change at all."""

    def build(engine: Engine) -> Executable:
        names = ["bot_id", *key] if key else [column.name for column in table.primary_key.columns]
        insert = sqlite.insert(table) if engine == "sqlite" else postgresql.insert(table)
        if not change and values is None:
            return insert.on_conflict_do_nothing(index_elements=names)
        refused = insert.excluded
        to = {name: refused[name] for name in change} | dict(values(refused) if values else {})
        return insert.on_conflict_do_update(
            index_elements=names, set_=to, where=None if where is None else where(refused)
        )

    return Sql(build)


def among(engine: Engine, column: ColumnElement[Any], parameter: str) -> ColumnElement[bool]:
    """`column` is in the JSON array bound as `parameter`: one text for any length of list."""
    given: BindParameter[Any] = bindparam(parameter)
    each = func.json_each(given) if engine == "sqlite" else func.json_array_elements_text(cast(given, JSON))
    return column.in_(select(cast(each.table_valued("value").c.value, column.type)))


def one_of(column: ColumnElement[Any], *values: str) -> ColumnElement[bool]:
    """`column` is one of these constants; a plain IN of values would be expanded anew with every run."""
    return column.in_([literal(value) for value in values])


class Changes:
    """UPDATE of any of the allowed columns of the row `the_id`, compiled once per set of columns."""

    __slots__ = ("_allowed", "_known", "_table")

    def __init__(self, table: Table, allowed: str) -> None:
        """`allowed`: column names separated by blanks."""
        self._table = table
        self._allowed = frozenset(allowed.split())
        self._known: dict[frozenset[str], Sql] = {}

    def of(self, names: Iterable[str]) -> Sql:
        """Raises KeyError for a column that may not be changed."""
        wanted = frozenset(names)
        done = self._known.get(wanted)
        if done is None:
            if not wanted or not wanted <= self._allowed:
                raise KeyError(*sorted(wanted - self._allowed))
            table = self._table
            done = self._known[wanted] = Sql(
                update(table)
                .where(table.c.bot_id == BOT, table.c.id == bindparam("the_id"))
                .values({name: bindparam(name) for name in wanted})
            )
        return done
