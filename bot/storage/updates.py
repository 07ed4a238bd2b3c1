"""What came in from the messenger: ids seen, tries that failed."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, func, select

from bot.ports import Millis
from bot.storage.statement import BOT, Runner, Sql, upsert
from bot.storage.tables import failures, updates

_u, _f = updates.c, failures.c
_FRESH = upsert(updates)
_TRIES = Sql(select(_f.tries).where(_f.bot_id == BOT, _f.id == bindparam("id")))
_FAIL = upsert(failures, ["tries", "parked", "reference", "at"])
_PARKED = Sql(select(func.count()).select_from(failures).where(_f.bot_id == BOT, _f.parked == 1))
_HIGHEST = Sql(select(func.max(_u.id)).where(_u.bot_id == BOT))
_oldest = select(_u.id).where(_u.bot_id == BOT).order_by(_u.id).limit(bindparam("limit")).subquery()
_PRUNE = Sql(delete(updates).where(_u.bot_id == BOT, _u.id.in_(select(_oldest.c.id)), _u.at < bindparam("before")))
_PRUNE_FAILURES = Sql(
    delete(failures).where(_f.bot_id == BOT, _f.parked == bindparam("no", 0), _f.at < bindparam("before"))
)


class Updates:
    """See bot.ports.Updates."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def fresh(self, update: int, now: Millis) -> bool:
        """Insert the id; False where it was there already."""
        return self._db.run(_FRESH, id=update, at=now) == 1

    def fail(self, update: int, reference: str, now: Millis) -> int:
        """Count a failed try; gives the number of tries so far."""
        return self._count(update, reference, now, parked=0)

    def park(self, update: int, reference: str, now: Millis) -> None:
        """Give up: seen, and listed as parked."""
        self.fresh(update, now)
        self._count(update, reference, now, parked=1)

    def _count(self, update: int, reference: str, now: Millis, parked: int) -> int:
        tries: int = (self._db.value(_TRIES, id=update) or 0) + (1 - parked)
        self._db.run(_FAIL, id=update, tries=tries, parked=parked, reference=reference, at=now)
        return tries

    def parked(self) -> int:
        """How many updates were given up."""
        number: int = self._db.value(_PARKED)
        return number

    def highest(self) -> int:
        """The highest id seen, 0 before the first."""
        return self._db.value(_HIGHEST) or 0

    def prune(self, before: Millis, limit: int) -> int:
        """Drop ids seen before then, among the `limit` lowest; parked ones stay listed."""
        self._db.run(_PRUNE_FAILURES, before=before)
        return self._db.run(_PRUNE, before=before, limit=limit)
