"""Schemas: migrations make what tables.py says; an older or newer database is refused in one line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.storage import open_store, schema
from bot.storage.address import parse
from bot.storage.faults import BadAddress, SchemaMismatch
from bot.storage.tables import metadata


def test_migrations_make_exactly_the_tables_of_the_code(db_url: str) -> None:
    engine = schema.engine_of(parse(db_url))
    with engine.connect() as connection:
        only_sqlite = connection.dialect.name != "sqlite"
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda _, name, *__: not (only_sqlite and name == "ix_sessions_undrawn"),
            },
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_head_that_run_compares_with_is_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.HEAD
    assert re.fullmatch(r"\d{4}", schema.HEAD)


def _set(url: str, number: str) -> None:
    engine = schema.engine_of(parse(url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :n"), {"n": number})
    engine.dispose()


async def test_empty_current_older_and_newer_are_told_apart(empty_url: str) -> None:
    assert schema.schema_state(empty_url) == "empty"
    schema.migrate(empty_url)
    schema.migrate(empty_url)
    assert schema.schema_state(empty_url) == "current"
    for number, state, words in (("0000", "older", "migrate"), ("9999", "newer", "newer Evenhand")):
        _set(empty_url, number)
        assert schema.schema_state(empty_url) == state
        with pytest.raises(SchemaMismatch, match=words):
            await open_store(empty_url, bot_id=1)
    _set(empty_url, schema.HEAD)
    await (await open_store(empty_url, bot_id=1)).close()


async def test_an_empty_sqlite_file_is_made_ready_and_an_empty_postgresql_asks_for_migrate(
    tmp_path: Path, pg_url: str
) -> None:
    await (await open_store(f"sqlite:///{tmp_path / 'new' / 'a.db'}", bot_id=1)).close()
    with pytest.raises(SchemaMismatch, match="python -m bot migrate"):
        await open_store(pg_url, bot_id=1)


@pytest.mark.parametrize(
    ("url", "engine", "where"),
    [
        ("postgres://u:p@host/db", "postgresql", "PostgreSQL db at host"),
        ("postgresql+psycopg://u:p@host/db", "postgresql", "PostgreSQL db at host"),
        ("sqlite:///data/a.db", "sqlite", "data/a.db"),
        ("sqlite:////srv/a.db", "sqlite", "/srv/a.db"),
        ("data/a.db", "sqlite", "data/a.db"),
    ],
)
def test_addresses(url: str, engine: str, where: str) -> None:
    address = parse(url)
    assert (address.engine, str(address)) == (engine, where)


@pytest.mark.parametrize("url", ["", "mysql://host/db", "sqlite://", "sqlite:///:memory:", ":memory:"])
def test_addresses_that_are_refused(url: str) -> None:
    with pytest.raises(BadAddress):
        parse(url)


def test_a_migration_cut_short_leaves_nothing_behind(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.storage import triggers

    def torn(*_: object) -> list[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(triggers, "append_only", torn)
    with pytest.raises(KeyboardInterrupt):
        schema.migrate(empty_url)
    monkeypatch.undo()
    assert schema.schema_state(empty_url) == "empty"
    schema.migrate(empty_url)
    assert schema.schema_state(empty_url) == "current"
