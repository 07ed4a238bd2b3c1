"""Backup, restore and move: for commands, synchronous, verified by counts and checksums.

A restored or moved database is *held*: its note `held` is "1" and its `epoch` one higher, and nothing is sent to
anybody until an operator confirms. A restore forgets again whoever was forgotten since the backup (ledger.py) and
lists as unknown what may have been sent since (doubt.py).
"""

from __future__ import annotations

import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, cast

from sqlalchemy import column, select, table

from bot.ports import Millis, PersonId
from bot.storage import archive, schema, tables
from bot.storage.address import Address, parse
from bot.storage.doubt import doubt
from bot.storage.faults import BadArchive, NotEmpty, SchemaMismatch, StorageFault
from bot.storage.ledger import SUFFIX, Ledger
from bot.storage.lockfile import LockFile
from bot.storage.notes import EPOCH, HELD, RESTORING
from bot.storage.statement import Cursor, Runner, Sql
from bot.storage.transaction import Transaction
from bot.storage.whole import Digest, Whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Progress = Callable[[str, int, int], None]

_OWNERS = ("accounts", "people", "notes", "activities", "updates")


def _silent(_table: str, _done: int, _total: int) -> None:
    """No progress."""


def backup(url: str, path: Path, progress: Progress = _silent) -> dict[str, int]:
    """Write one consistent backup, beside a running bot if need be. Gives rows by table."""
    address = parse(url)
    revision = schema.revision(address)
    if not revision:
        raise SchemaMismatch(f"the database {address} is empty: there is nothing to back up")
    with closing(Whole(address, writing=False)) as source:
        return archive.write(source, path, revision, progress)


def restore(path: Path, url: str, progress: Progress = _silent, ledger: Path | None = None) -> dict[str, int]:
    """Fill an empty database from a backup, forget again, hold sends, raise the epoch. Gives rows by table.

    Ids of the forgotten are read from `ledger`, from the ledger beside a SQLite target and from one beside the backup.
    Raises BadArchive, NotEmpty, SchemaMismatch; after any of them the target holds no rows.
    """
    address = parse(url)
    forgotten = Ledger(ledger).read() | Ledger(path.with_name(path.name + SUFFIX)).read()
    if address.engine == "sqlite":
        forgotten |= Ledger(address.beside(SUFFIX)).read()
    with closing(archive.Archive(path)) as source, _alone(address):
        if source.revision > schema.HEAD:
            raise SchemaMismatch(f"{path.name} was made by a newer Evenhand: restore it with that version")
        _prepare(address, source.revision)
        with closing(Whole(address, writing=True)) as target:
            target.require_empty()
            rows = _copy(source, target, progress)
            for shape in source.shapes:
                if source.digests[shape.name] != _facts(target.digest(shape)):
                    raise BadArchive(f"the table {shape.name} of the backup does not have its checksum")
            for bot in _bots(target):
                _nouns(target, bot).notes.put(RESTORING, "1")
            target.commit()
        schema.create(address)
        _finish(address, forgotten)
    return rows


def move(from_url: str, to_url: str, progress: Progress = _silent) -> dict[str, int]:
    """Carry a stopped bot from one database to another, whichever engines. The source stays as it was.

    Everything arrives in one transaction, or nothing does. Raises AlreadyRunning, NotEmpty, StorageFault.
    """
    here, there = parse(from_url), parse(to_url)
    with _alone(here), _alone(there):
        schema.require(here)
        _prepare(there, schema.HEAD)
        with closing(Whole(here, writing=False)) as source, closing(Whole(there, writing=True)) as target:
            source.hold_still()
            target.require_empty()
            rows = _copy(source, target, progress)
            for shape in source.shapes:
                if _facts(source.digest(shape)) != _facts(target.digest(shape)):
                    raise StorageFault(f"the table {shape.name} did not arrive whole: nothing was moved")
            for bot in _bots(target):
                _hold(_nouns(target, bot))
            target.look_over()
            target.commit()
    return rows


@contextmanager
def _alone(address: Address) -> Iterator[None]:
    """No bot may use a SQLite file meanwhile."""
    if address.engine != "sqlite":
        yield
        return
    with closing(LockFile(address.beside(".lock"))):
        yield


def _prepare(address: Address, revision: str) -> None:
    found = schema.revision(address)
    if found and found != revision:
        raise NotEmpty(f"the target {address} has a schema of another version: name a new database")
    schema.create(address, revision)


def _copy(source: Whole | archive.Archive, target: Whole, progress: Progress) -> dict[str, int]:
    rows: dict[str, int] = {}
    for shape in source.shapes:
        total, done = source.count(shape), 0
        for part in source.slices(shape):
            target.insert(shape, part)
            done += len(part)
            progress(shape.name, done, total)
        rows[shape.name] = done
    return rows


def _facts(digest: Digest) -> tuple[int, str]:
    return digest.rows, digest.hex()


def _bots(target: Whole) -> list[int]:
    found: set[int] = set()
    for name in _OWNERS:
        text, _ = Sql(select(column("bot_id")).distinct().select_from(table(name))).on(target.engine)
        found |= {row[0] for row in target.raw.execute(text).fetchall()}
    return sorted(found)


def _nouns(target: Whole, bot: int) -> Transaction:
    return Transaction(Runner(target.engine, cast("Cursor", target.raw.cursor()), bot))


def _hold(tx: Transaction) -> None:
    tx.notes.put(HELD, "1")
    tx.notes.put(EPOCH, str(int(tx.notes.get(EPOCH) or "1") + 1))


_UNMARK = Sql(tables.notes.delete().where(tables.notes.c.key == RESTORING))


def _finish(address: Address, forgotten: set[int]) -> None:
    """With the present schema: forget again, hold, and only then call the restore finished."""
    now = Millis(int(time.time() * 1000))
    with closing(Whole(address, writing=True)) as target:
        for bot in _bots(target):
            tx = _nouns(target, bot)
            for person in sorted(forgotten):
                tx.people.forget(PersonId(person), now)
            doubt(tx.db, now)
            _hold(tx)
            tx.db.run(_UNMARK)
        target.look_over()
        target.commit()
