"""SQLite: group commit that nobody is wrongly told about, one process, a full disk."""

from __future__ import annotations

import asyncio
import inspect
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from bot.ports import Tx
from bot.storage import open_store
from bot.storage.faults import AlreadyRunning, NotSaved, StorageFault
from bot.storage.sqlite import SqliteStore
from tests.storage.sample import NOW


@pytest.fixture
async def store(tmp_path: Path) -> Any:
    opened = await open_store(str(tmp_path / "a.db"), bot_id=1, durable=False)
    assert isinstance(opened, SqliteStore)
    yield opened
    await opened.close()


def test_the_private_part_of_aiosqlite_that_we_stand_on_is_as_it_was() -> None:
    assert aiosqlite.__version__ == "0.21.0"
    assert str(inspect.signature(aiosqlite.Connection._execute)) == "(self, fn, *args, **kwargs)"
    assert inspect.iscoroutinefunction(aiosqlite.Connection._execute)
    assert issubclass(aiosqlite.Connection, threading.Thread)
    assert "_conn" in vars(aiosqlite.Connection)


async def test_every_write_is_on_disk_before_it_is_answered(tmp_path: Path) -> None:
    store = await open_store(str(tmp_path / "a.db"), bot_id=1)
    asked = ("journal_mode", "synchronous", "foreign_keys")
    values = await store.write(lambda tx: [tx.db.cursor.execute(f"PRAGMA {p}").fetchone()[0] for p in asked])
    assert values == ["wal", 2, 1]
    await store.close()


async def test_what_waits_together_is_committed_together(store: SqliteStore) -> None:
    before = store._writer.batches
    await asyncio.gather(*(store.write(lambda tx, n=n: tx.updates.fresh(n, NOW)) for n in range(200)))
    assert store._writer.batches - before < 100


async def _full_disk(store: SqliteStore) -> None:
    def limit(tx: Any) -> None:
        pages = tx.db.cursor.execute("PRAGMA page_count").fetchone()[0]
        tx.db.cursor.execute(f"PRAGMA max_page_count={pages + 6}")

    await store.write(limit)


def _big(n: int) -> Any:
    def work(tx: Tx) -> int:
        tx.updates.fresh(n, NOW)
        tx.notes.put(f"n{n}", "x" * (8_000 if n % 2 else 10))
        return n

    return work


async def test_with_a_full_disk_nobody_is_told_saved_wrongly_and_it_recovers(store: SqliteStore) -> None:
    await _full_disk(store)
    results = await asyncio.gather(*(store.write(_big(n)) for n in range(60)), return_exceptions=True)
    saved = {n for n, result in enumerate(results) if result == n}
    refused = {n for n, result in enumerate(results) if isinstance(result, NotSaved)}
    assert saved | refused == set(range(60))
    assert refused
    assert set(range(0, 60, 2)) & saved, "small ones that fit were refused with the big ones"
    stored = await store.read(lambda tx: {n for n in range(60) if tx.notes.get(f"n{n}") is not None})
    assert stored == saved
    await store.write(lambda tx: tx.db.cursor.execute("PRAGMA max_page_count=1000000").fetchone())
    assert await store.write(_big(61)) == 61
    fresh = [await store.write(lambda tx, n=n: tx.updates.fresh(n, NOW)) for n in sorted(refused)]
    assert all(fresh)


async def test_where_the_engine_itself_rolls_back_the_others_are_stored_one_by_one(store: SqliteStore) -> None:
    def torn(tx: Any) -> None:
        tx.updates.fresh(100, NOW)
        tx.db.cursor.execute("ROLLBACK")

    await asyncio.gather(
        *(store.write(lambda tx, n=n: tx.updates.fresh(n, NOW)) for n in range(5)),
        store.write(torn),
        *(store.write(lambda tx, n=n: tx.updates.fresh(n, NOW)) for n in range(5, 10)),
        return_exceptions=True,
    )
    again = [await store.write(lambda tx, n=n: tx.updates.fresh(n, NOW)) for n in (*range(10), 100)]
    assert again == [False] * 10 + [True]


async def test_a_locked_database_refuses_and_then_goes_on(store: SqliteStore, tmp_path: Path) -> None:
    await store.write(lambda tx: tx.db.cursor.execute("PRAGMA busy_timeout=50").fetchone())
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(NotSaved, match="locked"):
        await store.write(lambda tx: tx.updates.fresh(1, NOW))
    other.execute("ROLLBACK")
    other.close()
    assert await store.write(lambda tx: tx.updates.fresh(1, NOW))


async def test_a_second_process_is_refused_in_one_line(store: SqliteStore, tmp_path: Path) -> None:
    with pytest.raises(AlreadyRunning, match=r"another process .* is using a\.db"):
        await open_store(str(tmp_path / "a.db"), bot_id=1)
    code = (
        "import asyncio, sys\nfrom bot.storage import open_store\n"
        f"asyncio.run(open_store({str(tmp_path / 'a.db')!r}, bot_id=1))"
    )
    child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert child.returncode
    assert f"another process (pid {os.getpid()})" in child.stderr.splitlines()[-1]


async def test_a_file_that_is_no_database_and_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("not a database, but long enough to be taken for one" * 20)
    with pytest.raises(StorageFault, match="not a database"):
        await open_store(str(tmp_path / "text.db"), bot_id=1)
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageFault, match="cannot write in the folder"):
        await open_store(str(tmp_path / "file" / "a.db"), bot_id=1)


FULL_AT_COMMIT = """
import asyncio, resource, signal, sys
from bot.storage import open_store
from bot.storage.faults import NotSaved

def big(n):
    def work(tx):
        tx.updates.fresh(n, 1)
        tx.notes.put(f"n{n}", "x" * 3000)
    return work

async def main(path):
    store = await open_store(path, bot_id=1)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
    results = await asyncio.gather(*(store.write(big(n)) for n in range(200)), return_exceptions=True)
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    saved = [n for n, r in enumerate(results) if r is None]
    refused = [n for n, r in enumerate(results) if isinstance(r, NotSaved)]
    assert len(saved) + len(refused) == 200 and saved and refused, (len(saved), len(refused))
    await store.write(big(1000))
    present = await store.read(lambda tx: [n for n in range(200) if tx.notes.get(f"n{n}") is not None])
    assert present == saved, (len(present), len(saved))
    await store.close()
    print(len(saved), len(refused), flush=True)

asyncio.run(main(sys.argv[1]))
"""


def test_a_disk_that_fills_while_committing_stores_exactly_what_was_told(tmp_path: Path) -> None:
    child = subprocess.run(
        [sys.executable, "-c", FULL_AT_COMMIT, str(tmp_path / "a.db")], capture_output=True, text=True, check=False
    )
    assert child.returncode == 0, child.stderr[-500:]


async def test_a_mistake_of_ours_leaves_nobody_waiting(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_tx: Any) -> None:
        raise ArithmeticError

    monkeypatch.setattr(store._writer, "_committed", broken)
    async with asyncio.timeout(5):
        results = await asyncio.gather(
            *(store.write(lambda tx, n=n: tx.updates.fresh(n, NOW)) for n in range(3)), return_exceptions=True
        )
    assert all(isinstance(result, ArithmeticError) for result in results)
    monkeypatch.undo()
    assert await store.write(lambda tx: tx.updates.fresh(9, NOW))


async def test_nobody_else_on_the_machine_can_read_the_files(store: SqliteStore, tmp_path: Path) -> None:
    await store.write(lambda tx: tx.notes.put("a", "1"))
    for path in tmp_path.glob("a.db*"):
        assert path.stat().st_mode & 0o077 == 0, path.name
