"""Towns: one database is stocked once and copied."""

from __future__ import annotations

import asyncio
import shutil
import threading

import pytest
import pytest_asyncio

from tests.journeys.town import small_content, town_at


@pytest.fixture(scope="session")
def content(tmp_path_factory):
    return small_content(tmp_path_factory.mktemp("content"), '["en", "es", "pl", "ar"]')


@pytest.fixture(scope="session")
def every_language(tmp_path_factory):
    """The same with all eight languages."""
    return small_content(tmp_path_factory.mktemp("every_language"))


def _stock(url, content):
    async def once():
        async with town_at(url, content):
            pass

    thread = threading.Thread(target=lambda: asyncio.run(once()))  # a loop may be running in this one
    thread.start()
    thread.join()


@pytest.fixture(scope="session")
def stocked(tmp_path_factory, content):
    """A SQLite file whose content is compiled and taken in."""
    path = tmp_path_factory.mktemp("stocked") / "town.db"
    _stock(f"sqlite:///{path}", content)
    return path


@pytest.fixture(scope="session")
def pg_stocked(pg_server, pg_template, content):
    """The same on PostgreSQL."""
    url = pg_server.url(like=pg_template)
    _stock(url, content)
    return url


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(stocked, every_language, tmp_path_factory):
    """One town for a module whose tests bring their own people; all eight languages, both surveys open."""
    path = shutil.copy(stocked, tmp_path_factory.mktemp("town") / "town.db")
    async with town_at(f"sqlite:///{path}", every_language) as made:
        await made.open()
        await made.open("street")
        yield made


@pytest.fixture
async def town(stocked, content, tmp_path):
    """A town for one test, nothing open and nobody there."""
    path = shutil.copy(stocked, tmp_path / "town.db")
    async with town_at(f"sqlite:///{path}", content) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
async def either(request, tmp_path, content):
    """A town for one test, on either engine."""
    if request.param == "sqlite":
        url = f"sqlite:///{shutil.copy(request.getfixturevalue('stocked'), tmp_path / 'town.db')}"
    else:
        server, like = request.getfixturevalue("pg_server"), request.getfixturevalue("pg_stocked")
        url = server.url(like=like)
    async with town_at(url, content) as made:
        yield made
