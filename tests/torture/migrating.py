"""The move to a newer schema is killed half-way, again and again, over a database with people in it.

Each time the database must be at the old schema or at the new one, whole, with every row; and the next try must do.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from dataclasses import dataclass, field
from pathlib import Path

from bot.storage.schema import migrate
from tests.torture.borough import write_content
from tests.torture.opening import rows
from tests.torture.process import KEY, Bot

OLD = "0001"
_PEOPLE = 3000


@dataclass(slots=True)
class Migrated:
    """What was seen."""

    kills: int = 0
    revisions: list[str] = field(default_factory=list)
    rows_before: int = 0
    rows_after: int = 0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """One line of figures."""
        return (
            f"{self.kills} kills in the middle of a migration: found at schema {' '.join(self.revisions)}; {self.rows_before} "
            f"people before, {self.rows_after} after; {self.seconds:.0f} s"
        )


async def migrate_run(folder: Path, database: str, seed: int, kills: int = 6) -> Migrated:
    """`database` is empty. The bench makes each step of the migration slow, so that kills fall between them."""
    out, dice, began = Migrated(), random.Random(seed), time.monotonic()
    await asyncio.to_thread(migrate, database, OLD)
    _populate(database)
    out.rows_before = int(rows(database, "SELECT count(*) FROM people")[0][0])
    bot = Bot(
        folder, write_content(folder / "content"), "http://127.0.0.1:9", "7001:x" + "y" * 34, database,
        bug="slow_migration", part="migrate", more={"EVENHAND_KEY": KEY},
    )  # fmt: skip
    for _ in range(kills):
        await bot.start()
        assert bot.process is not None
        until = time.monotonic() + 60
        before = len(bot.said)
        while b"torture.step" not in bot.said[before:] and bot.process.returncode is None and time.monotonic() < until:
            await asyncio.sleep(0.01)
        await asyncio.sleep(dice.uniform(0.0, 1.0))
        if bot.process.returncode is not None:
            break
        await bot.kill()
        out.kills += 1
        out.revisions.append(_revision(database))
        if out.revisions[-1] != OLD and not _current(database):
            out.faults.append("half a schema was left behind")
        if int(rows(database, "SELECT count(*) FROM people")[0][0]) != out.rows_before:
            out.faults.append("people were lost on the way")
    bot.bug = ""
    code, said, error = await bot.command("migrate")
    if code or "current" not in said:
        out.faults.append(f"the last try did not do: {said} {error[-200:]}")
    out.rows_after = int(rows(database, "SELECT count(*) FROM people")[0][0])
    if out.rows_after != out.rows_before or not _current(database):
        out.faults.append(f"{out.rows_after} people after, {out.rows_before} before")
    if not out.kills:
        out.faults.append("no kill fell into a migration")
    out.seconds = time.monotonic() - began
    return out


def _revision(database: str) -> str:
    return str(rows(database, "SELECT version_num FROM alembic_version")[0][0])


def _current(database: str) -> bool:
    """Whether the new tables are all there and can be read."""
    try:
        for table in ("notices", "deliveries", "agenda", "bookings", "seats", "proposals", "broadcasts"):
            rows(database, f"SELECT * FROM {table} LIMIT 1")
    except Exception:
        return False
    return True


def _populate(database: str) -> None:
    account = "INSERT INTO accounts (bot_id, id, chat_hash, chat_cipher, active, blocked) VALUES (7001, {p}, {p}, {p}, {p}, 0)"
    columns = "bot_id, id, account, position, language, language_confirmed, reader, stopped, root_source, session, doing, created"
    person = f"INSERT INTO people ({columns}) VALUES (7001, {{p}}, {{p}}, 0, 'en', 1, 0, 0, 0, 0, '', 1)"
    if database.startswith("postgres"):
        import psycopg

        with psycopg.connect(database) as connection, connection.cursor() as cursor:
            values = [(n, str(n).encode(), b"c", n) for n in range(1, _PEOPLE + 1)]
            cursor.executemany(account.format(p="%s").encode(), values)
            cursor.executemany(person.format(p="%s").encode(), [(n, n) for n in range(1, _PEOPLE + 1)])
        return
    file = sqlite3.connect(database.removeprefix("sqlite:///"))
    with file:
        file.executemany(account.format(p="?"), [(n, str(n).encode(), b"c", n) for n in range(1, _PEOPLE + 1)])
        file.executemany(person.format(p="?"), [(n, n) for n in range(1, _PEOPLE + 1)])
    file.close()
