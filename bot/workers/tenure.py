"""Being the one that does something: a lease in the store, believed in only as long as the steady clock allows."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.ports import Millis, Store, Tx

SECONDS, RENEWED_EVERY = 5.0, 1.5
_MARGIN = 0.5
"""Seconds by which we stop believing before others may begin to."""


class Tenure:
    """`fence` is 0 before the first lease. `arrived(tx, fence)` runs with the lease's own transaction whenever the
    fence is a new one: what an owner before us left is to be put in order."""

    def __init__(
        self,
        store: Store,
        name: str,
        owner: str,
        arrived: Callable[[Tx, int], None] = lambda _tx, _fence: None,
        *,
        steady: Callable[[], float] = time.monotonic,
        real: Callable[[], float] = time.time,
    ) -> None:
        """`owner` must be another one at each start of the process."""
        self._store, self._name, self._owner, self._arrived = store, name, owner, arrived
        self._steady, self._real = steady, real
        self._until = float("-inf")
        self.fence = 0

    def sure(self) -> bool:
        """Whether nobody else can hold the lease now. True for a while after `renew`; a frozen process that thaws
        finds it False."""
        return self._steady() < self._until

    async def renew(self) -> bool:
        """Take or keep the lease; True where the fence is a new one."""
        began, known = self._steady(), self.fence

        def work(tx: Tx) -> int:
            fence = tx.leases.take(self._name, self._owner, Millis(int(self._real() * 1000)), SECONDS)
            if fence and fence != known:
                self._arrived(tx, fence)
            return fence

        fence = await self._store.write(work)
        if not fence:
            self._until = float("-inf")
            return False
        self._until = began + SECONDS - _MARGIN
        self.fence = fence
        return fence != known

    async def give_up(self) -> None:
        """Let another one have it at once."""
        self._until = float("-inf")
        if self.fence:
            await self._store.write(lambda tx: tx.leases.give_up(self._name, self._owner))
