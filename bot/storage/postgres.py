"""The store on PostgreSQL: a few threads, each with a connection; writes are SERIALIZABLE and tried again on conflict.

No prepared statements and no session state, so that a pooler in transaction mode may stand between. A connection lost
before COMMIT stored nothing and the function runs again; one lost during COMMIT is settled by asking the database what
became of the transaction's id.
"""

from __future__ import annotations

import asyncio
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg

from bot.storage.faults import NotSaved, StorageFault
from bot.storage.link import ConnectionLost, Link, Unreachable, became_committed
from bot.storage.slow import Watch

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.storage.address import Address
    from bot.storage.ledger import Ledger
    from bot.storage.transaction import Transaction

THREADS = 8
TRIES = 20
RECONNECT_S = 10.0
_CONFLICTS = (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected, psycopg.errors.UniqueViolation)
_UNIQUE_TRIES = 3
_chance = random.SystemRandom().uniform
_LIMITS = "SET LOCAL lock_timeout = '15s'; SET LOCAL idle_in_transaction_session_timeout = '60s'; "
"""A stopped process must not hold a person's row for ever."""
_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

T = TypeVar("T")


class PostgresStore:
    """See bot.ports.Store."""

    def __init__(self, address: Address, bot: int, ledger: Ledger, *, durable: bool) -> None:
        """Connects with first use."""
        self._dsn = address.dsn
        self._bot = bot
        self._ledger = ledger
        later = "" if durable else "SET LOCAL synchronous_commit = off; "
        self._begin = f"BEGIN ISOLATION LEVEL SERIALIZABLE; {_LIMITS}{later}SELECT pg_current_xact_id()::text"
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="evenhand-postgres")
        self._local = threading.local()
        self._open: set[Link] = set()
        self._going: set[asyncio.Future[Any]] = set()
        self._closing = False
        self.retries = 0

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Run as one durable transaction; returns after commit. Raises what `work` raised, with nothing stored."""
        return await self._send(self._write, work)

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Run on one consistent snapshot; an attempt to write raises an error of the driver."""
        return await self._send(self._read, work)

    async def _send(self, run: Callable[[Callable[[Transaction], T]], T], work: Callable[[Transaction], T]) -> T:
        if self._closing:
            raise NotSaved("the store is closing")
        future = asyncio.get_running_loop().run_in_executor(self._threads, run, work)
        self._going.add(future)
        future.add_done_callback(self._gone)
        return await asyncio.shield(future)

    def _gone(self, future: asyncio.Future[Any]) -> None:
        self._going.discard(future)
        if not future.cancelled():
            future.exception()  # an error of a cancelled caller is nobody's news

    def _write(self, work: Callable[[Transaction], T]) -> T:
        conflicts, unique, give_up = 0, 0, time.monotonic() + RECONNECT_S
        while True:
            try:
                return self._once(work)
            except _CONFLICTS as error:
                conflicts += 1
                unique += isinstance(error, psycopg.errors.UniqueViolation)
                if unique >= _UNIQUE_TRIES:
                    raise
                if conflicts >= TRIES:
                    raise NotSaved(f"PostgreSQL refused {conflicts} times: {error.sqlstate}") from error
                self.retries += 1
                time.sleep(_chance(0, 0.001 * 2 ** min(conflicts, 7)))
            except (ConnectionLost, Unreachable) as error:
                if time.monotonic() > give_up:
                    raise NotSaved("PostgreSQL cannot be reached") from error
                time.sleep(_chance(0.05, 0.25))
            except psycopg.OperationalError as error:
                raise NotSaved(f"PostgreSQL could not store this: {error.sqlstate}") from error

    def _once(self, work: Callable[[Transaction], T]) -> T:
        """One try. ConnectionLost says that nothing was stored."""
        link = self._link()
        tx = link.tx
        tx.db.forgotten.clear()
        watch = Watch()
        try:
            xid = link.begin(self._begin)
            value = work(tx)
            watch.stop("write", work)
        except BaseException as error:
            link.roll_back(error)
            raise
        try:
            link.commit()
        except psycopg.OperationalError as error:
            if not link.lost(error):
                raise
            if not became_committed(self._dsn, xid, time.monotonic() + RECONNECT_S):
                raise ConnectionLost from error
        if tx.db.forgotten:
            self._ledger.add(tx.db.forgotten)
        return value

    def _read(self, work: Callable[[Transaction], T]) -> T:
        for _ in range(THREADS):
            link = self._link()
            watch = Watch()
            try:
                link.begin(_READ)
                value = work(link.tx)
            except BaseException as error:
                try:
                    link.roll_back(error)
                except ConnectionLost:
                    continue
                raise
            link.end()
            watch.stop("read", work)
            return value
        raise StorageFault("PostgreSQL keeps closing connections")

    def _link(self) -> Link:
        link: Link | None = getattr(self._local, "link", None)
        if link is None or link.gone:
            link = self._local.link = Link(self._dsn, self._bot)
            self._open.add(link)
        return link

    async def close(self) -> None:
        """Finish what is under way, then close every connection."""
        self._closing = True
        if self._going:
            await asyncio.wait(self._going)
        await asyncio.get_running_loop().run_in_executor(None, self._threads.shutdown)
        for link in self._open:
            link.close()
        self._open.clear()
