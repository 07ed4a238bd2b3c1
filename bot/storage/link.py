"""A connection to PostgreSQL and one transaction at a time on it."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any, cast

import psycopg

from bot.storage.faults import StorageFault, Unsure
from bot.storage.statement import Cursor, Runner
from bot.storage.transaction import Transaction

BOT_NAME = "evenhand"
"""By this name of the connection a running bot is known to commands that need it stopped."""

_GONE = ("08", "57P0")
"""SQLSTATEs of a connection that is going: connection errors and administrator shutdown."""


class Unreachable(StorageFault):
    """No connection could be made; one line, without the password."""


class ConnectionLost(StorageFault):
    """The connection went before COMMIT was sent, or the database says that it did not commit: nothing is stored."""


def connect(dsn: str, *, autocommit: bool = True, name: str = BOT_NAME) -> psycopg.Connection[Any]:
    """A connection without prepared statements; raises Unreachable."""
    try:
        return psycopg.connect(
            dsn, autocommit=autocommit, prepare_threshold=None, connect_timeout=10, application_name=name
        )
    except psycopg.Error as error:
        first = str(error).strip().split("\n", 1)[0]
        raise Unreachable(f"cannot reach PostgreSQL: {first}") from error


class Link:
    """A connection, its cursor and its nouns. Used by one thread."""

    __slots__ = ("_connection", "_cursor", "gone", "tx")

    def __init__(self, dsn: str, bot: int) -> None:
        """Raises Unreachable."""
        self._connection = connect(dsn)
        self._cursor = self._connection.cursor()
        self.tx = Transaction(Runner("postgresql", cast("Cursor", self._cursor), bot))
        self.gone = False

    def begin(self, text: str) -> str:
        """Send BEGIN with what belongs to it in one message; gives the last result's text (the transaction's id)."""
        self._cursor.execute(text.encode())
        while self._cursor.nextset():
            pass
        if self._cursor.description is None:
            return ""
        return str((self._cursor.fetchone() or ("",))[0])

    def commit(self) -> None:
        """COMMIT; raises StorageFault where the database rolled back instead."""
        self._cursor.execute(b"COMMIT")
        if self._cursor.statusmessage != "COMMIT":
            raise StorageFault("a statement had failed and the transaction function went on: nothing was stored")

    def end(self) -> None:
        """End a reading transaction; a connection lost here cost nothing."""
        with suppress(psycopg.Error):
            self._cursor.execute(b"COMMIT")

    def roll_back(self, error: BaseException) -> None:
        """Undo after `error`; raises ConnectionLost where the error was the connection's."""
        if self.lost(error):
            raise ConnectionLost("the connection to PostgreSQL was lost") from error
        with suppress(psycopg.Error):
            self._cursor.execute(b"ROLLBACK")

    def lost(self, error: BaseException) -> bool:
        """Whether the connection went; then it is closed and must not be used again."""
        state = (getattr(error, "sqlstate", None) or "") if isinstance(error, psycopg.Error) else ""
        if self._connection.broken or self._connection.closed or state.startswith(_GONE):
            self.gone = True
            self.close()
        return self.gone

    def close(self) -> None:
        """Close the connection."""
        with suppress(psycopg.Error):
            self._connection.close()


def became_committed(dsn: str, xid: str, give_up: float) -> bool:
    """What became of a transaction whose COMMIT was not answered; raises Unsure where the database cannot be asked.

    `give_up` is an instant of time.monotonic(). An id too old to be known counts as unsure.
    """
    while time.monotonic() < give_up:
        with suppress(psycopg.Error, Unreachable), connect(dsn) as connection:
            found = connection.execute("SELECT pg_xact_status(%s::xid8)", (xid,)).fetchone()
            if found is not None and found[0] in {"committed", "aborted"}:
                return bool(found[0] == "committed")
        time.sleep(0.1)
    raise Unsure("the connection to PostgreSQL was lost while committing, and it cannot be asked what became of it")
