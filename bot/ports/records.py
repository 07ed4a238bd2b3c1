"""Rows at rest, as frozen records. Every noun is scoped to one bot: the bot's id never appears here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from bot.ports.ids import (
    AccountId,
    ActivityId,
    ActivityKind,
    ActivityState,
    Millis,
    Mode,
    PersonId,
    Purpose,
    Role,
    SessionId,
    SessionUse,
    SourceId,
    Tier,
)

_NO_PROFILE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Account:
    """A chat: up to four people may share it; `active` is the one who speaks now. `chat_hash` is HMAC(chat id)."""

    id: AccountId
    chat_hash: bytes
    chat_cipher: bytes
    active: PersonId
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Who speaks. `session` is the form in hand (0: none); `doing` a small JSON note of what a menu waits for."""

    id: PersonId
    account: AccountId
    position: int
    """0 for the account's first person, 1 to 3 for "someone else on this phone"."""
    language: str
    language_confirmed: bool
    reader: bool
    stopped: bool
    root_source: SourceId
    """0 where the person found the bot alone."""
    session: SessionId
    doing: str
    created: Millis
    roles: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A role held, with its area ("" for everywhere). A role waits (`pending`) until an officer confirms it."""

    role: Role
    area: str = ""
    pending: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Invite:
    """An invitation to a role: only the SHA-256 of its code is stored; one use; dies at `expires`."""

    code_hash: bytes
    role: Role
    area: str
    label: str
    made_by: PersonId
    expires: Millis
    used_by: PersonId = PersonId(0)
    first: bool = False
    """The start-up link for the first officer, which needs no confirmation while no officer exists."""


@dataclass(frozen=True, slots=True)
class Source:
    """How a person came: a champion's link, an organisation, a poster, a wave.

    `root` is the source that all links of one person or organisation belong to."""

    id: SourceId
    root: SourceId
    kind: Literal["champion", "organisation", "poster", "wave"]
    label: str
    token: str
    person: PersonId = PersonId(0)
    area: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """An immutable version of a form: `form` is its canonical JSON, `hash` the SHA-256 of it (hex)."""

    hash: str
    name: str
    form: str
    origin: Literal["content", "import"]
    made: Millis


@dataclass(frozen=True, slots=True)
class Activity:
    """Something residents take part in. `settings` is its compiled sidecar (JSON text: titles, opening words, sensitive
    questions, merges, sections, closing date …)."""

    id: ActivityId
    name: str
    kind: ActivityKind
    pilot: str
    edition: str
    state: ActivityState
    settings: str
    opened: Millis = Millis(0)
    closes: Millis = Millis(0)
    closed: Millis = Millis(0)
    tested_by: PersonId = PersonId(0)
    tested_at: Millis = Millis(0)
    opened_by: PersonId = PersonId(0)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session at rest. `state` is the engine's JSON; `shown` is the revision last drawn, `message` its message id."""

    id: SessionId
    person: PersonId
    activity: ActivityId
    edition: str
    use: SessionUse
    state: str
    revision: int
    shown: int
    message: int
    status: Literal["open", "finished", "dropped"]
    opened: Millis
    touched: Millis
    after: SessionId = SessionId(0)
    """The session to go back to when this one ends (the profile form returns to the survey)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is stored beside every response from the first day (METHODS.md "What every entry stores")."""

    activity: ActivityId
    person: PersonId
    session: SessionId
    edition: str
    complete: bool
    root_source: SourceId
    mode: Mode
    tier: Tier
    connection: str
    provisional: bool
    language: str
    at: Millis
    profile: Mapping[str, str] = field(default_factory=dict)
    answers: tuple[tuple[str, str, str], ...] = ()
    """(question path without positions, instance path, one code or the free text); a multiple choice: a row a code."""


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent given or withdrawn: which purpose, which version of the words, in which language, when."""

    person: PersonId
    purpose: Purpose
    given: bool
    text_version: str
    language: str
    at: Millis


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A link of the audit chain: ids and verbs only. `hash` = SHA-256(previous hash, seq, at, actor, verb, object)."""

    seq: int
    at: Millis
    actor: PersonId
    verb: str
    object: str
    hash: str


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A frozen export: numbered per activity, its bytes and their SHA-256."""

    activity: ActivityId
    number: int
    format: str
    sha256: str
    tables: str
    """The published tables as canonical JSON, from which every format is written again."""
    made_by: PersonId
    made: Millis


@dataclass(frozen=True, slots=True)
class CountRow:
    """A total, never a person: how many responses gave `code` to `question`.

    Within section `section` of `attribute`; both are "" for the whole group."""

    question: str
    attribute: str
    section: str
    code: str
    count: int


@dataclass(frozen=True, slots=True)
class ForgetReport:
    """How many rows each personal table lost."""

    rows: Mapping[str, int] = field(default_factory=dict)
