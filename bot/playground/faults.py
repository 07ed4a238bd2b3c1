"""Weather on the road to the Bot API: seeded chance, or the next request by name."""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass, field
from typing import Literal

Fault = Literal["429", "500", "reset", "lost", ""]
KINDS: tuple[Fault, ...] = ("429", "500", "reset", "lost")


@dataclass(slots=True)
class Faults:
    """Each rate is a chance from 0 to 1 for one request; `delay` is seconds before a request that is delayed.

    `reset` drops the connection before anything is done, `lost` after it was done. Polling is spared unless `polling`.
    """

    seed: int = 0
    rates: dict[str, float] = field(default_factory=dict)
    delay: float = 0.0
    delay_rate: float = 0.0
    retry_after: int = 1
    methods: frozenset[str] = frozenset()
    polling: bool = False
    met: dict[str, int] = field(default_factory=dict)
    _chance: random.Random = field(init=False)
    _planned: dict[str, deque[Fault]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Chance is derived from the seed alone, so a run can be repeated."""
        self._chance = random.Random(self.seed)  # noqa: S311 - weather, not a secret
        unknown = set(self.rates) - set(KINDS)
        if unknown:
            message = f"no such fault: {min(unknown)}; there are {', '.join(KINDS)}"
            raise ValueError(message)

    def plan(self, method: str, fault: Fault, times: int = 1) -> None:
        """The next `times` requests of this method meet this fault, whatever the rates."""
        if fault not in KINDS:
            message = f"no such fault: {fault}; there are {', '.join(KINDS)}"
            raise ValueError(message)
        self._planned.setdefault(method.lower(), deque()).extend([fault] * times)

    def next(self, method: str) -> tuple[Fault, float]:
        """The fault of this request ("" for none) and the seconds to wait before it. `method` in lower case."""
        planned = self._planned.get(method)
        if planned:
            return self._count(planned.popleft()), 0.0
        if not self.rates and not self.delay_rate:
            return "", 0.0
        if (self.methods and method not in self.methods) or (method == "getupdates" and not self.polling):
            return "", 0.0
        wait = self.delay if self.delay_rate and self._chance.random() < self.delay_rate else 0.0
        throw = self._chance.random()
        for kind in KINDS:
            throw -= self.rates.get(kind, 0.0)
            if throw < 0:
                return self._count(kind), wait
        return "", wait

    def _count(self, fault: Fault) -> Fault:
        self.met[fault] = self.met.get(fault, 0) + 1
        return fault
