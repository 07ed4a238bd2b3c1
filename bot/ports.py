"""What the doors and the actions may ask of the rooms that remember, speak and send: Protocols and records only.

A transaction is a plain function of one `Tx`; it may run twice, touches nothing but `tx`, and returns a value.
Instants are UTC milliseconds (`Millis`). Every noun is scoped to one bot: the bot's id never appears in a signature.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NewType, Protocol, TypeVar

from bot.core.form import Form
from bot.core.inputs import Located, Sent, Typed
from bot.core.screen import Press, Screen

PersonId = NewType("PersonId", int)
AccountId = NewType("AccountId", int)
SessionId = NewType("SessionId", int)
ActivityId = NewType("ActivityId", int)
ResponseId = NewType("ResponseId", int)
SourceId = NewType("SourceId", int)
Millis = NewType("Millis", int)

Role = Literal["resident", "champion", "officer", "commissioner", "operator"]
Purpose = Literal["who_is_missing", "invite_me", "take_part"]
ActivityKind = Literal["survey", "vote", "workshop", "notice", "diary", "profile"]
ActivityState = Literal["draft", "tested", "open", "closed"]
SessionUse = Literal["answer", "test", "profile"]
Mode = Literal["own", "assisted", "desk"]
Tier = Literal["account", "shared", "postcode", "in_person", "letter"]

T = TypeVar("T")


def millis(now: datetime) -> Millis:
    """A zoned instant as UTC milliseconds."""
    return Millis(round(now.timestamp() * 1000))


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


class People(Protocol):
    """Accounts, people, their profile, roles."""

    def account(self, chat_hash: bytes) -> Account | None: ...
    def arrive(self, chat_hash: bytes, chat_cipher: bytes, language: str, now: Millis) -> tuple[Account, Person]:
        """Find or make the account and its active person (language is the messenger's guess, kept only on making)."""

    def lock(self, chat_hash: bytes) -> tuple[Account, Person] | None:
        """The account and its active person with roles, the account row locked (per-person order across processes)."""

    def person(self, person: PersonId) -> Person | None: ...
    def of_account(self, account: AccountId) -> Sequence[Person]: ...
    def add(self, account: AccountId, language: str, now: Millis) -> Person:
        """Someone else on this phone; raises Rule("phone.full") beyond four."""

    def activate(self, account: AccountId, person: PersonId) -> None: ...
    def change(self, person: PersonId, **fields: str | int | bool) -> None:
        """Set any of: language, language_confirmed, reader, stopped, root_source, session, doing."""

    def block(self, account: AccountId, blocked: bool) -> None: ...
    def profile(self, person: PersonId) -> Mapping[str, str]: ...
    def set_profile(self, person: PersonId, attribute: str, code: str, now: Millis) -> None: ...
    def grant(self, person: PersonId, held: Held, by: PersonId, now: Millis) -> None: ...
    def confirm(self, person: PersonId, role: Role, by: PersonId, now: Millis) -> bool: ...
    def revoke(self, person: PersonId, role: Role, by: PersonId, now: Millis) -> bool:
        """False where not held; raises Rule("role.last_officer") for the last confirmed officer."""

    def holders(self, role: Role) -> Sequence[Person]: ...
    def pending(self) -> Sequence[tuple[Person, Held]]: ...
    def chat_cipher(self, person: PersonId) -> bytes | None: ...
    def forget(self, person: PersonId, now: Millis) -> ForgetReport:
        """Erase one person by the forget plan (bot/storage/forget.py); the account too when it was its last person,
        leaving a tombstone so that a restored backup forgets again."""

    def mine(self, person: PersonId) -> Mapping[str, Sequence[Mapping[str, str | int | float | None]]]:
        """Every row about the person, by table: for /mydata only, to the person alone."""


class Invites(Protocol):
    """Invitations to roles."""

    def add(self, invite: Invite) -> None: ...
    def find(self, code_hash: bytes) -> Invite | None: ...
    def use(self, code_hash: bytes, person: PersonId, now: Millis) -> bool:
        """Mark as used in one guarded statement; False where it was used or has expired."""

    def drop_first(self) -> None:
        """Delete unused start-up links (a new start makes a new one)."""


class Sources(Protocol):
    """Where people came from."""

    def by_token(self, token: str) -> Source | None: ...
    def source(self, source: SourceId) -> Source | None: ...
    def add(
        self, kind: str, label: str, token: str, person: PersonId, area: str, root: SourceId, now: Millis
    ) -> Source: ...
    def of_person(self, person: PersonId) -> Sequence[Source]: ...


class Consents(Protocol):
    """The consent log; the latest row of a purpose counts."""

    def add(self, consent: Consent) -> None: ...
    def latest(self, person: PersonId, purpose: Purpose) -> Consent | None: ...


class Editions(Protocol):
    """Immutable forms."""

    def put(self, edition: Edition) -> bool:
        """True where it was new."""

    def get(self, hash_: str) -> Edition | None: ...
    def of_name(self, name: str) -> Sequence[Edition]: ...


class Activities(Protocol):
    """What residents can take part in."""

    def put(self, name: str, kind: ActivityKind, pilot: str, edition: str, settings: str) -> Activity:
        """Make it as a draft, or change the edition and settings of a draft; an open or closed one keeps its edition."""

    def get(self, activity: ActivityId) -> Activity | None: ...
    def named(self, name: str) -> Activity | None: ...
    def all(self, states: Sequence[ActivityState] = ()) -> Sequence[Activity]: ...
    def change(self, activity: ActivityId, **fields: str | int) -> None:
        """Set any of: state, edition, settings, opened, closes, closed, tested_by, tested_at, opened_by."""


class Sessions(Protocol):
    """People in forms."""

    def open(
        self,
        person: PersonId,
        activity: ActivityId,
        edition: str,
        use: SessionUse,
        state: str,
        revision: int,
        now: Millis,
        after: SessionId = SessionId(0),
    ) -> SessionRow: ...
    def get(self, session: SessionId, person: PersonId) -> SessionRow | None:
        """Only where it is the person's own."""

    def of(self, person: PersonId, activity: ActivityId, use: SessionUse) -> SessionRow | None:
        """The latest one, open or finished."""

    def save(self, session: SessionId, state: str, revision: int, status: str, now: Millis) -> None: ...
    def drawn(self, session: SessionId, revision: int, message: int) -> None:
        """The person was shown `revision` as `message`; never goes back to an older revision."""

    def undrawn(self, since: Millis, limit: int) -> Sequence[SessionRow]:
        """Fresh open sessions whose present revision was not shown."""

    def open_of(self, activity: ActivityId, after: SessionId, limit: int) -> Sequence[SessionRow]:
        """Open answering sessions of an activity, by id, for settling in slices at close."""

    def started(self, activity: ActivityId) -> int: ...


class Responses(Protocol):
    """Finished (or settled) responses: written per person, read only as totals."""

    def put(self, entry: Entry) -> ResponseId:
        """Store, replacing the same person's earlier response to the same activity."""

    def total(self, activity: ActivityId) -> int: ...
    def counts(self, activity: ActivityId, question: str, attribute: str = "") -> Sequence[CountRow]:
        """GROUP BY code, and by section of the frozen profile where `attribute` is given ("" section: not stated)."""

    def asked(self, activity: ActivityId, question: str, attribute: str = "") -> Sequence[CountRow]:
        """How many responses hold any answer to the question (code ""), whole or by section."""

    def margin(self, activity: ActivityId, attribute: str) -> Sequence[CountRow]:
        """Who took part: responses by profile code (question "", code "", section = the code)."""


class Audit(Protocol):
    """The hash-chained log."""

    def add(self, actor: PersonId, verb: str, object_: str, now: Millis) -> AuditEntry: ...
    def after(self, seq: int, limit: int) -> Sequence[AuditEntry]: ...
    def broken(self) -> int:
        """The first broken link's seq, 0 where the chain is whole."""


class Releases(Protocol):
    """Frozen exports."""

    def add(
        self, activity: ActivityId, format_: str, sha256: str, tables: str, by: PersonId, now: Millis
    ) -> ReleaseRow: ...
    def of(self, activity: ActivityId) -> Sequence[ReleaseRow]: ...


class Updates(Protocol):
    """What came in from the messenger."""

    def fresh(self, update: int, now: Millis) -> bool:
        """Insert the id; False where it was there already (seen before: no second effect)."""

    def fail(self, update: int, reference: str, now: Millis) -> int:
        """Count a failed try; gives the number of tries so far."""

    def park(self, update: int, reference: str, now: Millis) -> None:
        """Give up: mark as seen and parked."""

    def parked(self) -> int: ...
    def highest(self) -> int: ...
    def prune(self, before: Millis, limit: int) -> int: ...


class Notes(Protocol):
    """Small facts about this instance (epoch, heartbeat, commands set): text by key."""

    def get(self, key: str) -> str | None: ...
    def put(self, key: str, value: str) -> None: ...


class Tx(Protocol):
    """One transaction, by noun."""

    people: People
    invites: Invites
    sources: Sources
    consents: Consents
    editions: Editions
    activities: Activities
    sessions: Sessions
    responses: Responses
    audit: Audit
    releases: Releases
    updates: Updates
    notes: Notes


Shelf = Callable[[Tx, str], Form]
"""Gives the compiled form of an edition hash; raises KeyError where there is none."""


class Store(Protocol):
    """The database, whichever engine."""

    def write(self, work: Callable[[Tx], T]) -> Awaitable[T]:
        """Run as one durable transaction; returns after commit. Raises what `work` raised, with nothing stored."""

    def read(self, work: Callable[[Tx], T]) -> Awaitable[T]: ...
    async def close(self) -> None: ...


class Voice(Protocol):
    """The bot's sentences in every enabled language."""

    languages: Sequence[str]

    def say(self, code: str, language: str, values: Mapping[str, object] = ..., n: int | None = None) -> str: ...
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
    """The person blocked (False) or unblocked (True) the bot; in a group: the bot was added (True) or removed (False)."""

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


Reception = Callable[[Tx, Heard], Reply]
"""The front desk: one update through one transaction. Called again, with the same update, where the engine retries."""


class Pen(Protocol):
    """Shows screens to one chat, outside transactions; used by errands."""

    async def show(self, chat_cipher: bytes, reply: Reply) -> int:
        """Draw and give the id of the last message sent (0: none)."""

    async def fetch(self, reference: str, limit: int) -> bytes:
        """Download a file a person sent, at most `limit` bytes; raises Rule("file.too_big")."""


Errands = Callable[[Errand, Pen], Awaitable[None]]
