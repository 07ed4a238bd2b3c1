"""PostgreSQL: conflicts are tried again, lost connections too, and nobody is told saved wrongly."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import Any

import psycopg
import pytest

from bot.ports import Tx
from bot.storage import link, open_store
from bot.storage.faults import NotSaved, StorageFault
from bot.storage.postgres import PostgresStore
from tests.conftest import BOT_ID
from tests.postgres import Server
from tests.storage.sample import NOW, arrival


@pytest.fixture
def url(pg_server: Server, pg_template: str) -> str:
    return pg_server.url(like=pg_template)


@pytest.fixture
async def store(url: str) -> Any:
    opened = await open_store(url, bot_id=BOT_ID)
    assert isinstance(opened, PostgresStore)
    yield opened
    await opened.close()


def _end_all(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid()"
        )


async def test_backends_ended_at_rest_are_replaced_unnoticed(store: PostgresStore, url: str) -> None:
    await asyncio.gather(*(store.write(arrival(f"p{n}")) for n in range(16)))
    _end_all(url)
    people = await asyncio.gather(*(store.write(arrival(f"p{n}")) for n in range(16)))
    assert len({person.id for person in people}) == 16
    _end_all(url)
    assert await store.read(lambda tx: tx.people.account(b"p1")) is not None


async def test_a_backend_ended_in_mid_transaction_is_tried_again_and_stored_once(
    store: PostgresStore, url: str
) -> None:
    tries: list[bool] = []

    def work(tx: Tx) -> bool:
        fresh = tx.updates.fresh(1, NOW)
        tries.append(fresh)
        if len(tries) == 1:
            _end_all(url)
        tx.notes.put("a", "1")
        return fresh

    assert await store.write(work)
    assert tries == [True, True]
    assert not await store.write(lambda tx: tx.updates.fresh(1, NOW))


@pytest.mark.parametrize("committed", [True, False])
async def test_a_commit_whose_answer_was_lost_is_settled_by_asking(
    store: PostgresStore, url: str, committed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection dies either just after or just before the server commits; the caller is told the truth."""
    real, lost = link.Link.commit, threading.Event()

    def commit(self: link.Link) -> None:
        if lost.is_set():
            real(self)
            return
        lost.set()
        if committed:
            real(self)
        _end_all(url)
        real(self)

    monkeypatch.setattr(link.Link, "commit", commit)
    runs: list[int] = []

    def work(tx: Tx) -> str:
        runs.append(1)
        return f"{tx.updates.fresh(1, NOW)} in try {len(runs)}"

    assert await store.write(work) == ("True in try 1" if committed else "True in try 2")
    assert await store.read(lambda tx: tx.updates.highest()) == 1


async def test_a_statement_that_failed_and_was_swallowed_is_not_called_saved(store: PostgresStore) -> None:
    def work(tx: Any) -> None:
        tx.updates.fresh(5, NOW)
        with suppress(psycopg.Error):
            tx.db.cursor.execute("SELECT no_such_column FROM updates")

    with pytest.raises(StorageFault, match="nothing was stored"):
        await store.write(work)
    assert await store.write(lambda tx: tx.updates.fresh(5, NOW))


async def test_a_lasting_refusal_is_not_saved_and_the_next_works(store: PostgresStore) -> None:
    def work(tx: Any) -> None:
        tx.updates.fresh(5, NOW)
        raise psycopg.errors.DiskFull

    with pytest.raises(NotSaved):
        await store.write(work)
    assert await store.write(lambda tx: tx.updates.fresh(5, NOW))


async def test_the_same_person_in_two_processes_is_served_one_after_the_other(url: str) -> None:
    one, two = await open_store(url, bot_id=BOT_ID), await open_store(url, bot_id=BOT_ID)
    person = (await one.write(arrival("amina"))).id

    def count(tx: Tx) -> None:
        found = tx.people.lock(b"amina")
        assert found is not None
        tx.people.change(person, doing=str(int(found[1].doing or "0") + 1))

    await asyncio.gather(*(store.write(count) for store in (one, two) for _ in range(50)))
    found = await one.read(lambda tx: tx.people.person(person))
    assert found is not None
    assert found.doing == "100"
    await one.close()
    await two.close()


async def test_two_officers_cannot_remove_each_other_at_once(url: str) -> None:
    from bot.core.errors import Rule
    from bot.ports import Held

    store = await open_store(url, bot_id=BOT_ID)
    one, two = (await store.write(arrival("olu"))).id, (await store.write(arrival("amina"))).id
    for person in (one, two):
        await store.write(lambda tx, p=person: tx.people.grant(p, Held("officer"), p, NOW))
    results = await asyncio.gather(
        store.write(lambda tx: tx.people.revoke(one, "officer", two, NOW)),
        store.write(lambda tx: tx.people.revoke(two, "officer", one, NOW)),
        return_exceptions=True,
    )
    assert sorted(map(str, results)) == ["True", "role.last_officer"]
    assert sum(isinstance(result, Rule) for result in results) == 1
    await store.close()


async def test_an_address_nobody_answers_at_is_one_line_without_the_password() -> None:
    with pytest.raises(StorageFault) as fault:
        await open_store("postgres://evenhand:hush@127.0.0.1:1/none", bot_id=1)
    assert "cannot reach PostgreSQL" in str(fault.value)
    assert "hush" not in str(fault.value)
