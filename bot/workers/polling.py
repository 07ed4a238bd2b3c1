"""Our own getUpdates loop: an update is confirmed to the messenger only when it is stored.

The messenger forgets every update below the `offset` of the next request, so the offset is the lowest id still in hand.
While one update fails and is tried again, those after it are fetched and taken all the same.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from bot.telegram.courier import ApiError, Courier
from bot.telegram.incoming import ALLOWED
from bot.telegram.office import BadToken
from bot.workers.intake import Faulty, Full

_log = structlog.get_logger("polling")
_AT_MOST = 100
_FIRST_WAIT, _LONGEST_WAIT = 0.2, 30.0
_SECONDS_BEFORE_LOOKING_AGAIN = 0.25
_AT_ONCE_SECONDS, _SECONDS_BETWEEN_ANSWERS_AT_ONCE = 0.05, 0.25


class Polling:
    """Brings updates to `take` until stopped. `seconds` is how long the messenger may hold an empty answer back."""

    def __init__(
        self,
        courier: Courier,
        take: Callable[[Mapping[str, Any]], Awaitable[None]],
        *,
        seconds: int = 25,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._courier = courier
        self._take = take
        self._seconds = seconds
        self._rest = rest
        self._next = 0
        self._taking: dict[int, asyncio.Task[None]] = {}
        self._resting: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._asking: asyncio.Task[list[dict[str, Any]]] | None = None

    async def run(self) -> None:
        """Poll until `stop`. Raises `BadToken` where the messenger does not know the token."""
        failures = 0
        while self._goes_on():
            asked = asyncio.get_running_loop().time()
            self._asking = asyncio.create_task(self._ask())
            try:
                updates = await self._asking
                failures = 0
            except asyncio.CancelledError:
                if self._goes_on():
                    raise
                return
            except ApiError as error:
                if error.code in (401, 404):
                    raise BadToken from None
                self._complain(error, failures)
                failures += 1
                wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2**failures)
                await self._rest(wait * random.uniform(0.5, 1.0))  # noqa: S311  jitter, not a secret
                continue
            if not updates and not self._taking and asyncio.get_running_loop().time() - asked < _AT_ONCE_SECONDS:
                await self._rest(_SECONDS_BETWEEN_ANSWERS_AT_ONCE)  # a lesser server, which holds no answer back
            fresh = [update for update in updates if self._begin(update)]
            await self._settle(patient=bool(fresh))

    async def stop(self) -> None:
        """Ask for nothing more, and confirm what is stored; updates still failing stay with the messenger."""
        self._stopping = True
        if self._asking is not None:
            self._asking.cancel()
        for resting in self._resting:
            resting.cancel()
        if self._taking:
            await asyncio.wait(set(self._taking.values()), timeout=5)
        try:
            params = {"offset": self._offset(), "limit": 1, "timeout": 0, "allowed_updates": ALLOWED}
            await self._courier.ask("getUpdates", params, 5)
        except ApiError as error:
            _log.info("polling.unconfirmed", code=error.code)

    def _goes_on(self) -> bool:
        return not self._stopping

    def _offset(self) -> int:
        return min(self._taking, default=self._next)

    async def _ask(self) -> list[dict[str, Any]]:
        # With something in hand the messenger must not hold its answer back: the same updates would answer at once.
        wait = 0 if self._taking else self._seconds
        params = {"offset": self._offset(), "limit": _AT_MOST, "timeout": wait, "allowed_updates": ALLOWED}
        result = await self._courier.ask("getUpdates", params, wait + 15)
        return [update for update in result if isinstance(update, dict)] if isinstance(result, list) else []

    def _begin(self, update: dict[str, Any]) -> bool:
        number = update.get("update_id")
        if not isinstance(number, int) or number in self._taking or number < self._next:
            return False
        self._next = number + 1
        task = asyncio.create_task(self._bring(update))
        self._taking[number] = task
        task.add_done_callback(lambda done: self._taken(number, done))
        return True

    def _taken(self, number: int, done: asyncio.Task[None]) -> None:
        """What was not stored stays in hand, so that no offset ever passes it."""
        if not done.cancelled() and done.exception() is None:
            del self._taking[number]

    async def _settle(self, *, patient: bool) -> None:
        """Wait until all is taken, or long enough for the quick ones to be."""
        if self._taking:
            wait = _SECONDS_BEFORE_LOOKING_AGAIN
            await asyncio.wait(set(self._taking.values()), timeout=wait if patient else 2 * wait)

    async def _bring(self, update: dict[str, Any]) -> None:
        """Until it may be confirmed; the intake parks what keeps failing."""
        failures = 0
        while True:
            try:
                return await self._take(update)
            except Exception as error:  # noqa: BLE001  whatever it was, it is not stored
                if not isinstance(error, Full | Faulty):
                    _log.error("polling.not_taken", error=type(error).__name__)
                failures += 1
                await self._pause(min(_LONGEST_WAIT, _FIRST_WAIT * 2**failures))

    async def _pause(self, seconds: float) -> None:
        """Rest before bringing an update again; stopping ends it, and the update stays with the messenger."""
        if (task := asyncio.current_task()) is not None:
            self._resting.add(task)
            try:
                await self._rest(seconds)
            finally:
                self._resting.discard(task)

    def _complain(self, error: ApiError, failures: int) -> None:
        if error.code == 409:
            _log.error("polling.conflict", advice="another process polls with this token, or a webhook is set")
        elif failures in (0, 5, 20):
            _log.warning("polling.no_answer", code=error.code, why=error.why)
