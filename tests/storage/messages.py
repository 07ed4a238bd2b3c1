"""Notices and deliveries to fill an outbox with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.core.audience import Audience
from bot.ports import Lane, Millis
from tests.storage.sample import NOBODY, NOW, arrival

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ports import Notice, PersonId, Store, Tx

EVERYBODY = Audience()
HOUR = 3_600_000


def later(hours: float) -> Millis:
    """So many hours after the sample's now."""
    return Millis(round(NOW + hours * HOUR))


async def town(store: Store, *names: str) -> Sequence[PersonId]:
    """Residents, by name."""
    return [(await store.write(arrival(name))).id for name in names]


def notice(tx: Tx, kind: str = "broadcast", object_: int = 1, **changes: Any) -> Notice:
    """A notice without audience, unless one is given."""
    lane = {"confirmation": Lane.CONFIRMATIONS, "service": Lane.REMINDERS}.get(
        changes.get("class_", ""), Lane.BROADCAST
    )
    fields: dict[str, Any] = {
        "occurrence": "", "class_": "unasked", "lane": lane, "content": "{}", "by": NOBODY, "now": NOW,
    }  # fmt: skip
    return tx.notices.make(kind, object_, **{**fields, **changes})


async def told(store: Store, people: Sequence[PersonId], **changes: Any) -> Notice:
    """A notice with these recipients."""

    def work(tx: Tx) -> Notice:
        made = notice(tx, **changes)
        for person in people:
            tx.outbox.add(made.id, person, NOW)
        return made

    return await store.write(work)
