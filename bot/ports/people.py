"""What may be asked about accounts, people, roles, invitations, sources and consents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.ports.ids import (
    AccountId,
    Millis,
    PersonId,
    Purpose,
    Role,
    SourceId,
)
from bot.ports.records import (
    Account,
    Consent,
    ForgetReport,
    Held,
    Invite,
    Person,
    Source,
)


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
    def reach(self, person: PersonId) -> tuple[AccountId, bytes, bool] | None:
        """The account, its chat's ciphertext, and whether the chat has blocked the bot; None for who has no chat."""

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
