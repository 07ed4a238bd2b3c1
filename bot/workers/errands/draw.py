"""The draw of a workshop's places: everything that no transaction may hold, from the list to the letters.

Every step is kept before the next begins, and looks at what is kept: done again after a kill, it goes on where it was,
and never draws a second time.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

import structlog

from bot.actions import draw_places, places
from bot.core.draw import Codes, Draw, parents
from bot.core.errors import Rule
from bot.core.frame import Frame
from bot.core.lottery import Infeasible, Lottery, Target
from bot.ports import Activity, ActivityId, Errand, Pen, Store, Tx
from bot.workers.holding import HoldingError, held_apart

_log = structlog.get_logger("draw")
_LISTED_AT_ONCE = 50
_GIVEN_AT_ONCE = 10
"""No transaction is to take longer than 20 ms, on PostgreSQL a statement takes a tenth of one."""
Hold = Callable[[Mapping[str, Codes], Sequence[Target], int], Awaitable[Lottery | Infeasible]]


class DrawPlaces:
    """Errand "draw"; `values`: activity. `hold` works the lottery out."""

    def __init__(
        self, store: Store, now: Callable[[], datetime], frames: Mapping[str, Frame], hold: Hold = held_apart
    ) -> None:
        self._store, self._now, self._frames, self._hold = store, now, frames, hold

    async def __call__(self, errand: Errand, pen: Pen) -> None:  # noqa: ARG002  every errand is handed a pen
        """As far as it goes now: to the end, or until an officer or the public value is waited for."""
        await self.run(ActivityId(int(errand.values["activity"])))

    async def run(self, activity: ActivityId) -> Draw | None:
        """Give the record as it then is. Raises HoldingError where the lottery's time was over (it is tried again)."""
        found, kept = await self._store.read(partial(_look, activity=activity))
        if found is None or kept is None or kept.state == "sealed":
            return kept
        if kept.state == "closed":
            pool = await self._list(found)
            kept = await self._store.write(
                partial(draw_places.freeze, book=places, activity=found, pool=pool, now=self._now())
            )
        if kept.state == "frozen":
            try:
                answer = await self._hold(kept.pool, kept.targets, kept.seats)
            except HoldingError:
                await self._store.write(partial(draw_places.not_worked_out, activity=activity, now=self._now()))
                raise
            kept = await self._store.write(
                partial(
                    draw_places.worked_out, book=places, activity=activity, asked=kept, answer=answer, now=self._now()
                )
            )
        if kept.state == "ready":
            kept = await self._store.write(partial(draw_places.pick, book=places, activity=found, now=self._now()))
        while kept.state == "drawn" and await self._store.write(
            partial(draw_places.give, book=places, activity=activity, kept=kept, limit=_GIVEN_AT_ONCE, now=self._now())
        ):
            pass
        _, kept = await self._store.read(partial(_look, activity=activity))
        _log.info("draw", activity=activity, state=kept.state if kept else "", asked=kept.asked if kept else 0)
        return kept

    async def _list(self, activity: Activity) -> dict[str, Codes]:
        workshop, pool, after = places.of(activity), dict[str, Codes](), 0
        above = parents(self._frames.get(str(json.loads(activity.settings).get("frame", ""))))
        while True:
            some, after = await self._store.read(
                partial(
                    draw_places.listed,
                    workshop=workshop,
                    above=above,
                    activity=activity.id,
                    after=after,
                    limit=_LISTED_AT_ONCE,
                )
            )
            pool.update(some)
            if not after:
                return pool


def _look(tx: Tx, activity: ActivityId) -> tuple[Activity | None, Draw | None]:
    found = tx.activities.get(activity)
    try:
        return (found, places.record(tx, activity)) if found and places.of(found) else (None, None)
    except Rule:  # called off meanwhile
        return None, None
