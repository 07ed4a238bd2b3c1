"""After a start: people whose last stored answer was never followed by a screen are shown where they are."""

from __future__ import annotations

import asyncio

from bot.ports import Millis, Reply, SessionId, Store, Tx
from bot.workers.drawing import Drawing
from bot.workers.intake import Redraw

_FIRST_SLICE, _AT_ONCE = 100, 20
FRESH = 24 * 3600 * 1000
"""Milliseconds: who was here longer ago is not written to out of the blue."""


async def redraw_unshown(store: Store, drawing: Drawing, redraw: Redraw, now: Millis) -> int:
    """Show every fresh session whose present screen was not shown; gives how many. Sessions that cannot be shown stay
    in front of the list, so each look takes a longer one."""
    tried: set[SessionId] = set()
    limit, shown = _FIRST_SLICE, 0
    since = Millis(now - FRESH)
    while True:

        def work(tx: Tx, limit: int = limit) -> tuple[int, list[tuple[bytes, Reply]]]:
            rows = tx.sessions.undrawn(since, limit)
            fresh = [row for row in rows if row.id not in tried]
            tried.update(row.id for row in fresh)
            return len(rows), [drawn for row in fresh if (drawn := redraw(tx, row)) is not None]

        found, screens = await store.read(work)
        for start in range(0, len(screens), _AT_ONCE):
            await asyncio.gather(*(drawing.show(*screen) for screen in screens[start : start + _AT_ONCE]))
        shown += len(screens)
        if found < limit:
            return shown
        limit *= 2
