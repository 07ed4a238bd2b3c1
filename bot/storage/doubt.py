"""After a restore nobody knows what was sent since the backup: what was due by now is listed, not sent.

Those rows become UNKNOWN ("restored"), to be sent again only by a person's word. Confirmations that were not yet begun
wait on, since they may come twice. A notice whose audience was still being written down is paused, because the rest of
it may have been told as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, bindparam, case, or_, update

from bot.ports import State
from bot.storage.deliveries import OF_BOT, changing
from bot.storage.notices import OPEN
from bot.storage.statement import BOT, Runner, Sql
from bot.storage.tables import deliveries, in_states, notices

if TYPE_CHECKING:
    from bot.ports import Millis

_d, _n = deliveries.c, notices.c
_NOW: BindParameter[Any] = bindparam("now")
_MAY_BE_SENT = changing(
    OF_BOT,
    in_states(*OPEN),
    or_(in_states(State.STARTED), (_d.class_ != "confirmation") & (_d.due <= _NOW)),
    state=int(State.UNKNOWN),
    started=case((_d.started > 0, _d.started), else_=_d.due),
    settled=_NOW,
    reason="restored",
)
_UNFINISHED = Sql(
    update(notices).where(_n.bot_id == BOT, _n.state == "filling", _n.due <= _NOW).values(state="paused")
)  # fmt: skip


def doubt(db: Runner, now: Millis) -> int:
    """Call into doubt what may have been sent since the backup; how many messages."""
    db.run(_UNFINISHED, now=now)
    return db.run(_MAY_BE_SENT, now=now)
