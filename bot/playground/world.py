"""Everything the embedded Bot API remembers: people, chats, messages, files, questions on buttons, the bot itself."""

from __future__ import annotations

import itertools
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.playground.chat import Chat, Json, Kept
from bot.playground.faults import Faults
from bot.playground.files import Files
from bot.playground.flood import Flood
from bot.playground.inbox import Inbox
from bot.playground.journal import Journal
from bot.playground.params import Params
from bot.playground.refusal import Refused, bad

MOST_QUERIES = 50_000


@dataclass(slots=True)
class Query:
    """A pressed button waiting for answerCallbackQuery. `born` in steady seconds."""

    id: str
    person: int
    chat_id: int
    born: float
    answer: Json | None = None


@dataclass(slots=True)
class World:
    """`clock` gives Unix seconds as people see them (it may travel); `steady` never jumps."""

    token: str
    bot: Json
    clock: Callable[[], float] = time.time
    steady: Callable[[], float] = time.monotonic
    query_seconds: float = 60.0
    keep: int = 2000
    log: Journal | None = None
    people: dict[int, Json] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: Files = field(default_factory=Files)
    queries: dict[str, Query] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    menus: dict[int, Json] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    problems: deque[str] = field(default_factory=lambda: deque(maxlen=10_000))
    refusals: deque[tuple[str, int, str]] = field(default_factory=lambda: deque(maxlen=10_000))
    inbox: Inbox = field(default_factory=Inbox)
    faults: Faults = field(default_factory=Faults)
    flood: Flood = field(init=False)
    first: int = 0
    """Messages and updates are numbered from after this: a bot that remembers an earlier playground saw the rest."""
    _messages: itertools.count[int] = field(init=False)
    _queries: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _query_order: deque[str] = field(default_factory=deque)

    def __post_init__(self) -> None:
        """Limits are off until asked for."""
        self.flood = Flood(self.steady)
        self._messages = itertools.count(self.first + 1)
        self.inbox.next_id += self.first
        if self.log:
            self.inbox.on_raised = lambda update: self.deliver("update", {"update": update})
            self.inbox.on_acknowledged = lambda number: self.deliver("acknowledged", {"update_id": number})

    def now(self) -> int:
        """Unix seconds, whole."""
        return int(self.clock())

    def deliver(self, kind: str, line: Json) -> None:
        """Append to the delivery log, if there is one."""
        if self.log:
            self.log.deliver(kind, {"at": round(self.clock(), 3), **line})

    def chat_json(self, chat: Chat) -> Json:
        """The `Chat` of a message."""
        if chat.id < 0:
            return {"id": chat.id, "title": chat.title, "type": chat.kind}
        return {"id": chat.id, "first_name": self.people[chat.id]["first_name"], "type": "private"}

    def chat(self, params: Params, name: str = "chat_id") -> Chat:
        """The chat a request names. Raises 400 where the bot never met it."""
        if not params.has(name):
            raise bad(f"{name} is empty")
        try:
            chat = self.chats.get(int(params.raw[name]))
        except (TypeError, ValueError):
            chat = None
        if chat is None or not chat.started:
            raise bad("chat not found")
        return chat

    def open_chat(self, params: Params) -> Chat:
        """A chat that can be written to. Raises 403 where the bot is blocked or was put out."""
        chat = self.chat(params)
        if chat.gone:
            raise Refused(403, "Forbidden: user is deactivated" if chat.id > 0 else "Forbidden: the group was deleted")
        if chat.blocked:
            who = "blocked by the user" if chat.id > 0 else "kicked from the group chat"
            raise Refused(403, f"Forbidden: bot was {who}")
        return chat

    def post(self, chat: Chat, sender: Json, body: Json, *, plain_keyboard: bool = False) -> Json:
        """Put a new message into a chat; returns its JSON."""
        message: Json = {
            "message_id": next(self._messages),
            "from": sender,
            "chat": self.chat_json(chat),
            "date": self.now(),
            **body,
        }
        rev = chat.changed("message", message)
        chat.put(Kept(message, rev, bool(sender["is_bot"]), plain_keyboard))
        return message

    def amend(self, chat: Chat, kept: Kept, body: Json) -> Json:
        """Replace parts of a message (None removes one); returns its JSON."""
        message = {**kept.message, **body, "edit_date": self.now()}
        kept.message = {name: value for name, value in message.items() if value is not None}
        kept.rev = chat.changed("edit", kept.message)
        return kept.message

    def remove(self, chat: Chat, number: int) -> None:
        """Take a message out of a chat."""
        del chat.messages[number]
        chat.pinned.discard(number)
        chat.changed("delete", {"message_id": number})

    def ask(self, person: int, chat_id: int) -> Query:
        """A new query for a pressed button."""
        query = Query(str(4_000_000_000_000 + next(self._queries)), person, chat_id, self.steady())
        self.queries[query.id] = query
        self._query_order.append(query.id)
        if len(self._query_order) > MOST_QUERIES:
            self.queries.pop(self._query_order.popleft(), None)
        return query
