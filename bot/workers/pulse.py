"""Measures the state of health: can we store, when did we last hear, how much is waiting."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime

from bot.ports import Store, Tx
from bot.workers.intake import Intake, millis

_SECONDS_TO_STORE, _SECONDS_KEPT = 5.0, 2.0


class Pulse:
    """Gives the body of /healthz. A measure is kept for two seconds, so that asking often writes seldom."""

    def __init__(self, store: Store, intake: Intake, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._intake = intake
        self._clock = clock
        self._measured: tuple[float, bool, int] | None = None

    async def __call__(self) -> Mapping[str, object]:
        """{"ok", "storing", "seconds_since_update", "in_hand", "to_draw", "parked"}."""
        if self._measured is None or time.monotonic() - self._measured[0] > _SECONDS_KEPT:
            self._measured = (time.monotonic(), *await self._measure())
        _, storing, parked = self._measured
        last = self._intake.last
        return {
            "ok": storing,
            "storing": storing,
            "seconds_since_update": None if last is None else round((self._clock() - last).total_seconds(), 1),
            "in_hand": self._intake.in_hand,
            "to_draw": self._intake.to_draw,
            "parked": parked,
        }

    async def _measure(self) -> tuple[bool, int]:
        now = str(millis(self._clock()))

        def work(tx: Tx) -> int:
            tx.notes.put("pulse", now)
            return tx.updates.parked()

        try:
            async with asyncio.timeout(_SECONDS_TO_STORE):
                return True, await self._store.write(work)
        except Exception:  # noqa: BLE001  whatever it is, the answer is "not storing"
            return False, 0
