"""The street between residents and the bot: updates numbered here, handed over in order, twice, or the wrong way round.

Everything passes through the embedded Bot API's own inbox, which pushes to the webhook, tries again until it is taken,
and writes what it raised, what was acknowledged and what the bot did into its delivery log.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bot.playground import Playground

Json = dict[str, Any]


@dataclass(slots=True)
class Street:
    """`twice` is the share of updates that come again, up to `late` seconds later, on a road of their own."""

    playground: Playground
    dice: Random
    twice: float = 0.0
    late: float = 1.5
    raised: int = 0
    repeated: int = 0
    reordered: int = 0
    _roads: int = 10_000_000_000
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _flying: Counter[int] = field(default_factory=Counter)
    _of: dict[int, int] = field(default_factory=dict)
    _asked: dict[int, str] = field(default_factory=dict)
    life: int = 0
    """How many times the bot has started; raised by whoever starts it."""
    _heard: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Follow each update until it is acknowledged."""
        inbox = self.playground.world.inbox
        log = inbox.on_acknowledged

        def acknowledged(number: int) -> None:
            if log is not None:
                log(number)
            if (person := self._of.get(number)) is not None:
                self._flying[person] -= 1
                self._heard[person] = self.life

        inbox.on_acknowledged = acknowledged

    async def arrive(self, number: int, language: str) -> None:
        """A person with this id and language."""
        await self.playground.act("arrive", id=number, first_name="Sam", language_code=language)

    def say(self, person: int, text: str, twice: float | None = None) -> None:
        """Send words."""
        self._hand(person, self._words(person, text), twice)

    def press(self, person: int, message: Json, data: str) -> None:
        """Press a button of a message as it was shown."""
        self._hand(person, self._pressed(person, message, data))

    def cross(self, person: int, message: Json, first: str, second: str) -> None:
        """Press twice; the later press arrives before the earlier one."""
        early, later = self._pressed(person, message, first), self._pressed(person, message, second)
        self.reordered += 1
        self._inject(later, person)
        self._after(self.dice.uniform(0.0, 1.0), early)

    def messages(self, person: int) -> list[Json]:
        """The bot's messages in a person's chat as they stand, oldest first."""
        kept = self.playground.world.chats[person].messages
        return [kept[number].message for number in sorted(kept) if kept[number].from_bot]

    async def wait(self, person: int, seconds: float) -> bool:
        """Return when something changes in the chat (True), or after so many seconds."""
        chat = self.playground.world.chats[person]
        before = chat.rev
        return await chat.wait(before, seconds) != before

    def quiet(self, person: int) -> bool:
        """Whether nothing of the person is under way, and the last press was answered, or its life is over."""
        asked = self.playground.world.queries.get(self._asked.get(person, ""))
        answered = asked is None or asked.answer is not None or self._heard.get(person, 0) < self.life
        return self._flying[person] == 0 and answered

    def asked(self, person: int) -> str:
        """The id of the last press of a person."""
        return self._asked[person]

    def stop(self) -> None:
        """Nothing more comes again."""
        for task in self._tasks:
            task.cancel()

    @property
    def distinct(self) -> int:
        """How many updates there were, each counted once."""
        return len(self._of)

    @property
    def busy(self) -> bool:
        """Whether anything raised was not acknowledged yet, or is still to come a second time."""
        return bool(self._tasks) or self.playground.world.inbox.pending() > 0

    def _hand(self, person: int, update: Json, twice: float | None = None) -> None:
        self._inject(update, person)
        if self.dice.random() < (self.twice if twice is None else twice):
            self.repeated += 1
            self._after(self.dice.uniform(0.0, self.late), update)

    def _after(self, seconds: float, update: Json) -> None:
        self._roads += 1
        road = self._roads

        async def later() -> None:
            await asyncio.sleep(seconds)
            self._flying[self._of[update["update_id"]]] -= 1
            self._inject(update, road)

        person = _sender(update)
        self._of[update["update_id"]] = person
        self._flying[person] += 1  # still to come
        task = asyncio.create_task(later())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _inject(self, update: Json, road: int) -> None:
        self.raised += 1
        self._of[update["update_id"]] = person = _sender(update)
        self._flying[person] += 1
        self.playground.world.inbox.inject(update, road)

    def _number(self) -> int:
        inbox = self.playground.world.inbox
        inbox.next_id += 1
        return inbox.next_id - 1

    def _words(self, person: int, text: str) -> Json:
        world = self.playground.world
        chat = world.chats[person]
        chat.started = True
        body: Json = {"text": text}
        if text.startswith("/"):
            body["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        return {"update_id": self._number(), "message": world.post(chat, world.people[person], body)}

    def _pressed(self, person: int, message: Json, data: str) -> Json:
        world = self.playground.world
        query: Json = {
            "id": world.ask(person, person).id,
            "from": world.people[person],
            "message": message,
            "chat_instance": str(person),
            "data": data,
        }
        self._asked[person] = query["id"]
        return {"update_id": self._number(), "callback_query": query}


def _sender(update: Json) -> int:
    body = update.get("callback_query") or update["message"]
    return int(body["from"]["id"])
