"""The real bot on a clock that is set by hand: people act in step, then the clock moves to whatever is due next."""

from __future__ import annotations

import asyncio
import base64
import re
import time
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import App
from bot.build import build
from bot.playground import TOKEN, Person, Playground
from bot.playground.people import drawn
from bot.settings import Settings
from bot.workers.intake import Limits
from tests.ninety_days.clock import Clock, next_hour
from tests.ninety_days.diary import Diary
from tests.ninety_days.log import Log

KEY = base64.b64encode(bytes(range(32))).decode()
_ISOLATES = re.compile("[\u2066-\u2069\u200e\u200f]")
_FIRST = 80_001

Doing = tuple[Any, ...]
Life = Generator[Doing, str, None]
"""What somebody does at one sitting: yields doings (("press", "Send"), ("say", …), ("start", …)), is sent what the bot
then showed."""


def shown(label: str, seen: str) -> bool:
    """Whether a button with these words was to be seen."""
    return f"[{_ISOLATES.sub('', label)}]" in seen


class LostError(Exception):
    """Somebody did not find what they were told to press."""


@dataclass
class Actor:
    """One person at one chat."""

    stage: Stage
    person: Person
    language: str
    kind: str = "resident"
    rev: int = -1

    @property
    def chat(self) -> int:
        """The number of the chat."""
        return self.person.id

    def word(self, code: str, **values: Any) -> str:
        """A button's words in the language the person reads now."""
        return self.stage.app.voice.say(code, self.language, values)

    def press(self, code: str, **values: Any) -> Doing:
        """Press the newest button with these words."""
        return "press", self.word(code, **values)

    def note(self, what: str, value: Any = "") -> None:
        """Into the diary, at this instant."""
        self.stage.diary.note(self.stage.clock().astimezone(UTC), self.chat, what, value)


@dataclass
class Stage:
    """A bot whose sender and tick run only when the clock is moved."""

    app: App
    playground: Playground
    clock: Clock
    log: Log
    diary: Diary
    updates: int = 0
    steps: int = 0
    sent: int = 0
    idle: timedelta = timedelta(hours=1)
    """How far the clock moves at most where nothing is due."""
    acting: float = 0.0
    """Seconds of this machine's time in which people acted; the rest is the clock's."""
    _arrived: int = field(default=0)

    async def arrive(self, language: str, name: str = "Ada", kind: str = "resident") -> Actor:
        """Somebody new, who reads this language."""
        number, self._arrived = _FIRST + self._arrived, self._arrived + 1
        actor = Actor(
            self, await Person.arrive(self.playground.act, name, language, number=number), language, kind
        )  # fmt: skip
        actor.note("language", language)
        actor.note("kind", kind)
        return actor

    async def together(self, *lives: tuple[Actor, Life]) -> None:
        """Everybody does one thing, then the bot comes to rest, until all have done everything. A second after what the
        clock brought, so that the log tells which came first."""
        self.clock.to(self.clock() + timedelta(seconds=1))
        began = time.perf_counter()
        at_it: list[tuple[Actor, Life, str | None]] = [(actor, life, None) for actor, life in lives]
        while at_it:
            going: list[tuple[Actor, Life]] = []
            self.log.acting = {actor.chat for actor, _, _ in at_it}
            for actor, life, seen in at_it:
                try:
                    doing = next(life) if seen is None else life.send(seen)
                except StopIteration:
                    continue
                await self._do(actor, doing)
                going.append((actor, life))
            await self.rest()
            at_it = [(actor, life, await self._seen(actor)) for actor, life in going]
        self.log.acting = set()
        self.acting += time.perf_counter() - began

    async def _do(self, actor: Actor, doing: Doing) -> None:
        name, *given = doing
        name = "pick" if name == "press" else name
        self.updates += 1
        try:
            await getattr(actor.person, name)(*given)
        except Exception as error:
            shown = "\n---\n".join(drawn(one) for one in (await actor.person.messages())[-3:])
            raise LostError(f"{actor.kind} {actor.chat} ({actor.language}) {doing}: {error}\n{shown}") from error

    async def _seen(self, actor: Actor) -> str:
        state = await self.playground.act("chat", person=actor.chat, since=actor.rev)
        actor.rev = state["rev"]
        return _ISOLATES.sub("", "\n---\n".join(drawn(one["message"]) for one in state["messages"] if one["bot"]))

    async def rest(self) -> None:
        """Until nothing is heard, drawn or run any more."""
        app, quiet = self.app, 0
        for _ in range(60_000):
            busy = self.playground.world.inbox.pending() or app.intake.in_hand or app.intake.to_draw
            quiet = 0 if busy or app.chores._tasks or app.schedule.busy else quiet + 1
            if quiet == 3:
                return
            await asyncio.sleep(0.001)
        raise LostError("the bot never came to rest")

    async def advance(self, until: datetime) -> None:
        """To each due instant in its order, and at least once an hour; the last step is `until` itself."""
        while self.clock() < until:
            latest = next_hour(self.clock()) + self.idle - timedelta(hours=1)
            await self.step(min(until, latest, await self._soonest() or until))

    async def step(self, instant: datetime) -> None:
        """The tick and the sender at this instant."""
        hourly, night = instant >= next_hour(self.clock()), instant.date() > self.clock().date()
        self.clock.to(instant)
        self.steps += 1
        await self.app.schedule.tick()
        if hourly:
            await self.app.schedule.look_around()
            if night:
                await self.app.schedule.prune()
        while self.app.schedule.busy:
            await asyncio.sleep(0.001)
        self.sent += await self.app.sender.drain_once(self.clock())

    async def _soonest(self) -> datetime | None:
        now = self.clock().timestamp() * 1000
        found = await self.app.store.read(lambda tx: (tx.agenda.soonest(), tx.outbox.soonest()))
        after = [at for at in found if at is not None and at > now]
        return datetime.fromtimestamp(min(after) / 1000, tz=UTC) if after else None


@asynccontextmanager
async def stage_at(
    database: str, content: Path, begins: datetime, wire: Callable[[App], None] = lambda _: None
) -> AsyncIterator[Stage]:
    """A stage over a database; `wire` may plant something in the bot before it starts."""
    clock, diary = Clock(begins), Diary()
    log = Log(now=clock)
    playground = Playground(clock=lambda: clock().timestamp())
    playground.world.log = log  # type: ignore[assignment]
    playground._door._requests = log  # type: ignore[assignment]
    url = await playground.start()
    settings = Settings(
        telegram_bot_token=TOKEN, telegram_api_root=url, webhook_url="", port=0, database_url=database,
        evenhand_key=KEY, evenhand_content=content,
    )  # fmt: skip
    app = await build(settings, clock=clock, durable=False, limits=Limits(per_minute=60_000_000, burst=6_000_000))
    app.only, app.parts = "web", ()
    wire(app)
    try:
        await app.start()
        yield Stage(app, playground, clock, log, diary)
    finally:
        await app.stop()
        await playground.stop()
