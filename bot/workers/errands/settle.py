"""After closing: unfinished answers are settled, in slices, as the partial responses that they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.actions.finish import finish
from bot.actions.settle import settle_some
from bot.ports import ActivityId, Errand, Pen, SessionId, Shelf, Store

_SLICE = 20


class Settle:
    """Every answer that a resident was told is saved counts, finished or not."""

    def __init__(self, store: Store, shelf: Shelf, now: Callable[[], datetime]) -> None:
        self._store, self._shelf, self._now = store, shelf, now

    async def __call__(self, errand: Errand, pen: Pen) -> None:  # noqa: ARG002  every errand is handed a pen
        """Settle the activity of the errand; a second run finds nothing left to do."""
        await self.run(ActivityId(int(errand.values["activity"])))

    async def run(self, activity: ActivityId) -> int:
        """Settle all; gives how many sessions were settled."""
        done, after = 0, SessionId(0)
        while True:
            slice_ = await self._store.write(
                partial(
                    settle_some,
                    shelf=self._shelf,
                    activity=activity,
                    after=after,
                    limit=_SLICE,
                    now=self._now(),
                    finish=finish,
                )
            )
            done += slice_.settled
            if slice_.last == after or not slice_.looked:
                return done
            after = slice_.last
