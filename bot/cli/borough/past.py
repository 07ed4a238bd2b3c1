"""What happened in the sample before anybody looks: its clock begins some days back and goes on to now.

On Thursday the survey opens; on Friday after the prayer forty people answer by one link; on Saturday night thirty
accounts say the same within minutes; on Sunday evening sign-up for the first workshop closes and its places are drawn,
and the small pilot is released, of which people hear on Monday morning.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.app import App
from bot.cli.borough.folder import CivilClock
from bot.ports import Tx, millis

_ZONE = ZoneInfo("Europe/London")
_WEEK, _FRIDAY, _SINCE = 7, 4, 3
"""Friday is at least three days ago, so that Sunday evening is over."""
_REST_S, _TRIES = 0.05, 1200


class Past:
    """The sample's days up to now. `begins` is ten in the morning of its Thursday, on the borough's clocks."""

    def __init__(self, app: App, clock: CivilClock) -> None:
        self._app, self._clock = app, clock
        self._thursday = thursday_before(datetime.now(UTC))

    def wall(self, days: int, clock: str) -> datetime:
        """The wall time (naive) so many days after the Thursday."""
        return datetime.combine(self._thursday + timedelta(days=days), time.fromisoformat(clock))

    async def to(self, days: int, clock: str) -> None:
        """Go on to that time, or to now; whatever is due by then falls, and what may be sent is sent."""
        await self._forward(min(datetime.now(UTC), self.wall(days, clock).replace(tzinfo=_ZONE).astimezone(UTC)))

    async def minutes(self, number: int) -> None:
        """Go on by so many minutes."""
        self._clock.forward(60 * number)

    async def now(self) -> None:
        """The machine's time."""
        await self._forward(datetime.now(UTC))
        self._clock.arrive()

    async def _forward(self, instant: datetime) -> None:
        self._clock.forward(round((instant - self._clock()).total_seconds()))
        await self._app.schedule.tick()
        await at_rest(self._app)


def thursday_before(now: datetime) -> datetime:
    """Midnight (naive) of the Thursday before the last Friday that is three days ago or more."""
    today = datetime.combine(now.astimezone(_ZONE).date(), time())
    latest = today - timedelta(days=_SINCE)
    return latest - timedelta(days=(latest.weekday() - _FRIDAY) % _WEEK + 1)


def begins(now: datetime) -> datetime:
    """When the sample's clock begins."""
    return (thursday_before(now) + timedelta(hours=10)).replace(tzinfo=_ZONE).astimezone(UTC)


async def at_rest(app: App) -> None:
    """Until all is sent that may be sent now, or a minute has passed."""
    for _ in range(_TRIES):
        waits = await app.store.read(lambda tx: _due(tx, app.clock()))
        if not (waits or app.schedule.busy or app.sender.busy):
            return
        await asyncio.sleep(_REST_S)


def _due(tx: Tx, now: datetime) -> bool:
    soonest = tx.outbox.soonest()
    return soonest is not None and soonest <= millis(now)
