"""Opening the store that DATABASE_URL names."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from bot.storage import schema
from bot.storage.address import Address, parse
from bot.storage.faults import StorageFault
from bot.storage.ledger import SUFFIX, Ledger
from bot.storage.lockfile import LockFile
from bot.storage.notes import RESTORING
from bot.storage.postgres import PostgresStore
from bot.storage.sqlite import SqliteStore
from bot.storage.tombstones import every

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ports import Store


async def open_store(url: str, *, bot_id: int, durable: bool = True, ledger: Path | None = None) -> Store:
    """Open the database; an empty SQLite file gets its schema, anything else must be at this program's schema.

    `durable=False` is for demonstrations and tests: a power cut may lose the last seconds. `ledger` says where ids of
    the forgotten are kept outside the database (SQLite: beside the file unless said). Raises StorageFault in one line.
    """
    address = parse(url)
    if address.engine == "sqlite":
        return await _sqlite(address, bot_id, Ledger(ledger or address.beside(SUFFIX)), durable=durable)
    schema.require(address)
    store = PostgresStore(address, bot_id, Ledger(ledger), durable=durable)
    return await _checked(store, Ledger(ledger))


async def _sqlite(address: Address, bot: int, ledger: Ledger, *, durable: bool) -> Store:
    lock = LockFile(address.beside(".lock"))
    try:
        try:
            if schema.state(address) == "empty":
                schema.create(address)
        except (sqlite3.Error, OSError) as error:
            raise StorageFault(f"cannot open {address}: {error}") from error
        schema.require(address)
        store = SqliteStore(address, bot, lock, ledger, durable=durable)
        await store.start()
    except BaseException:
        lock.close()
        raise
    return await _checked(store, ledger)


async def _checked(store: Store, ledger: Ledger) -> Store:
    """Bring the ledger up to the tombstones; raises StorageFault where a restore was cut short."""
    try:
        forgotten, restoring = await store.read(lambda tx: (every(tx), tx.notes.get(RESTORING)))
    except BaseException:
        await store.close()
        raise
    if restoring is not None:
        await store.close()
        raise StorageFault("a restore into this database was cut short: restore again, into a new database")
    ledger.add(forgotten)
    return store
