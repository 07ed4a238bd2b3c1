"""Reminders over both nights of the clock change, and over a bot that was down (I10); two tickers on PostgreSQL.

The expected instants are written down here in UTC, from the calendar of the European summer time. The civil clock is
set to just before each and runs on; while the bot is down it jumps over one.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.ports import Tx, millis
from bot.storage import open_store
from bot.telegram.keys import Ring, parse_keys
from tests.torture import clock
from tests.torture.crew import Crew, crew
from tests.torture.opening import rows
from tests.torture.populace import FIRST
from tests.torture.process import KEY
from tests.torture.queueing import content, open_workshop, settings
from tests.torture.sent import arrivals

_WITHIN, _LATE_WITHIN = 60.0, 15 * 60.0
"""Seconds after its wall time: while the bot runs; where it was down (policy: contact.reminder_late_minutes)."""
_WAIT = 40.0


@dataclass(frozen=True, slots=True)
class Night:
    """A workshop near a clock change: its start, its reminders, and when those are to come (UTC)."""

    name: str
    starts: str
    begins: datetime
    reminders: tuple[str, ...]
    due: tuple[datetime, ...]
    ends: str = "23:00"


def _utc(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[misc,arg-type]


NIGHTS = (
    # 25 October 2026: at 02:00 summer time it is 01:00 again. 01:30 comes twice; the first one counts (00:30 UTC).
    Night(
        "autumn", "2026-10-26T18:00", _utc(2026, 10, 26, 18), ("-2d 18:00", "-1d 01:30", "-1d 18:00"),
        (_utc(2026, 10, 24, 17), _utc(2026, 10, 25, 0, 30), _utc(2026, 10, 25, 18)),
    ),
    # 28 March 2027: at 01:00 it is 02:00 at once. 01:30 does not come; it is moved on by the hour (02:30 = 01:30 UTC).
    Night(
        "spring", "2027-03-29T18:00", _utc(2027, 3, 29, 17), ("-2d 18:00", "-1d 01:30", "-1d 18:00"),
        (_utc(2027, 3, 27, 18), _utc(2027, 3, 28, 1, 30), _utc(2027, 3, 28, 17)),
    ),
)  # fmt: skip
DOWN = Night(
    # Down over both: the first is made up for within a quarter of an hour, the second is past the start.
    "down", "2026-11-17T18:00", _utc(2026, 11, 17, 18), ("-1d 18:00", "-2h"),
    (_utc(2026, 11, 16, 18), _utc(2026, 11, 17, 16)),
)  # fmt: skip


@dataclass(slots=True)
class Reminded:
    """What came when. `late` in civil seconds after the wall time, of each message."""

    people: int
    changes: int = 0
    late: list[float] = field(default_factory=list)
    after_down: list[float] = field(default_factory=list)
    doubled: int = 0
    missing: int = 0
    after_start: int = 0
    expired: int = 0
    kills: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """One line of figures."""
        return (
            f"{self.people} people, {self.changes} reminders over {len(NIGHTS)} clock changes: {len(self.late)} came, at "
            f"most {max(self.late, default=0):.1f} s after their time, none before, doubled {self.doubled}, missing "
            f"{self.missing}; down over one: came {max(self.after_down, default=0):.0f} s late; down until after the "
            f"start: {self.expired} expired, {self.after_start} sent; {self.kills} kills"
        )


async def remind_run(
    folder: Path, database: str, seed: int, people: int = 20, *, nights: Sequence[Night] = NIGHTS
) -> Reminded:
    """Both nights, then the bot that was down."""
    crowd, out = range(FIRST, FIRST + people), Reminded(people)
    async with crew(
        folder, database, crowd, pace=20.0, workers=2, seed=seed, content=content(folder / "content"),
        moment=_utc(2026, 10, 20, 11),
    ) as here:  # fmt: skip
        for night in nights:
            await here.stop()
            at = night.due[0] - timedelta(days=1)
            clock.noon(here.clock, at)
            await _plan(here, night, at)
            await here.start()
            for number, due in enumerate(night.due):
                clock.noon(here.clock, due - timedelta(seconds=3))
                if number == 1:
                    await asyncio.sleep(1)
                    await here.active.kill()
                    out.kills += 1
                    await here.active.start()
                    await here.active.ready()
                await _comes(here, night.name, due, people, out)
        await _down(here, out, people)
        await here.stop()
    return out


async def _plan(here: Crew, night: Night, now: datetime) -> None:
    """Everybody booked and confirmed, while the bot is stopped."""
    given = settings(1000, night.starts, reminders=list(night.reminders), title={"en": f"Workshop {night.name}"})
    await open_workshop(here.database, here.hears.token, given, now, night.name)
    bot = int(here.hears.token.partition(":")[0])
    ring = Ring(parse_keys(KEY), bot)
    store = await open_store(here.database, bot_id=bot)

    def work(tx: Tx) -> None:
        made = tx.activities.named(night.name)
        assert made is not None
        long_ago = millis(now - timedelta(days=3))
        for index, chat in enumerate(here.chats):
            account = tx.people.account(ring.look_up(chat))
            assert account is not None
            tx.seats.reserve(made.id, account.active, millis(now + timedelta(hours=1)), long_ago)
            tx.seats.confirm(made.id, account.active, millis(now))
            tx.bookings.put(made.id, account.active, "confirmed", "{}", f"C{index:05d}", long_ago)

    try:
        await store.write(work)
    finally:
        await store.close()


async def _comes(here: Crew, name: str, due: datetime, people: int, out: Reminded) -> None:
    """Wait for it; every person gets it once, at its time."""
    out.changes += 1
    began, until = time.time(), time.monotonic() + _WAIT
    got: list[tuple[float, int]] = []
    while time.monotonic() < until:
        got = [one for one in _reminders(here, name) if one[0] > began - 1]
        if len({chat for _, chat in got}) >= people:
            await asyncio.sleep(1)
            got = [one for one in _reminders(here, name) if one[0] > began - 1]
            break
        await asyncio.sleep(0.5)
    ahead = clock.read(here.clock).timestamp() - time.time()
    delays = [at + ahead - due.timestamp() for at, _ in got]
    copies = Counter(chat for _, chat in got)
    out.late += delays
    out.doubled += sum(count > 1 for count in copies.values())
    out.missing += people - len(copies)
    if copies and max(copies.values()) > 1:
        out.faults.append(f"{name}: {max(copies.values())} copies of the reminder of {due:%d %B %H:%M} UTC")
    if len(copies) < people:
        out.faults.append(f"{name}: {people - len(copies)} did not get the reminder of {due:%d %B %H:%M} UTC")
    if delays and (min(delays) < 0 or max(delays) > _WITHIN):
        out.faults.append(f"{name}: {min(delays):.0f} to {max(delays):.0f} s from {due:%d %B %H:%M} UTC")


async def _down(here: Crew, out: Reminded, people: int) -> None:
    night = DOWN
    await here.stop()
    at = night.due[0] - timedelta(minutes=40)
    clock.noon(here.clock, at)
    await _plan(here, night, at)
    await here.start()
    await asyncio.sleep(6)
    await here.stop()
    clock.noon(here.clock, night.due[0] + timedelta(minutes=6))
    await here.start()
    began = time.time()
    for _ in range(int(_WAIT * 2)):
        if len(_reminders(here, night.name)) >= people:
            break
        await asyncio.sleep(0.5)
    ahead = clock.read(here.clock).timestamp() - time.time()
    came = _reminders(here, night.name)
    out.after_down = [moment + ahead - night.due[0].timestamp() for moment, _ in came]
    if len({chat for _, chat in came}) != people or len(came) != people or max(out.after_down) > _LATE_WITHIN:
        out.faults.append(f"down over a reminder: {len(came)} messages to {people} people, {time.time() - began:.0f} s")
    await here.stop()
    clock.noon(here.clock, night.begins + timedelta(minutes=1))
    await here.start()
    await asyncio.sleep(12)
    out.after_start = len(_reminders(here, night.name)) - len(came)
    if out.after_start:
        out.faults.append(f"{out.after_start} reminders after the start")
    agenda = rows(here.database, "SELECT count(*) FROM agenda WHERE kind = 'remind' AND state = 'expired'")[0][0]
    out.expired = int(agenda) + int(rows(here.database, "SELECT count(*) FROM deliveries WHERE state = 13")[0][0])
    if not out.expired:
        out.faults.append("the reminder that was too late did not expire")


def _reminders(here: Crew, name: str) -> list[tuple[float, int]]:
    """Messages that remind of this workshop."""
    found: Any = arrivals(here.log, f"Workshop {name}")
    return [one for one in found if one[1] in here.chats]
