"""A town of residents, an outbox, and senders over the embedded Bot API: for tests and for the torture bench."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.core.audience import Audience
from bot.core.contact import Rules
from bot.core.limits import Measure
from bot.core.screen import Attachment, Block, Plain, Screen
from bot.playground.chat import Chat
from bot.playground.server import Playground
from bot.ports import Lane, NoticeId, PersonId, State, Store, Tx, millis
from bot.telegram.codec import Codec
from bot.telegram.courier import Courier
from bot.telegram.keys import Ring
from bot.telegram.office import Me, library_bot
from bot.telegram.render import Renderer
from bot.telegram.uploads import Uploads
from bot.workers.carrying import Carrying
from bot.workers.gate import Gate
from bot.workers.outbox import Sender
from tests.workers.desk import KEY, VOICE

FIRST_CHAT = 200_000
NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)
RULES = Rules()
LANES = {
    "confirmation": Lane.CONFIRMATIONS, "urgent": Lane.CONFIRMATIONS, "duty": Lane.CONFIRMATIONS,
    "appointed": Lane.REMINDERS, "service": Lane.REMINDERS, "unasked": Lane.BROADCAST,
}  # fmt: skip


def write(tx: Tx, notice: Any, delivery: Any, person: Any, now: datetime) -> tuple[Screen, ...]:
    """The notice's content, and a picture by reference where the delivery's content names one."""
    files = (Attachment("image", "picture", reference=delivery.content),) if delivery.content else ()
    return (Screen("below", (Block("body", Plain(notice.content)),), (), files),)


def settle_in(playground: Playground, chats: range | list[int]) -> None:
    """People who have opened the bot's chat."""
    world = playground.world
    for number in chats:
        world.people[number] = {"id": number, "is_bot": False, "first_name": "Sam", "language_code": "en"}
        world.chats[number] = Chat(number, "private", "", {number}, started=True, keep=world.keep)


async def populate(store: Store, ring: Ring, chats: range, at: datetime = NOON) -> list[PersonId]:
    """The same people, as the bot knows them."""
    made: list[PersonId] = []
    for start in range(0, len(chats), 500):
        part = chats[start : start + 500]

        def work(tx: Tx, part: range = part) -> list[PersonId]:
            return [tx.people.arrive(ring.look_up(n), ring.seal(n), "en", millis(at))[1].id for n in part]

        made += await store.write(work)
    return made


@dataclass
class Mailroom:
    """One database, one Bot API server, any number of senders."""

    store: Store
    playground: Playground
    ring: Ring
    courier: Courier
    log: Path
    upload: Callable[[Any], Any]
    now: datetime = NOON
    people: list[PersonId] = field(default_factory=list)
    _senders: list[Sender] = field(default_factory=list)

    began: float = field(default_factory=time.monotonic)

    def clock(self) -> datetime:
        """The civil clock: what a test sets it to, and running."""
        return self.now + timedelta(seconds=time.monotonic() - self.began)

    async def town(self, residents: int) -> None:
        chats = range(FIRST_CHAT, FIRST_CHAT + residents)
        settle_in(self.playground, chats)
        self.people = await populate(self.store, self.ring, chats, self.now)

    def chat(self, person: PersonId) -> int:
        return FIRST_CHAT + self.people.index(person)

    def sender(self, factor: float = 100.0, *, rules: Rules = RULES, write: Any = write, **more: Any) -> Sender:
        gate = Gate(Measure(factor=factor))
        road = Carrying(Renderer(VOICE, Codec(self.ring)), self.courier, self.ring, self.upload, gate)
        made = Sender(self.store, road, write, rules, self.clock, factor=factor, **more)
        self._senders.append(made)
        return made

    async def tell_all(self, words: str = "news", class_: str = "unasked", number: int = 1) -> NoticeId:
        """A notice to everybody, to be filled in by the sender."""

        def work(tx: Tx) -> NoticeId:
            return tx.notices.make(
                "mass", number, "", class_, LANES[class_], words, PersonId(0), millis(self.now),  # type: ignore[arg-type]
                audience=Audience(languages=("en",)),
            ).id  # fmt: skip

        return await self.store.write(work)

    async def tell(
        self, who: list[PersonId], words: str = "news", class_: str = "unasked", *, number: int = 1, picture: str = ""
    ) -> NoticeId:
        """A notice to some."""

        def work(tx: Tx) -> NoticeId:
            made = tx.notices.make(
                "each",
                number,
                "",
                class_,
                LANES[class_],
                words,
                PersonId(0),
                millis(self.now),  # type: ignore[arg-type]
            )
            for one in who:
                tx.outbox.add(made.id, one, millis(self.now), content=picture)
            return made.id

        return await self.store.write(work)

    async def progress(self, notice: NoticeId) -> dict[str, int]:
        found = await self.store.read(lambda tx: tx.notices.progress(notice))
        return {State(state).name: number for state, number in found.items() if number}

    async def rows(self, person: PersonId) -> list[tuple[str, str]]:
        found = await self.store.read(lambda tx: tx.outbox.of_person(person, tuple(State)))
        return [(row.state.name, row.reason) for row in found]

    async def until(self, notice: NoticeId, seconds: float = 60) -> dict[str, int]:
        """Wait until no row of the notice is open any more; gives its progress."""

        def look(tx: Tx) -> tuple[bool, dict[State, int]]:
            made = tx.notices.get(notice)
            assert made is not None
            return made.state == "filling", dict(tx.notices.progress(notice))

        end = time.monotonic() + seconds
        while time.monotonic() < end:
            filling, found = await self.store.read(look)
            if not filling and not any(found.get(state) for state in (State.WAITING, State.CLAIMED, State.STARTED)):
                return {State(state).name: number for state, number in found.items() if number}
            await asyncio.sleep(0.05)
        raise AssertionError(f"not done in {seconds} s: {found}")

    def delivered(self) -> list[tuple[float, int, str]]:
        """(at, chat, words) of every message that arrived, as the server's fsynced log has it."""
        lines = [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]
        return [
            (line["at"], int(line["params"]["chat_id"]), line["params"].get("text", line["method"]))
            for line in lines
            if line["kind"] == "done" and line["method"].startswith("send")
        ]

    def copies(self) -> Counter[int]:
        """How many messages each chat got."""
        return Counter(chat for _, chat, _ in self.delivered())

    async def close(self) -> None:
        for sender in self._senders:
            await sender.stop()


@asynccontextmanager
async def mailroom(store: Store, folder: Path, residents: int = 0, **more: Any) -> AsyncIterator[Mailroom]:
    """Everything for a broadcast, on a server of its own."""
    log = folder / "deliveries.jsonl"
    playground = Playground(delivery_log=log, keep=5, **more)
    await playground.start()
    ring = Ring([KEY], int(playground.token.partition(":")[0]))
    try:
        async with (
            Courier(playground.url, playground.token, 5) as courier,
            library_bot(playground.url, playground.token, Me(ring.bot, "evenhand_sample_bot")) as bot,
        ):
            made = Mailroom(store, playground, ring, courier, log, Uploads(bot, lambda _: None).carry)
            await made.town(residents)
            try:
                yield made
            finally:
                await made.close()
    finally:
        await playground.stop()
