"""People, the phones they share, what they said of themselves, the roles they hold."""

from __future__ import annotations

import pytest

from bot.core.errors import Rule
from bot.ports import AccountId, Held, Person, PersonId, Store, Tx
from tests.storage.sample import NOBODY, NOW, arrival


async def test_a_resident_who_comes_back_is_the_same_person_and_keeps_their_language(store: Store) -> None:
    first = await store.write(arrival("amina", "so"))
    again = await store.write(arrival("amina", "en"))
    assert again.id == first.id
    assert again.language == "so"
    assert (again.position, again.stopped, again.language_confirmed, again.roles) == (0, False, False, ())


async def test_lock_gives_account_person_and_roles_in_one_statement(store: Store) -> None:
    person = await store.write(arrival("amina"))
    await store.write(lambda tx: tx.people.grant(person.id, Held("champion", "east", label="Café"), NOBODY, NOW))
    await store.write(lambda tx: tx.people.grant(person.id, Held("officer", pending=True), NOBODY, NOW))

    def work(tx: Tx) -> tuple[int, object]:
        before = tx.db.count  # type: ignore[attr-defined]
        found = tx.people.lock(b"amina")
        return tx.db.count - before, found  # type: ignore[attr-defined]

    statements, found = await store.write(work)
    assert statements == 1
    account, locked = found
    assert account.active == locked.id == person.id
    assert account.chat_cipher == b"cipher of amina"
    assert locked.roles == (Held("champion", "east", label="Café"), Held("officer", pending=True))


async def test_someone_else_on_this_phone_up_to_four(store: Store) -> None:
    first = await store.write(arrival("amina"))
    others = [await store.write(lambda tx: tx.people.add(first.account, "ar", NOW)) for _ in range(3)]
    assert [other.position for other in others] == [1, 2, 3]
    with pytest.raises(Rule) as refused:
        await store.write(lambda tx: tx.people.add(first.account, "ar", NOW))
    assert refused.value.code == "phone.full"
    await store.write(lambda tx: tx.people.activate(first.account, others[1].id))
    assert (await store.write(arrival("amina"))).id == others[1].id
    stranger = await store.write(arrival("ben"))
    with pytest.raises(Rule):
        await store.write(lambda tx: tx.people.activate(first.account, stranger.id))
    assert await store.read(lambda tx: tx.people.of_account(AccountId(1))) == []


async def test_what_is_changed_is_kept_and_nothing_else_can_be_changed(store: Store) -> None:
    person = await store.write(arrival("amina"))
    await store.write(lambda tx: tx.people.change(person.id, language="bn", reader=True, stopped=True, doing='{"a":1}'))
    kept = await store.read(lambda tx: tx.people.person(person.id))
    assert kept is not None
    assert (kept.language, kept.reader, kept.stopped, kept.doing) == ("bn", True, True, '{"a":1}')
    with pytest.raises(KeyError):
        await store.write(lambda tx: tx.people.change(person.id, account=5))
    await store.write(lambda tx: tx.people.block(person.account, True))
    account = await store.read(lambda tx: tx.people.account(b"amina"))
    assert account is not None
    assert account.blocked
    assert await store.read(lambda tx: tx.people.chat_cipher(person.id)) == b"cipher of amina"


async def test_a_profile_answer_is_replaced_and_can_be_taken_back(store: Store) -> None:
    person = await store.write(arrival("amina"))
    for code in ("east", "west"):
        await store.write(lambda tx, code=code: tx.people.set_profile(person.id, "area", code, NOW))
    await store.write(lambda tx: tx.people.set_profile(person.id, "age", "25-34", NOW))
    await store.write(lambda tx: tx.people.set_profile(person.id, "age", "", NOW))
    assert await store.read(lambda tx: tx.people.profile(person.id)) == {"area": "west"}


async def test_a_role_waits_until_it_is_confirmed(store: Store) -> None:
    officer, champion = await store.write(arrival("olu")), await store.write(arrival("amina"))
    await store.write(lambda tx: tx.people.grant(officer.id, Held("officer"), NOBODY, NOW))
    await store.write(lambda tx: tx.people.grant(champion.id, Held("champion", "east", pending=True), officer.id, NOW))
    assert _ids(await store.read(lambda tx: tx.people.holders("champion"))) == []
    waiting = await store.read(lambda tx: tx.people.pending())
    assert [(person.id, held.role, held.area) for person, held in waiting] == [(champion.id, "champion", "east")]
    assert await store.write(lambda tx: tx.people.confirm(champion.id, "champion", officer.id, NOW))
    assert not await store.write(lambda tx: tx.people.confirm(champion.id, "champion", officer.id, NOW))
    assert _ids(await store.read(lambda tx: tx.people.holders("champion"))) == [champion.id]
    assert await store.read(lambda tx: tx.people.pending()) == []


async def test_the_last_officer_stays(store: Store) -> None:
    first, second = await store.write(arrival("olu")), await store.write(arrival("amina"))
    await store.write(lambda tx: tx.people.grant(first.id, Held("officer"), NOBODY, NOW))
    await store.write(lambda tx: tx.people.grant(second.id, Held("officer", pending=True), first.id, NOW))
    with pytest.raises(Rule) as refused:
        await store.write(lambda tx: tx.people.revoke(first.id, "officer", first.id, NOW))
    assert refused.value.code == "role.last_officer"
    await store.write(lambda tx: tx.people.confirm(second.id, "officer", first.id, NOW))
    assert await store.write(lambda tx: tx.people.revoke(first.id, "officer", second.id, NOW))
    assert not await store.write(lambda tx: tx.people.revoke(first.id, "officer", second.id, NOW))
    assert _ids(await store.read(lambda tx: tx.people.holders("officer"))) == [second.id]


def _ids(people: list[Person]) -> list[PersonId]:
    return [person.id for person in people]
