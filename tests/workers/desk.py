"""A small front desk for tests of the edge: a form of numbered questions, kept in real tables of a real store."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.catalog.voice import read_voice
from bot.core.errors import Rule
from bot.core.inputs import Choose, Typed
from bot.core.screen import Block, Button, Go, Plain, Screen
from bot.playground.server import Playground
from bot.ports import (
    ActivityId,
    Command,
    Edition,
    Heard,
    Millis,
    Pressed,
    Reply,
    SessionRow,
    Store,
    Tx,
    millis,
)
from bot.telegram.codec import Codec
from bot.telegram.courier import Courier
from bot.telegram.incoming import Reader
from bot.telegram.keys import Ring
from bot.telegram.office import Me, library_bot
from bot.telegram.render import Renderer
from bot.telegram.uploads import Uploads
from bot.workers.drawing import Drawing
from bot.workers.intake import Intake, Limits

KEY = bytes(range(32))
EDITION = "e" * 64
WORDS = Path(__file__).parents[2] / "content" / "languages"
VOICE = read_voice(WORDS, ["en", "ar"])


def question(number: int) -> Screen:
    """Question `number`, with three options."""
    buttons = tuple(Button(Plain(f"Option {n}"), Choose(f"/data/q{number}", n)) for n in range(3))
    return Screen("below", (Block("title", Plain(f"Question {number}")),), (buttons,), holds=True)


@dataclass
class Desk:
    """/start opens a session; every press or word answers its present question; some words misbehave."""

    activity: int = 0
    heard: list[Any] = field(default_factory=list)
    broken: Callable[[Heard], None] = lambda _: None

    def __call__(self, tx: Tx, heard: Heard) -> Reply:
        """The reception."""
        self.heard.append(heard.said)
        self.broken(heard)
        if heard.group:
            return Reply((Screen("below", (Block("body", Plain("In private, please")),)),))
        _, person = tx.people.arrive(heard.chat_hash, heard.chat_cipher, heard.hint or "en", millis(heard.now))
        match heard.said:
            case Command("start"):
                row = tx.sessions.open(
                    person.id, ActivityId(self.activity), EDITION, "answer", "[]", 0, millis(heard.now)
                )
                tx.people.change(person.id, session=row.id)
                return Reply((question(1),), "en", person.id, row.id, 0)
            case Command("rule"):
                tx.people.change(person.id, doing="half way")
                raise Rule("nothing.open")
            case Command("menu"):
                menu = Screen("below", (Block("body", Plain("Menu")),), ((Button(Plain("Go"), Go("menu", "x")),),))
                return Reply((menu,), "en")
            case Pressed(_, Go("rule")):
                raise Rule("nothing.open")
            case Pressed(session, Choose(_, option)):
                row = tx.sessions.get(session, person.id)
                return self._answered(tx, heard, row, f"Option {option}") if row else Reply()
            case Typed(words):
                row = tx.sessions.get(person.session, person.id)
                return self._answered(tx, heard, row, words) if row else Reply()
            case _:
                return Reply()

    def _answered(self, tx: Tx, heard: Heard, row: SessionRow, words: str) -> Reply:
        state = [*json.loads(row.state), [heard.update, words]]
        tx.sessions.save(row.id, json.dumps(state), row.revision + 1, "open", millis(heard.now))
        said = Block("answer", Plain(words))
        done = Screen("replace", (Block("title", Plain(f"Question {len(state)}")), said))
        return Reply((done, question(len(state) + 1)), "en", row.person, row.id, row.revision + 1, edit=row.message)

    def redraw(self, tx: Tx, row: SessionRow) -> tuple[bytes, Reply] | None:
        """The present question again."""
        cipher = tx.people.chat_cipher(row.person)
        shown = Reply((question(len(json.loads(row.state)) + 1),), "en", row.person, row.id, row.revision)
        return (cipher, shown) if cipher else None


@dataclass
class Edge:
    """Everything of the edge over one store and one Bot API server."""

    desk: Desk
    store: Store
    ring: Ring
    codec: Codec
    reader: Reader
    courier: Courier
    drawing: Drawing
    intake: Intake

    async def answers(self, chat: int) -> list[list[Any]]:
        """[update, words] of the chat's session, in the order stored."""

        def work(tx: Tx) -> str:
            account = tx.people.account(self.ring.look_up(chat))
            person = tx.people.person(account.active) if account else None
            row = tx.sessions.get(person.session, person.id) if person else None
            return row.state if row else "[]"

        return list(json.loads(await self.store.read(work)))


async def set_up(store: Store) -> int:
    """An activity to take part in; gives its id."""

    def work(tx: Tx) -> int:
        tx.editions.put(Edition(EDITION, "count", "{}", "content", Millis(0)))
        return tx.activities.put("count", "survey", "", EDITION, "{}").id

    return await store.write(work)


@asynccontextmanager
async def edge(
    store: Store,
    playground: Playground,
    *,
    limits: Limits = Limits(per_minute=6000, burst=1000),
    rest: Callable[[float], Any] | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    media: Callable[[str], bytes | None] = lambda _: None,
    desk: Desk | None = None,
) -> AsyncIterator[Edge]:
    """An edge over a running playground."""
    desk = desk or Desk()
    desk.activity = await set_up(store)
    ring = Ring([KEY], int(playground.token.partition(":")[0]))
    codec = Codec(ring)
    async with (
        Courier(playground.url, playground.token) as courier,
        library_bot(playground.url, playground.token, Me(1, "bot")) as bot,
    ):
        more = {} if rest is None else {"rest": rest}
        drawing = Drawing(store, Renderer(VOICE, codec), courier, ring, Uploads(bot, media).carry, **more)
        reader = Reader(ring, codec, "evenhand_sample_bot")
        intake = Intake(store, desk, reader, drawing, VOICE, redraw=desk.redraw, clock=clock, limits=limits)
        yield Edge(desk, store, ring, codec, reader, courier, drawing, intake)
        await intake.drain(5)
