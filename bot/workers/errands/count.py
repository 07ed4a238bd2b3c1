"""Count whom a champion's message would reach: it looks at the whole town, so no chat's transaction may hold it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.actions import broadcast as broadcasts
from bot.core.broadcasts import Rules
from bot.ports import Broadcast, Errand, Pen, Reply, Store, Tx

Preview = Callable[[Tx, Errand, datetime], Reply | None]
"""What the champion is shown then (handlers/broadcast_send.py); None where there is nobody or nothing to show."""


class CountAudience:
    """Counts, keeps what was counted, and shows what sending would mean."""

    def __init__(self, store: Store, rules: Rules, preview: Preview, now: Callable[[], datetime]) -> None:
        self._store, self._rules, self._preview, self._now = store, rules, preview, now

    async def __call__(self, errand: Errand, pen: Pen) -> None:
        """`values`: broadcast (id). Counted again where it is asked for again: harmless."""
        number, now = int(errand.values["broadcast"]), self._now()

        def look(tx: Tx) -> tuple[Broadcast, int, int] | None:
            found = tx.broadcasts.get(number)
            return (found, *broadcasts.count(tx, found, self._rules, now)) if found is not None else None

        seen = await self._store.read(look)
        if seen is None:
            return
        found, count, worn = seen

        def keep(tx: Tx) -> tuple[bytes | None, Reply | None]:
            broadcasts.counted(tx, found, found.audience, count, worn, now)
            return tx.people.chat_cipher(errand.person), self._preview(tx, errand, now)

        chat, reply = await self._store.write(keep)
        if chat and reply is not None:
            await pen.show(chat, reply)
