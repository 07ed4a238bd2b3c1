"""The audit chain: appended to, never changed, and a change would show."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

import psycopg
import pytest

from bot.ports import PersonId, Store, Tx
from bot.storage import open_store
from bot.storage.address import parse
from tests.conftest import BOT_ID
from tests.storage.sample import NOW


async def test_each_link_holds_the_hash_of_the_one_before(store: Store) -> None:
    for verb in ("open", "close"):
        await store.write(lambda tx, verb=verb: tx.audit.add(PersonId(7), verb, "activity:1", NOW))
    one, two = await store.read(lambda tx: tx.audit.after(0, 10))
    assert one.hash == hashlib.sha256(f'["",1,{NOW},7,"open","activity:1"]'.encode()).hexdigest()
    assert two.hash == hashlib.sha256(f'["{one.hash}",2,{NOW},7,"close","activity:1"]'.encode()).hexdigest()
    assert await store.read(lambda tx: tx.audit.after(1, 10)) == [two]
    assert await store.read(lambda tx: tx.audit.broken()) == 0


async def test_a_failed_transaction_leaves_no_link(store: Store) -> None:
    def work(tx: Tx) -> None:
        tx.audit.add(PersonId(7), "open", "activity:1", NOW)
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(work)
    assert await store.read(lambda tx: tx.audit.after(0, 10)) == []


def _tamper(url: str, *statements: str) -> None:
    address = parse(url)
    if address.engine == "sqlite":
        connection = sqlite3.connect(address.path, isolation_level=None)
        for statement in statements:
            connection.execute(statement)
        connection.close()
    else:
        with psycopg.connect(address.dsn, autocommit=True) as reached:
            for statement in statements:
                reached.execute(statement.encode())


@pytest.mark.parametrize("table", ["audit", "releases"])
@pytest.mark.parametrize("act", ["UPDATE {} SET bot_id = 1", "DELETE FROM {}"])
async def test_the_database_itself_refuses_to_change_the_chain_or_a_release(db_url: str, table: str, act: str) -> None:
    store = await open_store(db_url, bot_id=BOT_ID)
    await store.write(lambda tx: tx.audit.add(PersonId(7), "open", "activity:1", NOW))
    await store.write(lambda tx: tx.releases.add(1, "csv", "00", "{}", PersonId(7), NOW))
    await store.close()
    with pytest.raises((sqlite3.IntegrityError, psycopg.Error), match="append-only"):
        _tamper(db_url, act.format(table))


async def test_a_link_changed_behind_the_triggers_is_found(db_url: str, tmp_path: Path) -> None:
    store = await open_store(db_url, bot_id=BOT_ID)
    for _ in range(5):
        await store.write(lambda tx: tx.audit.add(PersonId(7), "open", "activity:1", NOW))
    await store.close()
    if parse(db_url).engine == "sqlite":
        disarm = ("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete")
    else:
        disarm = ("ALTER TABLE audit DISABLE TRIGGER ALL",)
    _tamper(db_url, *disarm, "UPDATE audit SET verb = 'close' WHERE seq = 3")
    store = await open_store(db_url, bot_id=BOT_ID)
    assert await store.read(lambda tx: tx.audit.broken()) == 3
    await store.close()
    _tamper(db_url, "UPDATE audit SET verb = 'open' WHERE seq = 3", "UPDATE audit SET seq = 6 WHERE seq = 5")
    store = await open_store(db_url, bot_id=BOT_ID)
    assert await store.read(lambda tx: tx.audit.broken()) == 5
    await store.close()
    _tamper(db_url, "DELETE FROM audit WHERE seq = 2")
    store = await open_store(db_url, bot_id=BOT_ID)
    assert await store.read(lambda tx: tx.audit.broken()) == 2
    await store.close()
