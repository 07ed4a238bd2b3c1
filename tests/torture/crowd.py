"""Residents who want a place at one workshop, all at once, in a process of their own that can be killed:
`python -m tests.torture.crowd URL WANTED`. Each does what a phone does: begins, answers, sends in, perhaps twice,
perhaps gives up, takes an offer, leaves it or lets it lapse, or has everything erased. What was committed is told on
stdout. Started again, everybody looks where they stand and goes on.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from bot.actions import book, cancel_booking, places
from bot.core.booking import Terms
from bot.core.errors import Rule
from bot.ports import millis
from bot.storage import open_store
from bot.storage.faults import NotSaved

if TYPE_CHECKING:
    from bot.ports import Activity, Store, Tx

BOT = 7001
START = datetime(2026, 11, 23, 12, tzinfo=UTC)
TERMS = Terms(15, 24, 3, 0, 24, 24, 90)
"""As the policy's, but offers are made at night too: this town never sleeps."""
HOURS_A_SECOND = 1
"""The civil clock of the crowd: a place is held for a quarter of a second, and offered for two."""
NAME = "rush"
_DELIVERED = 5
T = TypeVar("T")


@dataclass(frozen=True)
class Wanted:
    """How many people for how many seats; which share of them gives up, lets an offer lapse, declines, is forgotten."""

    seed: int
    people: int
    seats: int
    gives_up: float = 0.4
    lapses: float = 0.15
    declines: float = 0.15
    forgotten: float = 0.03
    began: float = 0.0
    """When the crowd's clock began (seconds since 1970)."""


def workshop(seats: int) -> dict[str, Any]:
    """A drop-in twenty days ahead."""
    return {
        "title": {"en": "Rush"}, "place": {"name": {"en": "Hall"}}, "starts": "2026-12-13T18:00",
        "ends": "2026-12-13T20:00", "seats": seats, "booking": "first_come", "offer_hours": 2,
    }  # fmt: skip


def set_up(wanted: Wanted) -> Callable[[Tx], None]:
    """Open it, and let everybody say hello."""

    def work(tx: Tx) -> None:
        made = tx.activities.put(NAME, "workshop", "", "e", json.dumps(workshop(wanted.seats)))
        tx.activities.change(made.id, state="open", opened=millis(START))
        found = tx.activities.named(NAME)
        assert found is not None
        places.set_up(tx, found, TERMS, "", made.opened_by, START)

    return work


class Crowd:
    """Everybody, in one process."""

    def __init__(self, store: Store, wanted: Wanted) -> None:
        self._store, self._wanted = store, wanted
        self._plans = {n: random.Random(f"{wanted.seed}.{n}").random() for n in range(wanted.people)}
        self._chance = random.Random(time.monotonic_ns())
        self._busy: set[int] = set()
        self._done: set[int] = set()
        self._numbers: dict[int, int] = {}

    def now(self) -> datetime:
        """The civil clock: never back, also after a kill."""
        return START + timedelta(hours=(time.time() - self._wanted.began) * HOURS_A_SECOND)

    async def live(self) -> None:
        """Until nothing more will happen."""
        rush = [asyncio.create_task(self._asks(n)) for n in range(self._wanted.people)]
        ticks = asyncio.create_task(self._ticks())
        reacting: list[asyncio.Task[None]] = []
        await asyncio.sleep(0.05)
        while True:
            states = await self._store.read(self._states)
            moving = [n for n, state in states.items() if self._reacts(n, state)]
            for n in moving:
                self._busy.add(n)
                reacting.append(asyncio.create_task(self._reaction(n, states[n])))
            if failed := next((t.exception() for t in (*rush, *reacting) if t.done() and t.exception()), None):
                raise failed
            if not moving and not self._busy and all(task.done() for task in rush) and "offered" not in states.values():
                break
            await asyncio.sleep(0.05)
        ticks.cancel()
        for task in (*rush, *reacting):
            task.result()

    async def _write(self, work: Callable[[Tx], T]) -> T:
        """As the intake: what a crowded database refused is delivered again."""
        for again in range(_DELIVERED):
            try:
                return await self._store.write(work)
            except NotSaved:
                os.write(1, b"again\n")
                await asyncio.sleep(0.1 * 2**again)
        return await self._store.write(work)

    def _reacts(self, n: int, state: str) -> bool:
        plan = self._plans[n]
        if n in self._busy or n in self._done:
            return False
        return (state == "confirmed" and plan < self._wanted.gives_up) or (
            state == "offered" and plan > self._wanted.lapses
        )

    async def _asks(self, n: int) -> None:
        """From /workshops to the form sent in, where that was not done before."""
        self._busy.add(n)
        state = await self._write(lambda tx: self._begins(tx, n))
        if state == "new":
            await asyncio.sleep(self._chance.random() * 0.4)  # some holds lapse: they last a quarter of a second
            twice = [self._write(lambda tx: self._sends_in(tx, n)) for _ in range(1 + (n % 5 == 0))]
            _say(n, (await asyncio.gather(*twice))[-1])
        self._busy.discard(n)

    def _begins(self, tx: Tx, n: int) -> str:
        made, person = self._here(tx, n)
        there = tx.bookings.of(made.id, person.id)
        if there is not None or tx.notes.get(f"forgotten:{n}"):
            return there.state if there else "forgotten"
        book.begin(tx, places, person, made, self.now())
        return "new"

    def _sends_in(self, tx: Tx, n: int) -> str:
        made, person = self._here(tx, n)
        there = tx.bookings.of(made.id, person.id)
        if there is not None and there.state in ("cancelled", "lapsed"):
            return there.state  # the second of two taps, after all that
        codes = book.codes(self._chance.getrandbits(256))
        return book.finished(tx, places, person, made, '{"access":"quiet"}', codes, self.now()).state

    async def _reaction(self, n: int, state: str) -> None:
        plan, wanted = self._plans[n], self._wanted
        await asyncio.sleep(self._chance.random() * 0.2)
        try:
            if state == "confirmed" and plan < wanted.forgotten:
                _say(n, await self._write(lambda tx: self._is_forgotten(tx, n)))
            elif state == "confirmed" or plan < wanted.lapses + wanted.declines:
                left = [self._write(lambda tx: self._leaves(tx, n)) for _ in range(2)]
                _say(n, (await asyncio.gather(*left))[-1])
            else:
                taken = [self._write(lambda tx: self._accepts(tx, n)) for _ in range(2)]
                for outcome in await asyncio.gather(*taken):
                    _say(n, outcome)
            if state == "confirmed":
                self._done.add(n)
        finally:
            self._busy.discard(n)

    def _is_forgotten(self, tx: Tx, n: int) -> str:
        _, person = self._here(tx, n)
        left = cancel_booking.of_person(tx, person)
        tx.people.forget(person.id, millis(self.now()))
        for activity in left:
            places.promote(tx, activity, self.now())
        tx.notes.put(f"forgotten:{n}", "1")
        return "forgotten"

    def _leaves(self, tx: Tx, n: int) -> str:
        made, person = self._here(tx, n)
        cancel_booking.cancel(tx, places.give_back, person, made, places.of(made).begins, self.now())
        there = tx.bookings.of(made.id, person.id)
        return there.state if there else "forgotten"

    def _accepts(self, tx: Tx, n: int) -> str:
        made, person = self._here(tx, n)
        try:
            return book.accept(tx, person, made, self.now()).state
        except Rule:
            return "over"

    def _states(self, tx: Tx) -> dict[int, str]:
        made = tx.activities.named(NAME)
        assert made is not None
        standing = tx.bookings.in_state(made.id, ("confirmed", "offered"), 0, 100_000)
        return {self._number(tx, one.person): one.state for one in standing}

    def _number(self, tx: Tx, person: int) -> int:
        """Whose number it is: told when they said hello."""
        if person not in self._numbers:
            self._numbers[person] = int(tx.notes.get(f"number:{person}") or -1)
        return self._numbers[person]

    def _here(self, tx: Tx, n: int) -> tuple[Activity, Any]:
        made = tx.activities.named(NAME)
        assert made is not None
        _, person = tx.people.arrive(f"r{n}".encode(), b"c", "en", millis(START))
        if tx.notes.get(f"number:{person.id}") is None:
            tx.notes.put(f"number:{person.id}", str(n))
        return made, person

    async def _ticks(self) -> None:
        """What the schedule does: whatever is over goes on."""

        def lapse(tx: Tx) -> None:
            made = tx.activities.named(NAME)
            if made is not None:
                places.lapse(tx, made.id, self.now())

        while True:
            await self._write(lapse)
            await asyncio.sleep(0.05)


def _say(n: int, state: str) -> None:
    os.write(1, f"ok {n} {state}\n".encode())


async def main(url: str, wanted: Wanted) -> None:
    """Live, then say so."""
    store = await open_store(url, bot_id=BOT, durable=True)
    try:
        if await store.read(lambda tx: tx.activities.named(NAME)) is None:
            await store.write(set_up(wanted))
        os.write(1, b"ready\n")
        await Crowd(store, wanted).live()
    finally:
        await store.close()
    os.write(1, b"done\n")


def as_text(wanted: Wanted) -> str:
    """For the command line."""
    return json.dumps(asdict(wanted))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Wanted(**json.loads(sys.argv[2]))))
