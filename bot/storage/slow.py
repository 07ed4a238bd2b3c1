"""Transactions are short: one that takes over 20 ms is logged, by name and time, never with data."""

from __future__ import annotations

from functools import partial
from time import perf_counter
from typing import Any, Literal

import structlog

SLOW_MS = 20.0

_log = structlog.get_logger("bot.storage")


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

    def stop(self, kind: Literal["read", "write"], work: Any) -> None:  # noqa: ANN401
        """Log it if it was slow."""
        took = (perf_counter() - self._began) * 1000
        if took > SLOW_MS:
            _log.warning("slow_transaction", kind=kind, work=name_of(work), ms=round(took, 1))
