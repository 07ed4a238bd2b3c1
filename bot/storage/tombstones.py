"""Tombstones: the random ids of people who were forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import select

from bot.storage.statement import BOT, Sql
from bot.storage.tables import tombstones

if TYPE_CHECKING:
    from bot.ports import Tx
    from bot.storage.transaction import Transaction

_EVERY = Sql(select(tombstones.c.person).where(tombstones.c.bot_id == BOT))


def every(tx: Tx) -> set[int]:
    """Everyone this database has forgotten."""
    return {row[0] for row in cast("Transaction", tx).db.all(_EVERY)}
