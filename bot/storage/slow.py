"""Transactions are short: one that takes over 20 ms is logged, by name and time, never with data."""

from __future__ import annotations

from functools import partial
from time import perf_counter
from typing import Any, Literal

import structlog

SLOW_MS = 20.0
_EVERY_S = 1.0
_MOST_NAMES = 500

_log = structlog.get_logger("bot.storage")
_logged: dict[str, float] = {}


def name_of(work: object) -> str:
    """What a transaction function is called, through partials."""
    while isinstance(work, partial):
        work = work.func
    return str(getattr(work, "__qualname__", type(work).__name__))


class Watch:
    """Times one transaction."""

    __slots__ = ("_began",)

    def __init__(self) -> None:
        """Started."""
        self._began = perf_counter()

    def stop(self, kind: Literal["read", "write"], work: Any) -> None:
        """Log it if it was slow; each name once a second at most, so that a slow disk does not fill it with logs."""
        now = perf_counter()
        took = (now - self._began) * 1000
        if took <= SLOW_MS:
            return
        name = name_of(work)
        if now - _logged.get(name, 0.0) < _EVERY_S:
            return
        if len(_logged) > _MOST_NAMES:
            _logged.clear()
        _logged[name] = now
        _log.warning("slow_transaction", kind=kind, work=name, ms=round(took, 1))
