"""Immutable forms, by the hash of their content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from bot.ports import Edition
from bot.storage.statement import BOT, Runner, Sql, upsert
from bot.storage.tables import editions

if TYPE_CHECKING:
    from collections.abc import Sequence

_e = editions.c
_COLUMNS = select(_e.hash, _e.name, _e.form, _e.origin, _e.made)
_PUT = upsert(editions)
_GET = Sql(_COLUMNS.where(_e.bot_id == BOT, _e.hash == bindparam("hash")))
_OF_NAME = Sql(_COLUMNS.where(_e.bot_id == BOT, _e.name == bindparam("name")).order_by(_e.made, _e.hash))


class Editions:
    """See bot.ports.Editions."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def put(self, edition: Edition) -> bool:
        """True where it was new; a known hash is left as it is."""
        new = self._db.run(
            _PUT, hash=edition.hash, name=edition.name, form=edition.form, origin=edition.origin, made=edition.made
        )
        return new == 1

    def get(self, hash_: str) -> Edition | None:
        """One edition."""
        row = self._db.one(_GET, hash=hash_)
        return None if row is None else Edition(*row)

    def of_name(self, name: str) -> Sequence[Edition]:
        """Every edition of a form, oldest first."""
        return [Edition(*row) for row in self._db.all(_OF_NAME, name=name)]
