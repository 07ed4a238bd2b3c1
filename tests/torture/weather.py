"""Weather on the road to the messenger that remembers what it did, and when."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field

from bot.playground.faults import Fault, Faults


@dataclass(slots=True)
class Weather:
    """Stands where `World.faults` stands: the faults are those of the playground, of one method alone."""

    faults: Faults
    method: str = "sendmessage"
    retry_after: int = 1
    on: bool = True
    stops: list[float] = field(default_factory=list)
    """When a 429 was given."""
    came: list[float] = field(default_factory=list)
    """When a request of the method arrived, whatever became of it."""
    met: Counter[str] = field(default_factory=Counter)

    def next(self, method: str) -> tuple[Fault, float]:
        """As `Faults.next`."""
        if method != self.method:
            return "", 0.0
        at = time.time()
        self.came.append(at)
        if not self.on:
            return "", 0.0
        fault, wait = self.faults.next(method)
        if fault:
            self.met[fault] += 1
        if fault == "429":
            self.stops.append(at)
        return fault, wait

    @property
    def doubtful(self) -> int:
        """Faults after which nobody can know whether it arrived."""
        return sum(self.met[kind] for kind in ("500", "reset", "lost"))

    def hasty(self, under_way: int) -> int:
        """Requests between a 429 and the end of its time, beyond those that may have been under way when it came."""
        after = [sum(stop < at < stop + self.retry_after for at in self.came) for stop in self.stops]
        return sum(max(0, count - under_way) for count in after)


def rough(seed: int, share: float, stop_share: float) -> Weather:
    """`share` of all requests fail, of which `stop_share` (of all) are told to come later: each costs a second."""
    each = (share - stop_share) / 3
    return Weather(Faults(seed, {"429": stop_share, "500": each, "reset": each, "lost": each}))
