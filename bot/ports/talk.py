"""What was heard and what is said in reply; the ports of the front desk, the voice and the pen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.core.inputs import Located, Sent, Typed
from bot.core.screen import Press, Screen
from bot.ports.ids import ActivityId, PersonId, SessionId
from bot.ports.outbox import Delivery, Notice
from bot.ports.records import Person
from bot.ports.store import Tx


class Voice(Protocol):
    """The bot's sentences in every enabled language."""

    languages: Sequence[str]

    def say(self, code: str, language: str, values: Mapping[str, object] = ..., n: int | None = None) -> str: ...
    def date(self, shown: datetime, language: str) -> str:
        """A day in words, of a wall time."""

    def moment(self, shown: datetime, language: str) -> str:
        """A day with its weekday, and the time on the wall."""

    def short(self, shown: datetime, language: str) -> str:
        """A day as short as on a button."""

    def own_name(self, language: str) -> str: ...
    def right_to_left(self, language: str) -> bool: ...
    def reviewed(self, language: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Command:
    """A command, without slash and bot name, in lower case: ("start", "x7Kq")."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button whose data was ours and this person's; `session` is the form it belongs to (0: none, a menu)."""

    session: SessionId
    press: Press


@dataclass(frozen=True, slots=True)
class Stale:
    """A button whose data was not ours, not this person's, or of a format no longer read."""


@dataclass(frozen=True, slots=True)
class Unheard:
    """Something the bot has no use for: an edited message, a sticker, a contact, a dice, a poll …"""

    kind: str


@dataclass(frozen=True, slots=True)
class Membership:
    """The person unblocked (True) or blocked (False) the bot; in a group: the bot was added or removed."""

    present: bool


Said = Command | Pressed | Stale | Typed | Sent | Located | Unheard | Membership


@dataclass(frozen=True, slots=True)
class Heard:
    """One update, read: who (by HMAC and ciphertext of the chat id), what, when. `now` is zoned (UTC).

    `message` is the id of the message that carried the pressed button (0 otherwise); `hint` the messenger's language
    code of the person; `group` true in a group chat, where nobody is a person to us.
    """

    update: int
    now: datetime
    chat_hash: bytes
    chat_cipher: bytes
    hint: str
    said: Said
    message: int = 0
    group: bool = False
    own: int = 0
    """The id of the person's own message; 0 for a press."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Work that no transaction may hold (read a workbook, write an export): done after commit, by name."""

    name: str
    person: PersonId
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a transaction decided to show. `session` and `revision` let the drawing be noted; `edit` is the message that
    a `replace` screen edits where no button was pressed (0: send below instead)."""

    screens: tuple[Screen, ...] = ()
    language: str = "en"
    person: PersonId = PersonId(0)
    session: SessionId = SessionId(0)
    revision: int = 0
    edit: int = 0
    reader: bool = False
    errands: tuple[Errand, ...] = ()
    card: tuple[PersonId, ActivityId] | None = None
    """The assisted session whose messages these are: their ids are kept, so that they can be deleted at its end."""


Reception = Callable[[Tx, Heard], Reply]
"""The front desk: one update through one transaction. Called again, with the same update, where the engine retries."""


class Pen(Protocol):
    """Shows screens to one chat, outside transactions; used by errands."""

    async def show(self, chat_cipher: bytes, reply: Reply) -> int:
        """Draw and give the id of the last message sent (0: none)."""

    async def fetch(self, reference: str, limit: int) -> bytes:
        """Download a file a person sent, at most `limit` bytes; raises Rule("file.too_big")."""

    async def delete(self, chat_cipher: bytes, messages: Sequence[int]) -> None:
        """Delete messages of a chat, as far as the messenger lets us."""


Errands = Callable[[Errand, Pen], Awaitable[None]]

Write = Callable[[Tx, Notice, Delivery, Person, datetime], tuple[Screen, ...]]
"""The letter of a notice for one person, worded when its turn has come (`now` is the civil clock). Nothing: it is no
longer true."""
