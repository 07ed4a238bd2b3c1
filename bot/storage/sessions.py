"""People in forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Text, bindparam, cast, func, select, update

from bot.ports import ActivityId, Millis, PersonId, SessionId, SessionRow, SessionUse
from bot.storage.identity import new_id
from bot.storage.statement import BOT, Row, Runner, Sql, add
from bot.storage.tables import notices, sessions

if TYPE_CHECKING:
    from collections.abc import Sequence

_s, _n = sessions.c, notices.c
_NONE = SessionId(0)
_COLUMNS = select(
    _s.id, _s.person, _s.activity, _s.edition, _s.use, _s.state, _s.revision, _s.shown, _s.message, _s.status,
    _s.opened, _s.touched, _s.after,
)  # fmt: skip
_THIS = (_s.bot_id == BOT, _s.id == bindparam("the_id"))
_ADD = add(sessions)
_GET = Sql(_COLUMNS.where(_s.bot_id == BOT, _s.id == bindparam("id"), _s.person == bindparam("person")))
_OF = Sql(
    _COLUMNS.where(
        _s.bot_id == BOT, _s.person == bindparam("person"), _s.activity == bindparam("activity"),
        _s.use == bindparam("use"), _s.status != "dropped",
    )
    .order_by(_s.opened.desc(), _s.touched.desc(), _s.id)
    .limit(1)
)  # fmt: skip
_SAVE = Sql(
    update(sessions)
    .where(*_THIS)
    .values({name: bindparam(name) for name in ("state", "revision", "status", "touched")})
)
_DRAWN = Sql(
    update(sessions)
    .where(*_THIS, _s.shown <= bindparam("shown_now"))
    .values(shown=bindparam("shown_now"), message=bindparam("message"))
)
_UNDRAWN = Sql(
    _COLUMNS.where(
        _s.bot_id == BOT, _s.status != "dropped", _s.shown < _s.revision, _s.touched >= bindparam("since")
    )
    .order_by(_s.touched)
    .limit(bindparam("limit"))
)  # fmt: skip
_ANSWERING = (_s.bot_id == BOT, _s.activity == bindparam("activity"), _s.use == "answer")
_OPEN_OF = Sql(
    _COLUMNS.where(*_ANSWERING, _s.status == "open", _s.id > bindparam("after"))
    .order_by(_s.id)
    .limit(bindparam("limit"))
)
_STALE = Sql(
    _COLUMNS.where(
        *_ANSWERING, _s.status == "open", _s.id > bindparam("after"), _s.touched >= bindparam("since"),
        _s.touched < bindparam("before"),
        ~select(_n.id)
        .where(
            _n.bot_id == BOT, _n.kind == bindparam("kind"), _n.object == bindparam("activity"),
            _n.occurrence == cast(_s.id, Text),
        )
        .exists(),
    )
    .order_by(_s.id)
    .limit(bindparam("limit"))
)  # fmt: skip
_STARTED = Sql(select(func.count()).select_from(sessions).where(*_ANSWERING))


def _to_session(row: Row) -> SessionRow:
    return SessionRow(
        id=SessionId(row[0]),
        person=PersonId(row[1]),
        activity=ActivityId(row[2]),
        edition=row[3],
        use=row[4],
        state=row[5],
        revision=row[6],
        shown=row[7],
        message=row[8],
        status=row[9],
        opened=Millis(row[10]),
        touched=Millis(row[11]),
        after=SessionId(row[12]),
    )


class Sessions:
    """See bot.ports.Sessions."""

    __slots__ = ("_db",)

    def __init__(self, db: Runner) -> None:
        """Bound to one connection."""
        self._db = db

    def open(
        self,
        person: PersonId,
        activity: ActivityId,
        edition: str,
        use: SessionUse,
        state: str,
        revision: int,
        now: Millis,
        after: SessionId = _NONE,
    ) -> SessionRow:
        """A new session whose first screen was not shown yet."""
        id_ = new_id()
        row = (id_, person, activity, edition, use, state, revision, -1, 0, "open", now, now, after)
        self._db.run(
            _ADD, id=id_, person=person, activity=activity, edition=edition, use=use, state=state, revision=revision,
            shown=-1, message=0, status="open", opened=now, touched=now, after=after,
        )  # fmt: skip
        return _to_session(row)

    def get(self, session: SessionId, person: PersonId) -> SessionRow | None:
        """Only where it is the person's own."""
        row = self._db.one(_GET, id=session, person=person)
        return None if row is None else _to_session(row)

    def of(self, person: PersonId, activity: ActivityId, use: SessionUse) -> SessionRow | None:
        """The latest one, open or finished (a dropped one is as if it had not been)."""
        row = self._db.one(_OF, person=person, activity=activity, use=use)
        return None if row is None else _to_session(row)

    def save(self, session: SessionId, state: str, revision: int, status: str, now: Millis) -> None:
        """Store where the person is."""
        self._db.run(_SAVE, the_id=session, state=state, revision=revision, status=status, touched=now)

    def drawn(self, session: SessionId, revision: int, message: int) -> None:
        """The person was shown `revision` as `message`; never goes back to an older revision."""
        self._db.run(_DRAWN, the_id=session, shown_now=revision, message=message)

    def undrawn(self, since: Millis, limit: int) -> Sequence[SessionRow]:
        """Open and finished sessions touched since then whose present revision was not shown, longest waiting first."""
        return [_to_session(row) for row in self._db.all(_UNDRAWN, since=since, limit=limit)]

    def open_of(self, activity: ActivityId, after: SessionId, limit: int) -> Sequence[SessionRow]:
        """Open answering sessions of an activity, by id, from the one after `after`."""
        return [_to_session(row) for row in self._db.all(_OPEN_OF, activity=activity, after=after, limit=limit)]

    def stale(
        self, activity: ActivityId, since: Millis, before: Millis, kind: str, after: SessionId, limit: int
    ) -> Sequence[SessionRow]:
        """Open answering sessions last touched from `since` until `before`, of which no notice of `kind` tells yet."""
        rows = self._db.all(_STALE, activity=activity, since=since, before=before, kind=kind, after=after, limit=limit)
        return [_to_session(row) for row in rows]

    def started(self, activity: ActivityId) -> int:
        """How many answering sessions there ever were."""
        number: int = self._db.value(_STARTED, activity=activity)
        return number
