"""What every room's tests may ask for: the store on either engine, and databases to fill."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from bot.storage import open_store
from bot.storage.schema import migrate
from tests.postgres import Server, server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from bot.ports import Store

BOT_ID = 7001

# The gate tries the same examples each time; `EXPLORE=1 make test` looks for new ones.
settings.register_profile("same", derandomize=True)
if not os.environ.get("EXPLORE"):
    settings.load_profile("same")


@pytest.fixture(scope="session")
def pg_server() -> Iterator[Server]:
    """A PostgreSQL server for this worker of the test run."""
    with server() as running:
        yield running


@pytest.fixture
def pg_url(pg_server: Server) -> str:
    """DATABASE_URL of a new, empty PostgreSQL database."""
    return pg_server.url()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """DATABASE_URL of a new, empty database on either engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'evenhand.db'}"
    url: str = request.getfixturevalue("pg_url")
    return url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema and nothing in it, to be copied."""
    path = tmp_path_factory.mktemp("template") / "evenhand.db"
    migrate(str(path))
    return path


@pytest.fixture(scope="session")
def pg_template(pg_server: Server) -> str:
    """A PostgreSQL database with the schema and nothing in it, to be copied."""
    url = pg_server.url()
    migrate(url)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def db_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """DATABASE_URL of a new database with its schema, on either engine."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        return f"sqlite:///{shutil.copy(template, tmp_path / 'evenhand.db')}"
    running: Server = request.getfixturevalue("pg_server")
    return running.url(like=request.getfixturevalue("pg_template"))


@pytest.fixture
async def store(db_url: str) -> AsyncIterator[Store]:
    """An open, empty store, on either engine."""
    opened = await open_store(db_url, bot_id=BOT_ID, durable=False)
    yield opened
    await opened.close()
