"""The planned opening of an activity has come: it opens if everything is in order now, else the officers are told."""

from __future__ import annotations

import json
from datetime import datetime

from bot.actions import activity as activities
from bot.catalog.shelf import FormShelf
from bot.core.audience import Audience
from bot.core.errors import Rule
from bot.ports import ActivityId, Due, Errand, Lane, PersonId, Tx, millis

NOTICE = "not_opened"
_SHELF = FormShelf()


def fall(tx: Tx, due: Due, now: datetime) -> tuple[Errand, ...]:
    """The same checks as by hand. An activity opened meanwhile, or gone, is left alone."""
    found = tx.activities.get(ActivityId(due.object))
    if found is None or found.state in ("open", "closed"):
        return ()
    try:
        activities.open_(tx, _SHELF, None, found.id, now)
    except Rule as rule:
        tx.notices.make(
            NOTICE,
            found.id,
            str(due.at),
            "duty",
            Lane.CONFIRMATIONS,
            json.dumps({"rule": rule.code, "at": due.at}),
            PersonId(0),
            millis(now),
            audience=Audience(role="officer"),
        )
    return ()
