"""One run: a borough on one engine, residents who answer, a nemesis who kills the bot, and the verdict."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.catalog.voice import Voice, read_voice
from bot.playground import Person, Playground
from tests.torture.borough import LANGUAGES, write_content
from tests.torture.history import read_history
from tests.torture.opening import open_survey
from tests.torture.process import KEY, Bot
from tests.torture.resident import Habits, Resident
from tests.torture.sentences import read_sentences
from tests.torture.stored import read_stored
from tests.torture.street import Street
from tests.torture.verdict import Verdict, judge

FIRST_RESIDENT = 880_000_001
_AT_ONCE = 40
_GIVE_UP = 240.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """How large a run is. `starting` is the share of kills that come before the bot has started."""

    seed: int
    kills: int
    updates: int
    starting: float = 0.2
    longest_life: float = 0.9
    habits: Habits = field(default_factory=Habits)


@dataclass(slots=True)
class Town:
    """A running borough: the embedded Bot API, the bot's process, the street, the officer."""

    folder: Path
    playground: Playground
    bot: Bot
    street: Street
    voice: Voice
    officer: Person
    log: Path
    residents: dict[int, str] = field(default_factory=dict)
    kills: list[float] = field(default_factory=list)

    async def settle(self, seconds: float = 60) -> None:
        """Until all was acknowledged and drawn. Raises TimeoutError."""
        until = time.monotonic() + seconds
        calm, calls = 0, -1
        while calm < 5:
            if time.monotonic() > until:
                raise TimeoutError(f"not settled: {self.playground.world.inbox.pending()} wait. {self.bot.tail()}")
            await asyncio.sleep(0.1)
            done = sum(self.playground.world.counts.values())
            calm = calm + 1 if not self.street.busy and done == calls else 0
            calls = done

    def verdict(self) -> Verdict:
        """Hold the delivery log against the database."""
        say = read_sentences(self.bot.content / "languages", LANGUAGES)
        number = int(self.bot.token.partition(":")[0])
        stored = read_stored(self.bot.database, KEY, number, set(self.residents))
        return judge(read_history(self.log), stored, self.residents, say, self.kills)


@asynccontextmanager
async def town(
    folder: Path, database: str, seed: int, *, twice: float = 0.15, kind: type[Bot] = Bot
) -> AsyncIterator[Town]:
    """A borough whose survey is open; stopped and closed at the end, whatever happened. `kind`: how the bot lives."""
    content = write_content(folder / "content")
    log = folder / "delivery.jsonl"
    playground = Playground(delivery_log=log, hook_pause=0.05, hook_longest=0.4)
    url = await playground.start()
    bot = kind(folder, content, url, playground.token, database)
    voice = read_voice(content / "languages", tuple(LANGUAGES))
    street = Street(playground, Random(seed))
    try:
        await bot.start()
        await bot.ready()
        officer = await open_survey(bot, street, voice)
        street.twice = twice
        yield Town(folder, playground, bot, street, voice, officer, log)
    finally:
        street.stop()
        if bot.process is not None:
            await bot.stop()
        await playground.stop()


@dataclass(slots=True)
class Result:
    """What a run showed."""

    wanted: Wanted
    verdict: Verdict
    kills: int
    updates: int
    raised: int
    repeated: int
    reordered: int
    residents: int
    finished: int
    asked_again: int
    recoveries: list[float]
    starts: list[float]
    seconds: float

    def __str__(self) -> str:
        """One paragraph of figures."""
        v, back = self.verdict, self.recoveries or [0.0]
        return (
            f"kills {self.kills}, updates {self.updates} (+{self.repeated} again, {self.reordered} reordered pairs), "
            f"residents {self.residents} ({self.finished} finished), acknowledged answers {v.acknowledged}, "
            f"told outdated {v.told_outdated}, unsure {v.unsure}; lost {len(v.lost)}, doubled {len(v.doubled)}, "
            f"stale {len(v.stale)}, phantom {len(v.phantom)}, unshown {len(v.unshown)}, misled {len(v.misled)}, "
            f"thanks lost {len(v.unthanked)}, had to send /start again {self.asked_again}; "
            f"recovery after a kill: median {statistics.median(back):.2f} s, max {max(back):.2f} s "
            f"(start-up: median {statistics.median(self.starts):.2f} s); {self.seconds:.0f} s in all"
        )


async def kill_run(here: Town, wanted: Wanted) -> Result:
    """Residents answer while the bot is killed; returns once the last life has settled everything."""
    began, dice, before = time.monotonic(), Random(wanted.seed), here.street.distinct
    done = asyncio.Event()
    killed: list[float] = []

    def going() -> bool:
        if time.monotonic() - began > _GIVE_UP:
            raise TimeoutError("the run does not come to its end")
        return not done.is_set() or here.street.distinct - before < wanted.updates

    finished: list[bool] = []
    again: list[int] = []

    async def pace() -> None:
        """Residents come over the whole run, not all before the second kill."""
        while (
            not done.is_set() and (here.street.distinct - before) / wanted.updates > (len(killed) + 0.7) / wanted.kills
        ):
            await asyncio.sleep(0.05)

    async def resident() -> None:
        while going():
            person = FIRST_RESIDENT + len(here.residents)
            language = dice.choice(list(LANGUAGES))
            here.residents[person] = language
            one = Resident(here.street, person, language, here.voice, Random(person ^ wanted.seed), wanted.habits, pace)
            finished.append(await one.live("a_torture", going))
            again.append(one.asked_again)

    async def nemesis() -> None:
        for _ in range(wanted.kills):
            if dice.random() < wanted.starting and here.bot.starts:
                await asyncio.sleep(dice.uniform(0.1, here.bot.starts[-1]))
            else:
                await here.bot.ready()
                here.street.life += 1
                await asyncio.sleep(dice.uniform(0.05, wanted.longest_life))
            await here.bot.kill()
            here.kills.append(time.time())
            killed.append(time.time())
            await here.bot.start()
        await here.bot.ready()
        here.street.life += 1
        done.set()

    async with asyncio.TaskGroup() as together:
        together.create_task(nemesis())
        for _ in range(_AT_ONCE):
            together.create_task(resident())
    await here.settle()
    verdict = here.verdict()
    acknowledgements = read_history(here.log).acknowledgements
    recoveries = []
    for at in killed:
        after = [one for one in acknowledgements if one > at + 0.01]
        if after:
            recoveries.append(after[0] - at)
    return Result(
        wanted, verdict, len(killed), here.street.distinct - before, here.street.raised,
        here.street.repeated, here.street.reordered, len(here.residents), sum(finished), sum(again), recoveries, here.bot.starts,
        time.monotonic() - began,
    )  # fmt: skip
