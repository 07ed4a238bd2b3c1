"""The outbox: one row is one message to one person, once. Who is told, who was told, and what becomes of the rest."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, delete, func, select, tuple_, update

from bot.ports import Contacted, Delivery, Lane, Millis, NoticeId, PersonId, State
from bot.storage.deliveries import COLUMNS, KEY, OF_BOT, changing, still_in, to_delivery
from bot.storage.notices import finish, go_on
from bot.storage.sending import Sending
from bot.storage.statement import BOT, Sql, among, one_of, upsert
from bot.storage.tables import UNSURE, deliveries, in_states, notices

if TYPE_CHECKING:
    from collections.abc import Sequence

SLICE = 1000
"""Rows that one transaction may change at a stroke; what is more waits for the next (Notices.sweep)."""
_WAITING, _CLAIMED, _STARTED, _UNKNOWN = State.WAITING, State.CLAIMED, State.STARTED, State.UNKNOWN
_ZERO = Millis(0)

_d, _n = deliveries.c, notices.c
_OF_NOTICE = (OF_BOT, _d.notice == bindparam("notice"))
_OF_PERSON = (OF_BOT, _d.person == bindparam("person"))
_ADD = upsert(deliveries)
_NOTICE = Sql(
    select(_n.class_, _n.lane, _n.due, _n.not_after, _n.state).where(_n.bot_id == BOT, _n.id == bindparam("notice"))
)


_OF = Sql(lambda engine: COLUMNS.where(*_OF_PERSON, among(engine, _d.state, "states")).order_by(_d.due, _d.notice))
_CONTACTED = Sql(
    select(_d.started, _d.class_)
    .where(*_OF_PERSON, in_states(_STARTED, State.SENT, _UNKNOWN), _d.started >= bindparam("since"))
    .order_by(_d.started)
)
_NOT_SENT = in_states(_WAITING, _CLAIMED)
_CANCEL_ONE = changing(*_OF_NOTICE, _d.person == bindparam("person"), _NOT_SENT, state=int(State.CANCELLED))
_CANCEL_ALL = changing(*_OF_NOTICE, _NOT_SENT, state=int(State.CANCELLED))
_CANCEL_CLAIMED = changing(*_OF_NOTICE, in_states(_CLAIMED), state=int(State.CANCELLED))
_STOP = Sql(update(notices).where(_n.bot_id == BOT, _n.id == bindparam("notice")).values(state="cancelled"))
_TO_CANCEL = Sql(select(func.count()).select_from(deliveries).where(*_OF_NOTICE, _NOT_SENT))
_UNKNOWN_ROWS = Sql(
    select(_d.notice, _d.person, _d.occurrence)
    .where(*_OF_NOTICE, in_states(_UNKNOWN))
    .order_by(_d.person)
    .limit(bindparam("limit"))
)
_RESEND = changing(*KEY, still_in(_UNKNOWN), state=int(_WAITING), due=bindparam("now"), settled=0, started=0)
_COUNT_UNKNOWN = Sql(select(func.count()).select_from(deliveries).where(*_OF_NOTICE, in_states(_UNKNOWN)))
_UNKNOWN_KINDS = Sql(
    select(_n.kind, func.count())
    .select_from(deliveries.join(notices, and_(_n.bot_id == _d.bot_id, _n.id == _d.notice)))
    .where(OF_BOT, UNSURE, in_states(_UNKNOWN))
    .group_by(_n.kind)
    .order_by(_n.kind)
)
_QUEUED = (
    Sql(select(_d.lane, _d.state, func.count()).where(OF_BOT, in_states(_WAITING)).group_by(_d.lane, _d.state)),
    Sql(select(_d.lane, _d.state, func.count()).where(OF_BOT, UNSURE).group_by(_d.lane, _d.state)),
)
_OLD_NOTICES = select(_n.id).where(
    _n.bot_id == BOT, one_of(_n.state, "done", "cancelled"), _n.made < bindparam("before")
)
_old = (
    select(_d.notice, _d.person, _d.occurrence)
    .where(OF_BOT, _d.notice.in_(_OLD_NOTICES), _d.settled < bindparam("before"))
    .limit(bindparam("limit"))
    .subquery()
)
PRUNE = Sql(
    delete(deliveries).where(
        OF_BOT, tuple_(_d.notice, _d.person, _d.occurrence).in_(select(_old.c.notice, _old.c.person, _old.c.occurrence))
    )
)


class Outbox(Sending):
    """See bot.ports.Outbox."""

    __slots__ = ()

    def add(
        self,
        notice: NoticeId,
        person: PersonId,
        now: Millis,
        occurrence: str = "",
        content: str = "",
        due: Millis = _ZERO,
        not_after: Millis = _ZERO,
    ) -> bool:
        """One recipient; False where it was there, or where the notice is cancelled or none."""
        row = self._db.one(_NOTICE, notice=notice)
        if row is None or row[4] == "cancelled":
            return False
        class_, lane, usual, last, state = row
        new = self._db.run(
            _ADD, notice=notice, person=person, occurrence=occurrence, class_=class_, lane=lane, state=int(_WAITING),
            due=due or usual or now, not_after=not_after or last, fence=0, started=0, settled=0, tries=0, message=0,
            reason="", content=content,
        )  # fmt: skip
        if new and state == "done":
            go_on(self._db, notice)
        return bool(new)

    def of_person(self, person: PersonId, states: Sequence[State]) -> Sequence[Delivery]:
        """The person's rows in these states, longest due first."""
        listed = json.dumps([int(state) for state in states])
        return [to_delivery(row) for row in self._db.all(_OF, person=person, states=listed)]

    def contacted(self, person: PersonId, since: Millis) -> Sequence[Contacted]:
        """Started, sent and unknown ones since then, oldest first."""
        return [Contacted(Millis(at), class_) for at, class_ in self._db.all(_CONTACTED, person=person, since=since)]

    def cancel(self, notice: NoticeId, person: PersonId = PersonId(0)) -> int:
        """Waiting and claimed rows become CANCELLED: at once, or of a mass notice, which is then cancelled, in the
        slices of Notices.sweep. How many it concerns."""
        if person:
            number = self._db.run(_CANCEL_ONE, notice=notice, person=person)
        else:
            number = int(self._db.value(_TO_CANCEL, notice=notice))
            if number > SLICE:
                self._db.run(_STOP, notice=notice)
            self._db.run(_CANCEL_CLAIMED if number > SLICE else _CANCEL_ALL, notice=notice)
        finish(self._db, [notice])
        return number

    def resend(self, notice: NoticeId, now: Millis, limit: int) -> int:
        """UNKNOWN rows wait again, by a person's word."""
        again = self._end(_UNKNOWN_ROWS, _RESEND, now=now, notice=notice, limit=limit)
        if again:
            go_on(self._db, notice)
        return again

    def unknown(self, notice: NoticeId) -> int:
        """How many of a notice's rows nobody knows of."""
        return int(self._db.value(_COUNT_UNKNOWN, notice=notice))

    def unknowns(self) -> Sequence[tuple[str, int]]:
        """How many rows nobody knows of, by the kind of their notice."""
        return [(kind, number) for kind, number in self._db.all(_UNKNOWN_KINDS)]

    def queue(self) -> Sequence[tuple[Lane, State, int]]:
        """How many rows by lane and state: open states and UNKNOWN."""
        found = [row for sql in _QUEUED for row in self._db.all(sql)]
        return [(Lane(lane), State(state), number) for lane, state, number in sorted(found)]

    def prune(self, before: Millis, limit: int) -> int:
        """Erase closed rows settled before then, of notices that are over and were made before then."""
        return self._db.run(PRUNE, before=before, limit=limit)
