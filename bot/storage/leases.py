"""Leases: who sends and who ticks now. The fence rises with every new holder; a stale one is refused by the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, bindparam, case, cast, extract, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.statement import BOT, Runner, Sql
from bot.storage.tables import leases

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from bot.ports import Millis
    from bot.storage.statement import Engine

_l = leases.c
_THIS = (_l.bot_id == BOT, _l.name == bindparam("the_name"), _l.owner == bindparam("the_owner"))


def _clock(engine: Engine) -> ColumnElement[Any]:
    """Real time in milliseconds: the database's own clock where several machines share it."""
    if engine == "sqlite":
        return bindparam("now", type_=BigInteger)
    return cast(func.floor(extract("epoch", func.clock_timestamp()) * 1000), BigInteger)


def _taking(engine: Engine) -> Any:
    """One statement: a new lease, one of our own renewed, or one whose time is over taken with the next fence."""
    insert = sqlite.insert(leases) if engine == "sqlite" else postgresql.insert(leases)
    wanted = insert.values(
        bot_id=BOT,
        name=bindparam("name"),
        owner=bindparam("owner"),
        fence=1,
        until=_clock(engine) + bindparam("length", type_=BigInteger),
    )
    ours = _l.owner == wanted.excluded.owner
    return wanted.on_conflict_do_update(
        index_elements=["bot_id", "name"],
        set_={
            "owner": wanted.excluded.owner,
            "until": wanted.excluded.until,
            "fence": case((ours, _l.fence), else_=_l.fence + 1),
        },
        where=or_(ours, _l.until <= _clock(engine)),
    )


_TAKE = Sql(_taking)
_FENCE = Sql(select(_l.fence).where(*_THIS))
_GIVE_UP = Sql(update(leases).where(*_THIS).values(owner="", until=0))


class Leases:
    """See bot.ports.Leases."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def take(self, name: str, owner: str, now: Millis, seconds: float) -> int:
        """Take or renew; gives the fence, or 0 where another owner holds it."""
        if not self._db.run(_TAKE, name=name, owner=owner, now=now, length=round(seconds * 1000)):
            return 0
        fence: int = self._db.value(_FENCE, the_name=name, the_owner=owner)
        return fence

    def give_up(self, name: str, owner: str) -> None:
        """Let another take it at once; the fence stays, so that the next one's is higher."""
        self._db.run(_GIVE_UP, the_name=name, the_owner=owner)
