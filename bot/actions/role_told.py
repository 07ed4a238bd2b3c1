"""Who waits for a role is told about it, and so are those who decide."""

from __future__ import annotations

import json
from datetime import datetime

from bot.core.audience import Audience
from bot.ports import Lane, Person, PersonId, Tx, millis

WAITS, CONFIRMED = "role_waits", "role_confirmed"


def waits(tx: Tx, person: Person, role: str, now: datetime) -> None:
    """An invitation was taken up: every officer is told, once."""
    tx.notices.make(
        WAITS,
        person.id,
        f"{role}:{millis(now)}",
        "duty",
        Lane.CONFIRMATIONS,
        json.dumps({"role": role}),
        person.id,
        millis(now),
        audience=Audience(role="officer"),
    )


def decided(tx: Tx, by: Person, person: PersonId, role: str, now: datetime, *, yes: bool) -> None:
    """An officer said yes or no: the person hears of it."""
    notice = tx.notices.make(
        CONFIRMED,
        person,
        f"{role}:{millis(now)}",
        "confirmation",
        Lane.CONFIRMATIONS,
        json.dumps({"role": role, "yes": yes}),
        by.id,
        millis(now),
    )
    tx.outbox.add(notice.id, person, millis(now))
