"""Small facts about this instance: text by key."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from bot.storage.statement import BOT, Runner, Sql, upsert
from bot.storage.tables import notes

HELD, EPOCH, RESTORING = "held", "epoch", "restoring"
"""Sends wait for an operator where `held` is "1"; `epoch` counts restores and moves; `restoring` is set during one."""

_GET = Sql(select(notes.c.value).where(notes.c.bot_id == BOT, notes.c.key == bindparam("key")))
_PUT = upsert(notes, ["value"])


class Notes:
    """See bot.ports.Notes."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def get(self, key: str) -> str | None:
        """The text, or None."""
        text: str | None = self._db.value(_GET, key=key)
        return text

    def put(self, key: str, value: str) -> None:
        """Set the text."""
        self._db.run(_PUT, key=key, value=value)
