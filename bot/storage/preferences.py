"""What people chose about being written to, and what they asked to hear of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, select

from bot.storage.statement import BOT, Runner, Sql, upsert
from bot.storage.tables import interests, preferences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ports import Millis, PersonId

_p, _i = preferences.c, interests.c
_THIS = (_p.bot_id == BOT, _p.person == bindparam("the_person"), _p.key == bindparam("the_key"))
_GET = Sql(select(_p.value).where(*_THIS))
_PUT = upsert(preferences, ["value"])
_UNSET = Sql(delete(preferences).where(*_THIS))
_MINE = (_i.bot_id == BOT, _i.person == bindparam("the_person"))
_INTERESTS = Sql(select(_i.theme, _i.area).where(*_MINE))
_ASK = upsert(interests)
_NO_LONGER = Sql(delete(interests).where(*_MINE, _i.theme == bindparam("the_theme"), _i.area == bindparam("the_area")))


class Preferences:
    """See bot.ports.Preferences."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def get(self, person: PersonId, key: str) -> str:
        """What was chosen, "" where nothing was."""
        return self._db.value(_GET, the_person=person, the_key=key) or ""

    def put(self, person: PersonId, key: str, value: str) -> None:
        """Choose, or with "" no longer."""
        if value:
            self._db.run(_PUT, person=person, key=key, value=value)
        else:
            self._db.run(_UNSET, the_person=person, the_key=key)

    def interests(self, person: PersonId) -> Sequence[tuple[str, str]]:
        """(theme, area) pairs asked for, in order."""
        return sorted((row[0], row[1]) for row in self._db.all(_INTERESTS, the_person=person))

    def ask(self, person: PersonId, theme: str, area: str, now: Millis) -> None:
        """Hear of a theme in an area ("": everywhere)."""
        self._db.run(_ASK, person=person, theme=theme, area=area, at=now)

    def no_longer(self, person: PersonId, theme: str, area: str) -> None:
        """Take it back."""
        self._db.run(_NO_LONGER, the_person=person, the_theme=theme, the_area=area)
