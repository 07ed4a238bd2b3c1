"""`python -m tests.torture.launch run`: the bot with a bug planted, to see that the checkers catch it.

TORTURE_BUG names the bug; it is read here and nowhere in the bot. "" plants none.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from typing import Any


def acknowledge_before_commit() -> None:
    """The webhook answers 200 at once; the update is stored a little later."""
    from bot.workers.intake import Intake

    honest = Intake.take
    tasks = set()

    async def take(self: Any, update: Any) -> None:
        async def later() -> None:
            await asyncio.sleep(0.05)
            await honest(self, update)

        task = asyncio.create_task(later())
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    Intake.take = take  # type: ignore[method-assign]


def no_dedupe() -> None:
    """An update that was seen before takes effect again."""
    from bot.storage.updates import Updates

    honest = Updates.fresh

    def fresh(self: Any, update: int, now: Any) -> bool:
        honest(self, update, now)
        return True

    Updates.fresh = fresh  # type: ignore[method-assign]


def older_overrules() -> None:
    """The update that comes last wins, whatever its id."""
    from bot.core.standing import Standing

    def late(self: Any, answer: Any) -> bool:
        del self, answer
        return False

    Standing.late = late  # type: ignore[method-assign]


def no_redraw() -> None:
    """What a crash left unshown stays unshown."""
    from bot import app
    from bot.workers.intake import Intake

    async def nothing(*_: Any) -> int:
        return 0

    def never(self: Any, tx: Any, heard: Any) -> None:
        del self, tx, heard

    setattr(app, "redraw_unshown", nothing)
    Intake._again = never  # type: ignore[method-assign]


def full_pages() -> None:
    """No bug but a small disk: the SQLite file may grow by TORTURE_PAGES pages; SIGUSR1 makes room again."""
    import signal
    import sqlite3

    from bot.storage import sqlite

    honest = sqlite.connect
    held: list[sqlite3.Connection] = []

    def connect(path: Any, *, durable: bool = True) -> sqlite3.Connection:
        connection = honest(path, durable=durable)
        pages = connection.execute("PRAGMA page_count").fetchone()[0] + int(os.environ["TORTURE_PAGES"])
        connection.execute(f"PRAGMA max_page_count={pages}")
        held.append(connection)
        return connection

    def room(*_: object) -> None:
        for connection in held:
            connection.execute("PRAGMA max_page_count=1000000000")

    sqlite.connect = connect
    signal.signal(signal.SIGUSR1, room)


BUGS: dict[str, Callable[[], None]] = {
    "acknowledge_before_commit": acknowledge_before_commit,
    "no_dedupe": no_dedupe,
    "older_overrules": older_overrules,
    "no_redraw": no_redraw,
    "full_pages": full_pages,
}


def main() -> None:
    """Plant the bug and hand over to the commands."""
    if bug := os.environ.get("TORTURE_BUG", ""):
        BUGS[bug]()
    from bot.cli import app

    app(sys.argv[1:], prog_name="evenhand")


if __name__ == "__main__":
    main()
