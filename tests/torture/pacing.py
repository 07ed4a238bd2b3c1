"""The messenger's true rate: no second with more than thirty messages, from the first second on and over a take-over.

Strict: the embedded Bot API answers 429 as the messenger does. Nothing is scaled here.
"""

from __future__ import annotations

import asyncio
import time
from bisect import bisect_left
from dataclasses import dataclass, field
from pathlib import Path

from bot.playground.flood import Flood
from bot.playground.refusal import Refused
from tests.torture.broadcasting import approved, champion, written
from tests.torture.crew import crew
from tests.torture.populace import FIRST
from tests.torture.sending import MARKER
from tests.torture.sent import arrivals
from tests.torture.weather import Weather, rough

MOST, ALLOWED = 30, 29 / 1.05
"""Messages in a second; messages a second that the pace means to send."""
_USED = 0.97
_CLOSEST = 0.9
"""Seconds between two messages to one chat, as they arrive; they are sent a second apart."""
_STALL = 0.03
_UNDER_WAY = 6
"""Messages in flight at the true rate (bot/workers/outbox.py)."""


@dataclass(slots=True)
class Noted(Flood):
    """The messenger's limits, remembering when they were broken."""

    broken: list[float] = field(default_factory=list)
    people: range = range(0)
    """Whose messages are looked at: replies to the champion's and the officer's own presses are not held back."""

    def charge(self, chat_id: int) -> None:
        """As `Flood.charge`."""
        try:
            Flood.charge(self, chat_id)
        except Refused:
            if chat_id in self.people:
                self.broken.append(time.time())
            raise


@dataclass(slots=True)
class Stalls:
    """When the bench itself stood still (a loaded machine): what arrived meanwhile came to it all at once, and no window
    over such a moment says anything of the bot."""

    found: list[tuple[float, float]] = field(default_factory=list)

    async def watch(self) -> None:
        """For ever."""
        while True:
            at = time.time()
            await asyncio.sleep(0.005)
            if time.time() - at > _STALL:
                self.found.append((at, time.time()))

    def over(self, since: float, until: float) -> bool:
        """Whether one falls into this time."""
        return any(begin < until and end > since for begin, end in self.found)


@dataclass(slots=True)
class Paced:
    """What was measured. `rate`: messages a second over `seconds` without a disturbance."""

    messages: int
    worst: int
    first_second: int
    rate: float
    seconds: float
    closest: float
    stops: int
    planned_stops: int
    hasty: int
    excused: int
    """Of the unplanned 429, those within a second after the bench itself stood still."""
    stalls: int
    taken_over: float
    """Seconds from the kill to the next message."""
    wants_rate: bool
    faults: list[str] = field(default_factory=list)
    when: list[str] = field(default_factory=list)
    """Of each unplanned 429: seconds after the first message, and after the kill."""

    def __str__(self) -> str:
        """One line of figures."""
        return (
            f"{self.messages} messages, worst second {self.worst}, first second {self.first_second}, "
            f"{self.rate:.2f} a second over {self.seconds:.0f} s ({self.rate / ALLOWED:.1%} of 29 per 1.05 s), closest in "
            f"one chat {self.closest:.2f} s, {self.planned_stops} planned 429 and {self.hasty} requests before their end, "
            f"{self.stops} unplanned 429 ({self.excused} within a second of the bench's own {self.stalls} standstills), sending again {self.taken_over:.1f} s after kill -9"
        )


async def pace_run(
    folder: Path, database: str, seed: int, *, seconds: float = 32.0, share: float = _USED, bug: str = ""
) -> Paced:
    """A broadcast at the true rate: so many seconds undisturbed, then a 429, then a kill of whoever sends."""
    people = range(FIRST, FIRST + round((seconds + 12) * ALLOWED))
    async with crew(
        folder, database, people, pace=1.0, workers=2, seed=seed, strict=True, confirmed=30, each=3, bug=bug
    ) as here:
        assert here.officer is not None
        grace = await champion(here.playground, here.officer, here.voice)
        await written(grace, here.voice, f"Please come {MARKER}")
        await here.resting()
        await asyncio.sleep(1.5)
        weather = rough(seed, 0.0, 0.0)
        here.playground.world.faults = weather  # type: ignore[assignment]
        flood = here.playground.world.flood = Noted(time.monotonic, on=True, people=people)
        stalls = Stalls()
        watching = asyncio.create_task(stalls.watch())
        await approved(here.officer, here.voice)
        await _came(weather, 5)
        await asyncio.sleep(seconds)
        calm_until = time.time()
        weather.faults.plan("sendmessage", "429")
        await asyncio.sleep(2.5)
        killed = time.time()
        await here.active.kill()
        sending = here.active
        await sending.start()
        await sending.ready()
        await _came(weather, len(people), 40)
        watching.cancel()
        await here.stop()
        return _paced(here.log, weather, flood, stalls, (calm_until, killed), people, share)


async def _came(weather: Weather, count: int, seconds: float = 30) -> None:
    """Until so many requests came, or none for three seconds more than a lease."""
    until = time.monotonic() + seconds
    while len(weather.came) < count and time.monotonic() < until:
        if weather.came and time.time() - weather.came[-1] > 12:
            return
        await asyncio.sleep(0.05)


def _paced(
    log: Path, weather: Weather, flood: Noted, stalls: Stalls, marks: tuple[float, float], people: range, share: float
) -> Paced:
    calm_until, killed = marks
    times = [at for at, chat in arrivals(log, MARKER) if chat in people]
    calm = [at for at in times if at < calm_until]
    span = calm[-1] - calm[0] if len(calm) > 1 else 1.0
    # Whoever was told to wait by the bench's own doing could not use that second.
    waited, until = 0.0, 0.0
    for at in (one for one in flood.broken if one < calm_until and stalls.over(one - 1.0, one)):
        waited += at + 1.0 - max(at, until)
        until = max(until, at + 1.0)
    span = max(1.0, span - waited)
    windows = {at: bisect_left(times, at + 1.0) - index for index, at in enumerate(times)}
    worst = max(windows.values(), default=0)
    first = bisect_left(times, times[0] + 1.0) if times else 0
    last: dict[int, float] = {}
    closest = float("inf")
    for at, chat in arrivals(log):
        if chat in people:
            closest = min(closest, at - last.get(chat, float("-inf")))
            last[chat] = at
    after = [at for at in times if at > killed + 0.05]
    excused = sum(stalls.over(at - 1.0, at) for at in flood.broken)
    out = Paced(
        len(times), worst, first, (len(calm) - 1) / span, span, closest, len(flood.broken),
        len(weather.stops), weather.hasty(_UNDER_WAY), excused, len(stalls.found), after[0] - killed if after else float("inf"), share > 0,
    )  # fmt: skip
    out.when = [f"{at - times[0]:.2f} ({at - killed:+.2f})" for at in flood.broken[:20]]
    if any(count > MOST and not stalls.over(at, at + 1.0) for at, count in windows.items()):
        out.faults.append(f"{worst} messages in one second")
    if out.rate < share * ALLOWED:
        out.faults.append(f"{out.rate:.2f} a second, {share:.0%} of {ALLOWED:.2f} wanted")
    if out.hasty or out.stops > excused:
        out.faults.append(
            f"{out.hasty} requests before the end of a 429, {out.stops - excused} more 429 than planned: {out.when}"
        )
    if closest < _CLOSEST:
        out.faults.append(f"two messages to one chat within {closest:.2f} s")
    if not after:
        out.faults.append("nothing was sent after the kill")
    return out
