"""What may be asked about broadcasts, announced sessions, assisted people, proposals and preferences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.ports.ids import ActivityId, Millis, PersonId, SourceId
from bot.ports.outbox import NoticeId

BroadcastState = Literal["draft", "waiting", "approved", "refused", "sending", "paused", "cancelled", "done"]


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A champion's message to many. `texts` is JSON by language, `picture` the messenger's own reference of a
    picture."""

    id: int
    person: PersonId
    activity: ActivityId
    area: str
    audience: str
    texts: str
    picture: str
    state: BroadcastState
    asked: Millis
    decided: Millis
    decided_by: PersonId
    reason: str
    notice: NoticeId
    made: Millis


class Broadcasts(Protocol):
    """Champions' messages."""

    def draft(self, person: PersonId, activity: ActivityId, area: str, now: Millis) -> Broadcast: ...
    def get(self, broadcast: int) -> Broadcast | None: ...
    def of(self, person: PersonId, since: Millis = Millis(0)) -> Sequence[Broadcast]:
        """Made since then, newest first."""

    def in_state(self, states: Sequence[BroadcastState]) -> Sequence[Broadcast]: ...
    def change(self, broadcast: int, **fields: str | int) -> None:
        """Set any of: activity, audience, texts, picture, asked, reason."""

    def move(self, broadcast: Broadcast, to: BroadcastState, **fields: str | int) -> bool:
        """Guarded by the state it was read in; sets decided, decided_by, reason, notice, asked along with it."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """A session a champion announced: where, from when to when, how many people are expected."""

    id: int
    person: PersonId
    source: SourceId
    area: str
    place: str
    starts: Millis
    ends: Millis
    number: int


class Announcements(Protocol):
    """Announced sessions."""

    def add(
        self,
        person: PersonId,
        source: SourceId,
        area: str,
        place: str,
        starts: Millis,
        ends: Millis,
        number: int,
        now: Millis,
    ) -> Announcement: ...
    def of(self, source: SourceId, since: Millis) -> Sequence[Announcement]:
        """Not over by then, soonest first; so does `all`."""

    def all(self, since: Millis) -> Sequence[Announcement]: ...
    def drop(self, announcement: int, person: PersonId) -> bool: ...


@dataclass(frozen=True, slots=True)
class Assisted:
    """A person without a chat who answers face to face. `check_back`: "" not chosen, "due", "confirmed",
    "doubtful", "gone"."""

    person: PersonId
    champion: PersonId
    activity: ActivityId
    state: Literal["open", "finished", "dropped"]
    check_back: str
    made: Millis
    finished: Millis
    messages: str = "[]"
    """JSON list of the session's messages in the champion's chat, to be deleted at its end."""


class AssistedPeople(Protocol):
    """People without a chat."""

    def arrive(
        self, code_hash: bytes, language: str, champion: PersonId, activity: ActivityId, now: Millis
    ) -> Assisted:
        """A new person whose account has no chat: its hash is the paper code's. A code that is known gives its person
        again, with the row of the activity (made where there is none)."""

    def by_code(self, code_hash: bytes) -> PersonId | None: ...
    def of(self, person: PersonId) -> Sequence[Assisted]: ...
    def in_hand(self, champion: PersonId) -> Assisted | None:
        """The one open session a champion holds."""

    def change(self, person: PersonId, activity: ActivityId, **fields: str | int) -> None:
        """Set any of: state, check_back, finished, champion, messages."""

    def to_check(self) -> Sequence[Assisted]: ...
    def counts(self, champion: PersonId) -> Mapping[str, int]:
        """By state, and by check_back under "check:…"."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A need or an option that a resident proposed, and what became of it. `into` names the proposal or option it
    was merged into; a champion and an officer decide together."""

    id: int
    person: PersonId
    activity: ActivityId
    pilot: str
    kind: Literal["need", "option"]
    words: str
    language: str
    state: Literal["new", "taken_up", "merged", "declined"]
    into: int
    champion: PersonId
    officer: PersonId
    reason: str
    made: Millis
    decided: Millis


class Proposals(Protocol):
    """What residents proposed."""

    def add(
        self, person: PersonId, activity: ActivityId, pilot: str, kind: str, words: str, language: str, now: Millis
    ) -> Proposal: ...
    def get(self, proposal: int) -> Proposal | None: ...
    def of(self, person: PersonId) -> Sequence[Proposal]: ...
    def in_state(self, states: Sequence[str], limit: int) -> Sequence[Proposal]: ...
    def joined(self, into: int) -> Sequence[Proposal]:
        """Those that were merged into this one."""

    def change(self, proposal: int, **fields: str | int) -> None:
        """Set any of: state, into, champion, officer, reason, decided."""


class Preferences(Protocol):
    """What people chose about being written to, and what they asked to hear of."""

    def get(self, person: PersonId, key: str) -> str: ...
    def put(self, person: PersonId, key: str, value: str) -> None: ...
    def interests(self, person: PersonId) -> Sequence[tuple[str, str]]: ...
    def ask(self, person: PersonId, theme: str, area: str, now: Millis) -> None: ...
    def no_longer(self, person: PersonId, theme: str, area: str) -> None: ...
