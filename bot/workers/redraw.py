"""After a start: people whose last stored answer was never followed by a screen are shown where they are."""

from __future__ import annotations

from functools import partial

from bot.ports import Millis, Reply, SessionId, SessionRow, Store, Tx
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
        rows = await store.read(lambda tx, limit=limit: tx.sessions.undrawn(since, limit))  # type: ignore[misc]
        for row in rows:
            if row.id in tried:
                continue
            tried.add(row.id)
            # Updates are taken meanwhile: what is drawn is read when it is the chat's turn, before anything newer.
            found = await store.read(lambda tx, row=row: _unshown(tx, row, redraw))  # type: ignore[misc]
            if found is not None:
                shown += 1 if await drawing.show_present(found[0], partial(_present, store, row, redraw)) else 0
        if len(rows) < limit:
            return shown
        limit *= 2


async def _present(store: Store, row: SessionRow, redraw: Redraw) -> Reply | None:
    found = await store.read(lambda tx: _unshown(tx, row, redraw))
    return found[1] if found is not None else None


def _unshown(tx: Tx, row: SessionRow, redraw: Redraw) -> tuple[bytes, Reply] | None:
    now = tx.sessions.get(row.id, row.person)
    return redraw(tx, now) if now is not None and now.shown < now.revision else None
