"""The processes that are one bot: one on SQLite; on PostgreSQL a web process and several workers, each with a sender."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from bot.catalog.voice import Voice, read_voice
from bot.playground import Person, Playground
from bot.storage.schema import migrate
from tests.torture import clock
from tests.torture.borough import LANGUAGES, write_content
from tests.torture.opening import open_survey
from tests.torture.populace import known, settle
from tests.torture.process import Bot
from tests.torture.street import Street

NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)
"""A Tuesday in winter time, far from quiet hours, elections and holidays."""


@dataclass(slots=True)
class Crew:
    """`hears` takes the updates; `senders` are all that send (on SQLite the same one)."""

    playground: Playground
    hears: Bot
    senders: list[Bot]
    voice: Voice
    street: Street
    log: Path
    requests: Path
    clock: Path
    chats: Sequence[int]
    officer: Person | None = None
    _all: list[Bot] = field(default_factory=list)

    @property
    def database(self) -> str:
        """DATABASE_URL."""
        return self.hears.database

    @property
    def active(self) -> Bot:
        """Whoever got the outbox's lease last."""
        return max(self.senders, key=lambda one: one.fence)

    @property
    def bots(self) -> list[Bot]:
        """Every process, once."""
        return [self.hears, *(one for one in self.senders if one is not self.hears)]

    async def start(self) -> None:
        """All of them."""
        for bot in self.bots:
            await bot.start()
        for bot in self.bots:
            await bot.ready()

    async def stop(self) -> None:
        """All of them; frozen ones are woken to hear it."""
        for bot in self.bots:
            if bot.process is not None and bot.process.returncode is None:
                bot.thaw()
                await bot.stop()

    async def resting(self, seconds: float = 60) -> None:
        """Until everything heard was acknowledged and nothing is called any more."""
        until, calm, calls = asyncio.get_running_loop().time() + seconds, 0, -1
        while calm < 4:
            if asyncio.get_running_loop().time() > until:
                raise TimeoutError(f"never came to rest: {self.hears.tail()}")
            await asyncio.sleep(0.1)
            done = sum(self.playground.world.counts.values())
            calm = calm + 1 if not self.street.busy and done == calls else 0
            calls = done


@asynccontextmanager
async def crew(
    folder: Path, database: str, people: range, *, pace: float, workers: int, seed: int, bug: str = "",
    confirmed: int = 0, each: int = 1, confirm_after: float = 0, strict: bool = False, moment: datetime = NOON, opened: bool = True,
    content: Path | None = None,
) -> AsyncIterator[Crew]:  # fmt: skip
    """A borough with these people in it, its survey open, the clock at noon; stopped at the end, whatever happened.

    `database`: of SQLite a file that is not there yet, of PostgreSQL one with its schema.
    """
    content = content or write_content(folder / "content")
    log, requests = folder / "delivery.jsonl", folder / "requests.jsonl"
    playground = Playground(
        delivery_log=log, api_log=requests, hook_pause=0.05, hook_longest=0.4, keep=40, strict=strict
    )
    url = await playground.start()
    time = clock.noon(folder / "clock", moment)
    if not database.startswith("postgres"):
        migrate(database)
    known(playground, people)
    due = int((moment.timestamp() + confirm_after) * 1000)
    await settle(database, playground.token, people, moment, confirmed=confirmed, each=each, due=due)  # type: ignore[arg-type]
    hears = Bot(folder, content, url, playground.token, database, clock=time, more={"EVENHAND_PACE": str(pace)})
    senders = [hears]
    if database.startswith("postgres"):
        hears.part = "web"
        senders = [
            replace(hears, part="worker", said=bytearray(), starts=[], more=dict(hears.more)) for _ in range(workers)
        ]
    voice = read_voice(content / "languages", tuple(LANGUAGES))
    street = Street(playground, Random(seed))
    made = Crew(playground, hears, senders, voice, street, log, requests, time, people)
    try:
        await made.start()
        if opened:
            made.officer = await open_survey(hears, street, voice)
        for bot in made.bots:
            bot.bug = bug
        if bug:  # it comes with the next life of each
            await made.stop()
            await made.start()
        yield made
    finally:
        street.stop()
        await made.stop()
        await playground.stop()
