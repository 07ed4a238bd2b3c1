"""The store on SQLite: one writer with group commit, a few readers, one process."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from bot.storage.faults import StorageFault
from bot.storage.slow import Watch
from bot.storage.statement import Runner
from bot.storage.transaction import Transaction
from bot.storage.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.storage.address import Address
    from bot.storage.ledger import Ledger
    from bot.storage.lockfile import LockFile

READERS = 2
_BUSY_S = 5.0
_CACHE_KIB = 65_536
_WAL_PAGES = 1000
"""A checkpoint of this many pages takes some 25 ms with a million residents; of 4,000, 100 ms."""
_WAL_BYTES = 67_108_864

T = TypeVar("T")


def connect(path: Path, *, durable: bool = True) -> sqlite3.Connection:
    """A connection that may write: no implicit transactions, WAL, synchronous=FULL (OFF where not durable)."""
    if not path.exists():
        # Nobody else on the machine reads it. Never done to a file in use: closing it would drop SQLite's own locks.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    connection = sqlite3.connect(
        path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False, cached_statements=512
    )
    for pragma in (
        "journal_mode=WAL", f"synchronous={'FULL' if durable else 'OFF'}", "foreign_keys=ON",
        f"cache_size=-{_CACHE_KIB}", f"wal_autocheckpoint={_WAL_PAGES}", "temp_store=MEMORY", "secure_delete=FAST",
        f"journal_size_limit={_WAL_BYTES}",
    ):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")
    return connection


def connect_reading(path: Path) -> sqlite3.Connection:
    """A connection that cannot write and never checkpoints; works beside a running bot."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_S, isolation_level=None, check_same_thread=False,
        cached_statements=512,
    )  # fmt: skip
    connection.execute(f"PRAGMA cache_size=-{_CACHE_KIB // 4}")
    return connection


def nouns(connection: sqlite3.Connection, bot: int) -> Transaction:
    """The nouns on a connection."""
    return Transaction(Runner("sqlite", connection.cursor(), bot))


class SqliteStore:
    """See bot.ports.Store."""

    def __init__(self, address: Address, bot: int, lock: LockFile, ledger: Ledger, *, durable: bool) -> None:
        """Not connected yet: see `start`."""
        self._path = address.path
        self._bot = bot
        self._lock = lock
        self._ledger = ledger
        self._writer = Writer(lambda: connect(self._path, durable=durable), lambda c: nouns(c, bot), self._committed)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="evenhand-read")
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []

    async def start(self) -> None:
        """Connect the writer."""
        try:
            await self._writer
        except (sqlite3.Error, OSError) as error:
            raise StorageFault(f"cannot open {self._path}: {error}") from error

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Run as one durable transaction; returns after commit. Raises what `work` raised, with nothing stored."""
        return await self._writer.write(work)

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Run on one consistent snapshot; an attempt to write raises sqlite3.OperationalError."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)

    def _read(self, work: Callable[[Transaction], T]) -> T:
        held: tuple[sqlite3.Connection, Transaction] | None = getattr(self._local, "held", None)
        if held is None:
            connection = connect_reading(self._path)
            self._open.append(connection)
            held = self._local.held = (connection, nouns(connection, self._bot))
        connection, tx = held
        watch = Watch()
        connection.execute("BEGIN")
        try:
            return work(tx)
        finally:
            connection.execute("ROLLBACK")
            watch.stop("read", work)

    def _committed(self, tx: Transaction) -> None:
        if tx.db.forgotten:
            self._ledger.add(tx.db.forgotten)
            tx.db.forgotten.clear()

    async def close(self) -> None:
        """Finish what is queued, close every connection, let another process have the file."""
        await asyncio.get_running_loop().run_in_executor(None, self._readers.shutdown)
        for connection in self._open:
            connection.close()
        self._open.clear()
        await self._writer.close()
        self._lock.close()
