"""What `doctor` asks of the database: each probe says in one line what it found. Never raises for what it looks for."""

from __future__ import annotations

import os
import shutil
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.storage import schema
from bot.storage.address import Address, parse
from bot.storage.faults import AlreadyRunning, StorageFault
from bot.storage.link import connect as connect_postgres
from bot.storage.lockfile import LockFile
from bot.storage.notes import HELD, RESTORING
from bot.storage.sqlite import connect_reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LEAST_FREE = 200 * 1024 * 1024
_LONG_WAL = 256 * 1024 * 1024
_OLDEST_POSTGRES = 130000


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing looked at; `detail` is for the operator, without data of people."""

    name: str
    ok: bool
    detail: str


def probe(url: str) -> list[Probe]:
    """Look at the database that DATABASE_URL names, beside a running bot if need be; changes nothing."""
    try:
        address = parse(url)
        state = schema.state(address)
    except StorageFault as error:
        return [Probe("database", ok=False, detail=str(error))]
    found = [Probe("schema", state == "current", "current" if state == "current" else schema.advice(state, address))]
    found += _file(address) if address.engine == "sqlite" else _server(address)
    if state == "current":
        found.append(_notes(address))
    return found


def _file(address: Address) -> Iterator[Probe]:
    folder = address.path.absolute().parent
    writable = folder.is_dir() and os.access(folder, os.W_OK)
    yield Probe("folder", writable, f"{folder} {'can' if writable else 'cannot'} be written")
    if not writable:
        return
    free = shutil.disk_usage(folder).free
    yield Probe("disk", free >= _LEAST_FREE, f"{free // 1_048_576} MB free")
    try:
        LockFile(address.beside(".lock")).close()
        yield Probe("running", ok=True, detail="no bot uses this file")
    except AlreadyRunning as held:
        yield Probe("running", ok=True, detail=str(held))
    if not address.path.exists():
        return
    with closing(connect_reading(address.path)) as connection:
        mode = str(connection.execute("PRAGMA journal_mode").fetchone()[0])
        yield Probe("journal", mode == "wal", f"journal mode {mode}")
        whole = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        yield Probe("integrity", whole == "ok", whole)
    wal = address.beside("-wal")
    size = wal.stat().st_size if wal.exists() else 0
    yield Probe("wal", size < _LONG_WAL, f"write-ahead log of {size // 1024} KB")


_ASKED: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("version", "SHOW server_version_num", lambda value: int(value) >= _OLDEST_POSTGRES),
    ("fsync", "SHOW fsync", lambda value: value == "on"),
    ("synchronous_commit", "SHOW synchronous_commit", lambda value: value != "off"),
    ("encoding", "SHOW server_encoding", lambda value: value == "UTF8"),
    ("primary", "SELECT pg_is_in_recovery()::text", lambda value: value == "false"),
)


def _server(address: Address) -> Iterator[Probe]:
    with closing(connect_postgres(address.dsn)) as connection:
        for name, asked, good in _ASKED:
            value = str((connection.execute(asked.encode()).fetchone() or ("",))[0])
            yield Probe(name, good(value), f"{name} is {value}")


def _notes(address: Address) -> Probe:
    text = "SELECT key FROM notes WHERE value = '1'"
    keys: set[str] = set()
    if address.engine == "sqlite":
        with closing(connect_reading(address.path)) as lite:
            keys = {row[0] for row in lite.execute(text)}
    else:
        with suppress(StorageFault), closing(connect_postgres(address.dsn)) as full:
            keys = {row[0] for row in full.execute(text.encode())}
    if RESTORING in keys:
        return Probe("restored", ok=False, detail="a restore was cut short: restore again, into a new database")
    if HELD in keys:
        return Probe("restored", ok=False, detail="restored or moved: sends are held until an operator confirms")
    return Probe("restored", ok=True, detail="sends are not held")
