"""Which schema a database has, and bringing it up to date. No alembic.ini: migrations live in the package.

Revisions are numbered "0001", "0002" …; the state is read without Alembic, whose import takes time.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Column, MetaData, Table, create_engine, event, select, text

from bot.storage.address import Address, parse
from bot.storage.columns import Text
from bot.storage.faults import SchemaMismatch, StorageFault
from bot.storage.statement import Sql

if TYPE_CHECKING:
    from sqlalchemy import Engine

HEAD = "0002"
State = Literal["current", "older", "newer", "empty"]

_VERSION = Sql(select(Table("alembic_version", MetaData(), Column("version_num", Text)).c.version_num))
_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x4576656E  # an advisory lock of PostgreSQL: two processes never migrate at once


def schema_state(url: str) -> State:
    """The state of the database that DATABASE_URL names; never changes it. Raises StorageFault where unreachable."""
    return state(parse(url))


def migrate(url: str, revision: str = "head") -> None:
    """Bring the schema to `revision`, making everything in an empty database. Each migration is one transaction."""
    create(parse(url), revision)


def state(address: Address) -> State:
    """See schema_state."""
    found = revision(address)
    if not found:
        return "empty"
    if found == HEAD:
        return "current"
    return "older" if found < HEAD else "newer"


def advice(found: State, address: Address) -> str:
    """One line for the operator."""
    if found == "newer":
        return f"the database {address} was made by a newer Evenhand: run that version, or restore a backup"
    what = "is empty" if found == "empty" else "has an older schema"
    return f"the database {address} {what}: run `python -m bot migrate`, after a backup"


def require(address: Address) -> None:
    """Raises SchemaMismatch where the schema is not this program's."""
    found = state(address)
    if found != "current":
        raise SchemaMismatch(advice(found, address))


def revision(address: Address) -> str:
    """The revision's number, "" where there is no schema."""
    if address.engine == "sqlite":
        if not address.path.exists() or not address.path.stat().st_size:
            return ""
        try:
            connection = sqlite3.connect(f"{address.path.absolute().as_uri()}?mode=ro", uri=True)
            try:
                found = connection.execute(_VERSION.on("sqlite")[0]).fetchone()
            finally:
                connection.close()
        except sqlite3.Error as error:
            if "no such table" in str(error):
                return ""
            raise StorageFault(f"cannot read the database {address}: {error}") from error
        return str(found[0]) if found else ""
    import psycopg  # noqa: PLC0415

    from bot.storage.link import connect  # noqa: PLC0415  the driver is loaded only where it is used

    with connect(address.dsn) as reached:
        try:
            found = reached.execute(_VERSION.on("postgresql")[0]).fetchone()
        except psycopg.errors.UndefinedTable:
            return ""
    return str(found[0]) if found else ""


def create(address: Address, to: str = "head") -> None:
    """See migrate."""
    from alembic import command  # noqa: PLC0415  slow to import, needed here alone
    from alembic.config import Config  # noqa: PLC0415

    engine = engine_of(address)
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    try:
        with engine.connect() as connection:
            if address.engine == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_lock({_LOCK})"))
                connection.commit()
            config.attributes["connection"] = connection
            command.upgrade(config, to)
    finally:
        engine.dispose()


def engine_of(address: Address) -> Engine:
    """An SQLAlchemy engine for migrations and their tests, where a statement's price does not matter."""
    if address.engine == "postgresql":
        from bot.storage.link import connect  # noqa: PLC0415

        return create_engine("postgresql+psycopg://", creator=lambda: connect(address.dsn, autocommit=False))
    from bot.storage.sqlite import connect as connect_sqlite  # noqa: PLC0415

    address.path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine("sqlite://", creator=lambda: connect_sqlite(address.path))

    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(engine, "begin", begin)
    return engine
