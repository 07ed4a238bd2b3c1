"""The consent log: rows are added, the latest of a purpose counts."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select

from bot.ports import Consent, Millis, PersonId, Purpose
from bot.storage.statement import BOT, Runner, Sql, add
from bot.storage.tables import consents

_c = consents.c
_OF = (_c.bot_id == BOT, _c.person == bindparam("person"), _c.purpose == bindparam("purpose"))
_ADD = add(consents)
_TURN = Sql(select(func.max(_c.turn)).where(*_OF))
_LATEST = Sql(
    select(_c.person, _c.purpose, _c.given, _c.text_version, _c.language, _c.at)
    .where(*_OF)
    .order_by(_c.turn.desc())
    .limit(1)
)


class Consents:
    """See bot.ports.Consents."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def add(self, consent: Consent) -> None:
        """Record a consent given or withdrawn."""
        turn = (self._db.value(_TURN, person=consent.person, purpose=consent.purpose) or 0) + 1
        self._db.run(
            _ADD, person=consent.person, purpose=consent.purpose, turn=turn, given=int(consent.given),
            text_version=consent.text_version, language=consent.language, at=consent.at,
        )  # fmt: skip

    def latest(self, person: PersonId, purpose: Purpose) -> Consent | None:
        """What the person said last."""
        row = self._db.one(_LATEST, person=person, purpose=purpose)
        if row is None:
            return None
        return Consent(PersonId(row[0]), row[1], bool(row[2]), row[3], row[4], Millis(row[5]))
