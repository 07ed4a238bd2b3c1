"""How fast one person may send: a token bucket each, in memory. Filled evenly, emptied by updates, never below zero."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_TIDY_ABOVE = 10_000
_SECONDS_BETWEEN_WARNINGS = 60.0


@dataclass(slots=True)
class _Level:
    tokens: float
    at: float
    warned: float


class Buckets:
    """`per_minute` updates flow in, `burst` fit. `clock` gives seconds that only go forward."""

    def __init__(self, per_minute: float, burst: float, clock: Callable[[], float]) -> None:
        self._rate = per_minute / 60
        self._burst = burst
        self._clock = clock
        self._levels: dict[bytes, _Level] = {}

    def take(self, key: bytes) -> bool:
        """Whether one more is welcome now."""
        now = self._clock()
        level = self._levels.get(key)
        if level is None:
            if len(self._levels) >= _TIDY_ABOVE:
                self._tidy(now)
            level = self._levels[key] = _Level(self._burst, now, now - _SECONDS_BETWEEN_WARNINGS)
        level.tokens = min(self._burst, level.tokens + (now - level.at) * self._rate)
        level.at = now
        if level.tokens < 1:
            return False
        level.tokens -= 1
        return True

    def warn(self, key: bytes) -> bool:
        """Whether somebody who was refused should be told so now: at most once a minute."""
        level, now = self._levels.get(key), self._clock()
        if level is None or now - level.warned < _SECONDS_BETWEEN_WARNINGS:
            return False
        level.warned = now
        return True

    def _tidy(self, now: float) -> None:
        """Forget those whose bucket is full again."""
        full = self._burst / self._rate
        self._levels = {key: level for key, level in self._levels.items() if now - level.at < full}
