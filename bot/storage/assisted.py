"""People without a chat, whom a champion helps to answer. Their account's hash is the paper code's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select, update

from bot.ports import ActivityId, Assisted, Millis, PersonId
from bot.storage.people import People
from bot.storage.statement import BOT, Row, Runner, Sql, upsert
from bot.storage.tables import accounts, assisted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NO_CHAT = b""

_s, _a = assisted.c, accounts.c
_COLUMNS = select(
    _s.person, _s.champion, _s.activity, _s.state, _s.check_back, _s.made, _s.finished, _s.messages
)  # fmt: skip
_THIS = (_s.bot_id == BOT, _s.person == bindparam("the_person"), _s.activity == bindparam("the_activity"))
_OF_CHAMPION = (_s.bot_id == BOT, _s.champion == bindparam("champion"))
_ADD = upsert(assisted)
_GET = Sql(_COLUMNS.where(*_THIS))
_BY_CODE = Sql(
    select(_a.active).where(
        _a.bot_id == BOT, _a.chat_hash == bindparam("code_hash"), func.length(_a.chat_cipher) == bindparam("none", 0)
    )
)
_OF = Sql(_COLUMNS.where(_s.bot_id == BOT, _s.person == bindparam("person")).order_by(_s.made, _s.activity))
_IN_HAND = Sql(_COLUMNS.where(*_OF_CHAMPION, _s.state == "open").order_by(_s.made.desc()).limit(1))
_TO_CHECK = Sql(_COLUMNS.where(_s.bot_id == BOT, _s.check_back == "due").order_by(_s.finished, _s.person))
_COUNTS = Sql(
    select(_s.state, _s.check_back, func.count()).where(*_OF_CHAMPION).group_by(_s.state, _s.check_back)
)  # fmt: skip
_ALLOWED = frozenset("state check_back finished champion messages".split())  # noqa: SIM905
_CHANGE: dict[frozenset[str], Sql] = {}


def _to_assisted(row: Row) -> Assisted:
    return Assisted(
        person=PersonId(row[0]),
        champion=PersonId(row[1]),
        activity=ActivityId(row[2]),
        state=row[3],
        check_back=row[4],
        made=Millis(row[5]),
        finished=Millis(row[6]),
        messages=row[7],
    )


class AssistedPeople:
    """See bot.ports.AssistedPeople."""

    __slots__ = ("_db", "_people")

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db
        self._people = People(db)

    def arrive(
        self, code_hash: bytes, language: str, champion: PersonId, activity: ActivityId, now: Millis
    ) -> Assisted:
        """A person without a chat, new or known by the code, and their row for the activity, made where there is
        none."""
        _, person = self._people.arrive(code_hash, NO_CHAT, language, now)
        self._db.run(
            _ADD, person=person.id, champion=champion, activity=activity, state="open", check_back="", made=now,
            finished=0, messages="[]",
        )  # fmt: skip
        row = self._db.one(_GET, the_person=person.id, the_activity=activity)
        if row is None:
            raise LookupError(activity)
        return _to_assisted(row)

    def by_code(self, code_hash: bytes) -> PersonId | None:
        """Whose paper code it is."""
        person: int | None = self._db.value(_BY_CODE, code_hash=code_hash)
        return None if person is None else PersonId(person)

    def of(self, person: PersonId) -> Sequence[Assisted]:
        """All of a person, oldest first."""
        return [_to_assisted(row) for row in self._db.all(_OF, person=person)]

    def in_hand(self, champion: PersonId) -> Assisted | None:
        """The one open session a champion holds."""
        row = self._db.one(_IN_HAND, champion=champion)
        return None if row is None else _to_assisted(row)

    def change(self, person: PersonId, activity: ActivityId, **fields: str | int) -> None:
        """Set any of the columns that may be set; raises KeyError for another."""
        names = frozenset(fields)
        if not names or not names <= _ALLOWED:
            raise KeyError(*sorted(names - _ALLOWED))
        if names not in _CHANGE:
            _CHANGE[names] = Sql(update(assisted).where(*_THIS).values({name: bindparam(name) for name in names}))
        self._db.run(_CHANGE[names], the_person=person, the_activity=activity, **fields)

    def to_check(self) -> Sequence[Assisted]:
        """Those chosen to be checked back, longest finished first."""
        return [_to_assisted(row) for row in self._db.all(_TO_CHECK)]

    def counts(self, champion: PersonId) -> Mapping[str, int]:
        """By state, and by check_back under "check:…"."""
        found: dict[str, int] = {}
        for state, check, number in self._db.all(_COUNTS, champion=champion):
            found[state] = found.get(state, 0) + number
            if check:
                found[f"check:{check}"] = found.get(f"check:{check}", 0) + number
        return found
