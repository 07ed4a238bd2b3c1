"""`python -m tests.torture.launch run`: the bot with a bug planted, to see that the checkers catch it.

TORTURE_BUG names the bug, TORTURE_CLOCK the file that the civil clock is kept in (clock.py); both are read here and
nowhere in the bot. "" plants none, and leaves the machine's clock.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.torture import clock


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


def normal() -> None:
    """SQLite with synchronous=NORMAL: a commit is acknowledged before it is on the disk."""
    from bot.storage import sqlite

    honest = sqlite.connect

    def connect(path: Any, *, durable: bool = True) -> Any:
        connection = honest(path, durable=durable)
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection

    sqlite.connect = connect


def slow_migration() -> None:
    """No bug: every step of a migration takes a tenth of a second, and says so, so that a kill can fall between two."""
    import time

    from alembic.operations import Operations

    honest = Operations.invoke

    def invoke(self: Any, operation: Any) -> Any:
        os.write(1, b'{"event": "torture.step"}\n')
        time.sleep(0.1)
        return honest(self, operation)

    Operations.invoke = invoke  # type: ignore[method-assign]


def no_unique() -> None:
    """Nothing in the database keeps a second row of the same message to the same person from being written: whoever
    takes over writes the list of recipients down again."""
    from bot.storage.sending import Sending

    columns = "class_, lane, due, not_after, fence, started, settled, tries, message, reason, content"
    _before_take_over(
        Sending,
        f"INSERT INTO deliveries (bot_id, notice, person, occurrence, state, {columns})"
        f" SELECT bot_id, notice, person, 'again', 0, {columns} FROM deliveries"
        " WHERE class_ = 'unasked' AND occurrence = '' ON CONFLICT DO NOTHING",
    )


def cursor_resume() -> None:
    """The sender knows only how far it came, and notes that once a second: after a crash it goes on from there."""
    from bot.storage.sending import Sending

    _before_take_over(
        Sending,
        "UPDATE deliveries SET state = 0 WHERE state IN (2, 10) AND class_ = 'unasked'"
        " AND started > (SELECT max(started) FROM deliveries) - 1000",
    )


def _before_take_over(sending: Any, sql: str) -> None:
    honest = sending.take_over

    def take_over(self: Any, fence: int, now: Any) -> Any:
        self._db.cursor.execute(sql)
        return honest(self, fence, now)

    sending.take_over = take_over


def no_fence() -> None:
    """Whoever once had the lease believes in it for ever, and no fence stops it."""
    from bot.storage.sending import Sending
    from bot.workers.tenure import Tenure

    def sure(self: Any) -> bool:
        return bool(self.fence)

    def start(self: Any, keys: Any, fence: int, now: Any) -> bool:
        del self, keys, fence, now
        return True

    Tenure.sure = sure  # type: ignore[method-assign]
    Sending.start = start  # type: ignore[method-assign]


def count_then_write() -> None:
    """Whether there is a place is read first, and remembered for a moment; it is taken without asking again."""
    import time

    from bot.ports import Pool
    from bot.storage.seats import Seats

    honest, seen = Seats.reserve, dict[int, tuple[float, Pool]]()

    def reserve(self: Any, object_: int, person: Any, until: Any, now: Any) -> bool:
        at, pool = seen.get(object_, (0.0, None))
        if pool is None or time.monotonic() - at > 2.0:
            found = self.pool(object_)
            if found is None:
                return honest(self, object_, person, until, now)
            pool = found
            seen[object_] = (time.monotonic(), pool)
        if pool.taken >= pool.cap:
            return honest(self, object_, person, until, now)
        self._db.cursor.execute(f"UPDATE pools SET cap = 1000000 WHERE object = {object_}")
        took = honest(self, object_, person, until, now)
        self._db.cursor.execute(f"UPDATE pools SET cap = {pool.cap} WHERE object = {object_}")
        return took

    Seats.reserve = reserve  # type: ignore[method-assign]


def open_doors() -> None:
    """Nobody asks at the door whether one may come in."""
    from handlers import reception

    def authorise(*_: Any) -> None:
        """Let everybody."""

    setattr(reception, "authorise", authorise)


def half_forgotten() -> None:
    """The account of a forgotten person stays: the hash and the cipher of the chat."""
    from sqlalchemy import bindparam, select

    from bot.storage import forget
    from bot.storage.statement import Sql

    setattr(forget, "_DROP_ACCOUNT", Sql(select(bindparam("account"), bindparam("bot_id"))))


def hurried() -> None:
    """A third more than the messenger allows."""
    from bot.core.limits import Measure
    from bot.workers.gate import Gate

    honest = Gate.__init__

    def begin(self: Any, measure: Measure, *more: Any) -> None:
        honest(self, Measure(factor=measure.factor * 4 / 3), *more)

    setattr(Gate, "__init__", begin)


def telling() -> None:
    """No bug: a process says when it has started, whatever its part, and when it has got the outbox's lease."""
    from bot.app import App
    from bot.workers.tenure import Tenure

    start, renew = App.start, Tenure.renew

    async def started(self: Any) -> None:
        await start(self)
        if self.only == "worker":
            os.write(1, b'{"event": "started", "mode": "worker"}\n')

    async def renewed(self: Any) -> bool:
        new = await renew(self)
        if new:
            os.write(1, b'{"event": "torture.lease", "fence": %d}\n' % self.fence)
        return new

    App.start = started  # type: ignore[method-assign]
    Tenure.renew = renewed  # type: ignore[method-assign]


BUGS: dict[str, Callable[[], None]] = {
    "acknowledge_before_commit": acknowledge_before_commit,
    "no_dedupe": no_dedupe,
    "older_overrules": older_overrules,
    "no_redraw": no_redraw,
    "full_pages": full_pages,
    "normal": normal,
    "slow_migration": slow_migration,
    "no_unique": no_unique,
    "cursor_resume": cursor_resume,
    "no_fence": no_fence,
    "count_then_write": count_then_write,
    "open_doors": open_doors,
    "half_forgotten": half_forgotten,
    "hurried": hurried,
}


def main() -> None:
    """Plant the bug, set the clock, and hand over to the commands."""
    telling()
    if path := os.environ.get("TORTURE_CLOCK", ""):
        clock.travel(Path(path))
    if bug := os.environ.get("TORTURE_BUG", ""):
        BUGS[bug]()
    from bot.cli import app

    app(sys.argv[1:], prog_name="evenhand")


if __name__ == "__main__":
    main()
