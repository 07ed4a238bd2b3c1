"""Accounts and the people who share them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, bindparam, delete, select

from bot.core.errors import Rule
from bot.ports import Account, AccountId, ForgetReport, Millis, Person, PersonId, SessionId, SourceId
from bot.storage import forget
from bot.storage.identity import new_id
from bot.storage.persons import people_where, person_columns, to_person
from bot.storage.roles import Roles
from bot.storage.statement import BOT, Changes, Engine, Row, Sql, add, upsert
from bot.storage.tables import accounts, people, profiles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SHARING = 4
"""People on one phone at most (METHODS.md)."""

_a, _p, _f = accounts.c, people.c, profiles.c
_ACCOUNT = (_a.id, _a.chat_hash, _a.chat_cipher, _a.active, _a.blocked)


def _locking(engine: Engine) -> Select[Any]:
    both = accounts.join(people, and_(_p.bot_id == _a.bot_id, _p.id == _a.active))
    return (
        select(*person_columns(engine), *_ACCOUNT)
        .select_from(both)
        .where(_a.bot_id == BOT, _a.chat_hash == bindparam("chat_hash"))
        .with_for_update(of=accounts)
    )


_LOCK = Sql(_locking)
_BY_HASH = Sql(select(*_ACCOUNT).where(_a.bot_id == BOT, _a.chat_hash == bindparam("chat_hash")))
_ONE = people_where(_p.id == bindparam("id"))
_OF_ACCOUNT = people_where(_p.account == bindparam("account"))
_CIPHER = Sql(
    select(_a.chat_cipher)
    .join(people, and_(_p.bot_id == _a.bot_id, _p.account == _a.id))
    .where(_a.bot_id == BOT, _p.id == bindparam("id"))
)
_REACH = Sql(
    select(_a.id, _a.chat_cipher, _a.blocked)
    .join(people, and_(_p.bot_id == _a.bot_id, _p.account == _a.id))
    .where(_a.bot_id == BOT, _p.id == bindparam("id"))
)
_ADD_ACCOUNT, _ADD = add(accounts), add(people)
_CHANGE = Changes(people, "language language_confirmed reader stopped root_source session doing")
_CHANGE_ACCOUNT = Changes(accounts, "active blocked")
_PROFILE = Sql(select(_f.attribute, _f.code).where(_f.bot_id == BOT, _f.person == bindparam("person")))
_SET = upsert(profiles, ["code", "at"])
_UNSET = Sql(
    delete(profiles).where(
        _f.bot_id == BOT, _f.person == bindparam("the_person"), _f.attribute == bindparam("the_attribute")
    )
)


def _to_account(row: Row) -> Account:
    return Account(AccountId(row[0]), row[1], row[2], PersonId(row[3]), bool(row[4]))


class People(Roles):
    """See bot.ports.People."""

    __slots__ = ()

    def account(self, chat_hash: bytes) -> Account | None:
        """The account of a chat."""
        row = self._db.one(_BY_HASH, chat_hash=chat_hash)
        return None if row is None else _to_account(row)

    def lock(self, chat_hash: bytes) -> tuple[Account, Person] | None:
        """The account, its row locked, and its active person with roles: one statement."""
        row = self._db.one(_LOCK, chat_hash=chat_hash)
        return None if row is None else (_to_account(row[12:]), to_person(row))

    def arrive(self, chat_hash: bytes, chat_cipher: bytes, language: str, now: Millis) -> tuple[Account, Person]:
        """Find or make the account and its active person."""
        known = self.lock(chat_hash)
        if known is not None:
            return known
        account, person = AccountId(new_id()), PersonId(new_id())
        self._db.run(_ADD_ACCOUNT, id=account, chat_hash=chat_hash, chat_cipher=chat_cipher, active=person, blocked=0)
        made = self._insert(person, account, 0, language, now)
        return Account(account, chat_hash, chat_cipher, person), made

    def person(self, person: PersonId) -> Person | None:
        """One person with roles."""
        row = self._db.one(_ONE, id=person)
        return None if row is None else to_person(row)

    def of_account(self, account: AccountId) -> Sequence[Person]:
        """Everyone on this phone, by position."""
        return sorted((to_person(row) for row in self._db.all(_OF_ACCOUNT, account=account)), key=lambda p: p.position)

    def add(self, account: AccountId, language: str, now: Millis) -> Person:
        """Someone else on this phone, in the first free position; raises Rule("phone.full") beyond four."""
        taken = {each.position for each in self.of_account(account)}
        free = next((place for place in range(SHARING) if place not in taken), None)
        if free is None:
            raise Rule("phone.full", most=SHARING)
        return self._insert(PersonId(new_id()), account, free, language, now)

    def _insert(self, person: PersonId, account: AccountId, position: int, language: str, now: Millis) -> Person:
        self._db.run(
            _ADD, id=person, account=account, position=position, language=language, language_confirmed=0, reader=0,
            stopped=0, root_source=0, session=0, doing="", created=now,
        )  # fmt: skip
        return Person(
            person, account, position, language, language_confirmed=False, reader=False, stopped=False,
            root_source=SourceId(0), session=SessionId(0), doing="", created=now,
        )  # fmt: skip

    def activate(self, account: AccountId, person: PersonId) -> None:
        """Let this person speak from now on; raises Rule("not_yours") where the person is not on this phone."""
        if all(each.id != person for each in self.of_account(account)):
            raise Rule("not_yours")
        self._db.run(_CHANGE_ACCOUNT.of(["active"]), the_id=account, active=person)

    def change(self, person: PersonId, **fields: str | int | bool) -> None:
        """Set any of the columns that may be set; raises KeyError for another."""
        values = {name: int(value) if isinstance(value, bool) else value for name, value in fields.items()}
        self._db.run(_CHANGE.of(fields), the_id=person, **values)

    def block(self, account: AccountId, blocked: bool) -> None:
        """Note that the chat blocked the bot, or no longer does."""
        self._db.run(_CHANGE_ACCOUNT.of(["blocked"]), the_id=account, blocked=int(blocked))

    def profile(self, person: PersonId) -> Mapping[str, str]:
        """Code by attribute."""
        return {row[0]: row[1] for row in self._db.all(_PROFILE, person=person)}

    def set_profile(self, person: PersonId, attribute: str, code: str, now: Millis) -> None:
        """Set, or with "" take away, what the person said of themselves."""
        if code:
            self._db.run(_SET, person=person, attribute=attribute, code=code, at=now)
        else:
            self._db.run(_UNSET, the_person=person, the_attribute=attribute)

    def chat_cipher(self, person: PersonId) -> bytes | None:
        """The encrypted chat id, for sending."""
        cipher: bytes | None = self._db.value(_CIPHER, id=person)
        return cipher

    def reach(self, person: PersonId) -> tuple[AccountId, bytes, bool] | None:
        """Account, chat and whether it is blocked; None for who has no chat (somebody a champion helped)."""
        row = self._db.one(_REACH, id=person)
        return (AccountId(row[0]), row[1], bool(row[2])) if row is not None and row[1] else None

    def forget(self, person: PersonId, now: Millis) -> ForgetReport:
        """Erase one person by the forget plan."""
        return forget.forget(self._db, person, now)

    def mine(self, person: PersonId) -> Mapping[str, Sequence[Mapping[str, str | int | float | None]]]:
        """Every row about the person, by table; bytes as hexadecimal."""
        return forget.mine(self._db, person)
