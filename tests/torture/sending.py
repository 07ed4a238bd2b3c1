"""A broadcast to very many while its senders are killed and frozen and the messenger falters: I4, I5, I6.

The rate is scaled up (`pace`, stated in the figures), so that what takes an hour is seen in two minutes; the true rate
has a trial of its own (pacing.py). A crash leaves in doubt at most what is in flight; nothing else may be.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.torture import clock
from tests.torture.broadcasting import approved, champion, written
from tests.torture.crew import NOON, Crew, crew
from tests.torture.leaks import leaks
from tests.torture.opening import rows
from tests.torture.populace import FIRST
from tests.torture.sent import REFUSED, SENT, SKIPPED, UNKNOWN, Sent, asked, read_sent
from tests.torture.weather import Weather, rough

MARKER, TOLD = "#torture-broadcast", "role_confirmed"
_FROZEN = 6.5
"""Seconds of a freeze: longer than the lease of five."""
_LONGEST = 420.0
_LOOKS = 3.0
"""Seconds after which somebody looks whether the sending is held."""
_STILL = 15.0
"""Seconds without any request, after which the hour by which the clock went back is over."""
_BUGGED = 25.0
"""With a planted bug the run need not come to its end."""
_LATER = 3000.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """How large a run is. `pace` times the messenger's true rate; `fails` is the share of requests that fail."""

    seed: int
    people: int = 10_000
    confirmed: int = 400
    blocked: int = 100
    kills: int = 20
    freezes: int = 6
    severed: int = 4
    """How often PostgreSQL loses its connections."""
    clocks: int = 2
    """How often the civil clock jumps by an hour, to and fro."""
    pace: float = 20.0
    workers: int = 3
    fails: float = 0.05
    stops: float = 0.002
    """Of which so many are 429: each holds everything for a second."""
    bug: str = ""

    @property
    def in_flight(self) -> int:
        """How many messages a sender may have begun and not settled (bot/workers/outbox.py says so: 6 times the
        factor, at most 64)."""
        return min(64, max(6, round(6 * self.pace)))


@dataclass(slots=True)
class Outcome:
    """What was seen."""

    wanted: Wanted
    broadcast: Sent
    told: Sent
    kills: int
    freezes: int
    severed: int
    clocks: int
    held: int
    doubtful: int
    weather: Weather
    hasty: int
    tried_again: int
    blocked_known: int
    seconds: float
    leaked: list[str] = field(default_factory=list)
    unrest: list[str] = field(default_factory=list)

    @property
    def crashed(self) -> int:
        """Of unknown fate by a crash or a lost lease."""
        return sum(state == UNKNOWN and why == "crash" for state, why in self.broadcast.states.values())

    @property
    def bound(self) -> int:
        """How many may be of unknown fate by crashes."""
        return self.wanted.in_flight * (self.kills + self.freezes + self.severed)

    def at_most_once(self) -> list[str]:
        """I4."""
        b = self.broadcast
        faults = b.doubled[:5]
        if self.crashed > self.bound:
            faults.append(f"{self.crashed} unknown by crashes, at most {self.bound} may be")
        if (other := b.count(UNKNOWN) - self.crashed) > self.doubtful:
            faults.append(f"{other} unknown by the network, which failed only {self.doubtful} times")
        missing = [
            f"{chat} is {state} ({why})"
            for chat, (state, why) in b.states.items()
            if state not in (SENT, UNKNOWN) and not (state in (REFUSED, SKIPPED) and why == "blocked")
        ]
        if self.hasty:
            faults.append(f"{self.hasty} requests between a 429 and the end of its time")
        if self.tried_again:
            faults.append(f"{self.tried_again} blocked people were tried more than once")
        return faults + missing[:5] + b.phantom[:5] + self.unrest

    def confirmations(self) -> list[str]:
        """I5."""
        t = self.told
        missing = [chat for chat in t.states if not t.copies[chat]]
        other = [chat for chat, words in t.words.items() if len(words) > 1]
        return [f"{chat} was never told" for chat in missing[:5]] + [
            f"{chat} was told two things" for chat in other[:5]
        ]

    def true(self) -> list[str]:
        """I6."""
        return (self.broadcast.invented + self.told.invented)[:5] + self.broadcast.unfinished + self.told.unfinished

    def faults(self) -> list[str]:
        """All."""
        return self.at_most_once() + self.confirmations() + self.true() + [f"log: {one}" for one in self.leaked]

    def __str__(self) -> str:
        """One paragraph of figures."""
        b, t, w = self.broadcast, self.told, self.weather
        states = Counter(state for state, _ in b.states.values())
        return (
            f"{len(b.states)} recipients at {self.wanted.pace:g} times the true rate, {self.kills} kills, {self.freezes} "
            f"freezes of {_FROZEN} s, {self.severed} times all database sessions ended, {self.clocks} jumps of the clock (held and confirmed {self.held} "
            f"times), faults {dict(w.met)} in "
            f"{len(w.came)} requests; doubled {len(b.doubled)}, sent {states[SENT]}, refused {states[REFUSED]} and skipped "
            f"{states[SKIPPED]} (blocked; {self.blocked_known} counted, {self.tried_again} tried again), unknown by "
            f"crashes {self.crashed} (at most {self.bound}), by the network {b.count(UNKNOWN) - self.crashed}, false "
            f"'sent' {len(b.invented) + len(t.invented)}, {self.hasty} begun between a 429 and its end; confirmations "
            f"{len(t.states)}, told twice {len(t.doubled)}, missing {sum(not t.copies[c] for c in t.states)}; "
            f"{self.seconds:.0f} s"
        )


async def broadcast_run(folder: Path, database: str, wanted: Wanted) -> Outcome:
    """Everything from the champion's first tap to the last settled row."""
    people = range(FIRST, FIRST + wanted.people)
    async with crew(
        folder, database, people, pace=wanted.pace, workers=wanted.workers, seed=wanted.seed, bug=wanted.bug,
        confirmed=wanted.confirmed, confirm_after=_LATER,
    ) as here:  # fmt: skip
        assert here.officer is not None
        grace = await champion(here.playground, here.officer, here.voice)
        await written(grace, here.voice, f"Please come {MARKER}")
        await here.resting()
        blocked = people[: wanted.blocked]
        for chat in blocked:
            here.playground.world.chats[chat].blocked = True
        await approved(here.officer, here.voice)
        return await _through(here, wanted, blocked)


async def _through(here: Crew, wanted: Wanted, blocked: range) -> Outcome:
    began, dice = time.monotonic(), Random(wanted.seed)
    weather = rough(wanted.seed, wanted.fails, wanted.stops)
    here.playground.world.faults = weather  # type: ignore[assignment]
    clock.write(here.clock, NOON.timestamp() - time.time() + _LATER)
    done = await _nemesis(here, wanted, dice, weather)
    await confirm(here, done)
    unrest = await _end(here, _BUGGED if wanted.bug else _LONGEST)
    weather.on = False
    await here.stop()
    broadcast = read_sent(here.database, here.log, here.hears.token, here.chats, "broadcast", MARKER)
    told = read_sent(here.database, here.log, here.hears.token, here.chats, TOLD, _marker(here))
    tries = asked(here.requests, blocked, MARKER)
    known_blocked = rows(here.database, "SELECT count(*) FROM accounts WHERE blocked = 1")[0][0]
    return Outcome(
        wanted, broadcast, told, done["kill"], done["freeze"], done["sever"], done["clock"], done["confirmed"], weather.doubtful, weather,
        weather.hasty(wanted.in_flight), sum(count > 1 + _failed(weather) for count in tries.values()), known_blocked,
        time.monotonic() - began,
        [one for bot in here.bots for one in leaks(bot, set(here.chats[:: max(1, len(here.chats) // 200)]))], unrest,
    )  # fmt: skip


def _failed(weather: Weather) -> int:
    """A 429 is no answer about the chat: who met one is asked again."""
    return 1 if weather.met["429"] else 0


def _marker(here: Crew) -> str:
    return here.voice.say("role_confirmed.no", "en").partition("{")[0].strip()


async def _nemesis(here: Crew, wanted: Wanted, dice: Random, weather: Weather) -> Counter[str]:
    """Strikes follow the progress of the sending, so that none is wasted before or after it."""
    done = Counter[str]()
    postgres = here.database.startswith("postgres")
    base = NOON.timestamp() - time.time() + _LATER
    strikes = (
        ["clock"] * wanted.clocks
        + ["kill"] * wanted.kills
        + ["freeze"] * wanted.freezes
        + ["sever"] * (wanted.severed if postgres else 0)
    )
    dice.shuffle(strikes)
    each = wanted.people / (len(strikes) + 1)
    until = time.monotonic() + _LONGEST
    for number, strike in enumerate(strikes):
        goal, looked = each * (number + dice.random() * 0.9), time.monotonic()
        while len(weather.came) < goal and time.monotonic() < until:
            await asyncio.sleep(0.01)
            if time.monotonic() - looked > _LOOKS:
                await confirm(here, done)
                looked = time.monotonic()
            if weather.came and time.time() - weather.came[-1] > _STILL:
                # What was put off while the clock was ahead waits until it is there again.
                clock.write(here.clock, base + 3600)
        if time.monotonic() > until:
            break
        target = here.active if dice.random() < 0.8 else dice.choice(here.bots)
        if strike == "kill":
            await target.kill()
            await target.start()
        elif strike == "freeze":
            target.freeze()
            await asyncio.sleep(_FROZEN)
            target.thaw()
        elif strike == "clock":
            clock.write(here.clock, base + (3600 if done["clock"] % 2 == 0 else 0))
        else:
            sever(here.database)
        done[strike] += 1
        if strike in ("kill", "freeze"):
            await target.ready()
            await confirm(here, done)
    clock.write(here.clock, base + 3600)  # what was put off while the clock was ahead is due again
    return done


async def confirm(here: Crew, done: Counter[str]) -> None:
    """Where a jump of the clock looks like a standstill of an hour, nothing is sent before an operator says so."""
    if await asyncio.to_thread(rows, here.database, "SELECT 1 FROM notes WHERE key = 'held' AND value = '1'"):
        await here.hears.command("sending", "--confirm")
        done["confirmed"] += 1


def sever(database: str) -> None:
    """End every session of the database but our own, in the middle of whatever they do."""
    rows(
        database,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND datname = current_database()",
    )


async def _end(here: Crew, longest: float) -> list[str]:
    """Until no row is open; what is wrong where that never comes."""
    until = time.monotonic() + longest
    open_rows = "SELECT count(*) FROM deliveries WHERE state IN (0, 1, 2) AND class_ IN ('unasked', 'confirmation')"
    ready = (
        "SELECT count(*) FROM notices WHERE state IN ('filling', 'ready') AND kind IN ('broadcast', 'role_confirmed')"
    )
    while time.monotonic() < until:
        left = (await asyncio.to_thread(rows, here.database, open_rows))[0][0]
        unready = (await asyncio.to_thread(rows, here.database, ready))[0][0]
        if not left and not unready:
            return []
        await confirm(here, Counter())
        await asyncio.sleep(0.3)
    return [f"the sending never ended: {left} rows open, {unready} notices not done"]
