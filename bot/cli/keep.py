"""Commands for keeping: migrate, backup, restore, move."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.ending import end, run


def migrate() -> None:
    """Bring the database to this program's schema. Safe to run again."""
    from bot.cli.live import settings
    from bot.storage.address import parse
    from bot.storage.schema import migrate as bring
    from bot.storage.schema import schema_state

    async def work() -> None:
        url = settings().database_url
        bring(url)
        print(f"{parse(url)}: schema {schema_state(url)}")

    run(work())


def backup(path: Annotated[Path, typer.Argument(help="The file to write, for instance evenhand.backup")]) -> None:
    """Write a consistent copy of the database; the bot may keep running. Keys are not in it."""
    from bot.cli.live import settings
    from bot.storage.backup import backup as write

    async def work() -> None:
        counts = write(settings().database_url, path, _progress("Backing up"))
        print(f"{path}: {sum(counts.values())} rows of {len(counts)} tables")

    run(work())


def restore(path: Annotated[Path, typer.Argument(help="A backup made by `backup`")]) -> None:
    """Fill an empty database from a backup. Who was forgotten since is forgotten again; messages wait for you."""
    from bot.build import ledger_of
    from bot.cli.live import settings
    from bot.storage.backup import restore as read

    async def work() -> None:
        counts = read(path, settings().database_url, _progress("Restoring"), ledger_of(settings()))
        print(f"restored {sum(counts.values())} rows of {len(counts)} tables")

    run(work())


def move(to: Annotated[str, typer.Option("--to", help="The new DATABASE_URL, for instance postgres://…")]) -> None:
    """Carry a stopped bot to another database (SQLite to PostgreSQL or back), with counts and checksums."""
    from bot.cli.live import settings
    from bot.storage.address import parse
    from bot.storage.backup import move as carry

    async def work() -> None:
        given = settings()
        if parse(given.database_url) == parse(to):
            end("--to names the database that is in use already")
        counts = carry(given.database_url, to, _progress("Moving"))
        print(f"moved {sum(counts.values())} rows of {len(counts)} tables; now set DATABASE_URL to the new one")

    run(work())


def _progress(what: str) -> Callable[[str, int, int], None]:
    """A line per table on a terminal, rewritten as it goes; nothing for machines."""
    import sys

    def show(table: str, done: int, total: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{what}: {table} {done}/{total}\x1b[K", end="" if done < total else "\n", file=sys.stderr)

    return show


def register(app: typer.Typer) -> None:
    """Name the commands."""
    for command in (migrate, backup, restore, move):
        app.command(command.__name__)(command)
