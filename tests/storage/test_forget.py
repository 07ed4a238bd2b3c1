"""A forgotten person leaves no row, and figures already published stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import LargeBinary, Table, select

from bot.ports import Held, Millis, Store, Tx
from bot.storage import forget
from bot.storage.statement import BOT, Sql
from bot.storage.tables import audit, metadata, tombstones
from tests.storage.sample import NOBODY, NOW, SURVEY, arrival, full_life

if TYPE_CHECKING:
    from bot.storage.transaction import Transaction


def test_the_forget_plan_names_every_table_once() -> None:
    personal = {step.table.name for step in (*forget.PERSONAL, forget.ACCOUNT)}
    assert personal | forget.IMPERSONAL.keys() == metadata.tables.keys()
    assert not personal & forget.IMPERSONAL.keys()
    assert all(len(reason) > 10 for reason in forget.IMPERSONAL.values())


def test_no_table_has_a_column_for_a_name_or_a_number_of_a_person() -> None:
    columns = {f"{table}.{c.name}" for table, made in metadata.tables.items() for c in made.columns}
    allowed = {"activities.name", "editions.name", "leases.name"}
    assert not {c for c in columns - allowed if c.endswith((".name", "username", "phone", "first_name", "photo"))}
    assert {c for c in columns if "chat" in c} == {"accounts.chat_hash", "accounts.chat_cipher"}


def _everything(tx: Tx) -> dict[str, list[tuple[object, ...]]]:
    db: Transaction = tx  # type: ignore[assignment]
    return {name: list(db.db.all(_SELECT[name])) for name in _SELECT}


def _all_of(table: Table) -> Sql:
    return Sql(select(*(c for c in table.c if not isinstance(c.type, LargeBinary))).where(table.c.bot_id == BOT))


_SELECT = {name: _all_of(table) for name, table in metadata.tables.items()}


async def test_a_person_with_a_row_in_every_table_is_gone_from_all_but_the_chain_and_the_tombstones(
    store: Store,
) -> None:
    person = await store.write(full_life("amina"))
    mine = await store.read(lambda tx: tx.people.mine(person))
    assert all(mine.values()), {name for name, rows in mine.items() if not rows}
    friend = (await store.write(arrival("ben"))).id
    link = await store.read(lambda tx: tx.sources.by_token("link-amina"))
    assert link is not None
    await store.write(lambda tx: tx.people.change(friend, root_source=link.id))
    await store.write(lambda tx: tx.people.grant(friend, Held("champion"), person, NOW))
    await store.write(
        lambda tx: tx.activities.change(tx.activities.put("s", "survey", "p", "e", "").id, tested_by=person)
    )

    report = await store.write(lambda tx: tx.people.forget(person, Millis(NOW + 1)))
    assert report.rows["answers"] == 3
    assert all(number > 0 for number in report.rows.values()), report.rows
    left = await store.read(_everything)
    found = {name for name, rows in left.items() for row in rows if person in row}
    assert found == {audit.name, tombstones.name}
    assert not any("amina" in str(row) for rows in left.values() for row in rows)
    assert await store.read(lambda tx: tx.responses.total(SURVEY)) == 0
    still = await store.read(lambda tx: tx.people.person(friend))
    assert still is not None
    assert still.root_source == link.id
    assert await store.read(lambda tx: tx.audit.broken()) == 0
    assert await store.read(lambda tx: tx.people.account(b"amina")) is None
    assert (await store.write(arrival("amina"))).id != person


async def test_a_phone_stays_with_those_who_share_it(store: Store) -> None:
    first = await store.write(arrival("amina"))
    other = await store.write(lambda tx: tx.people.add(first.account, "so", NOW))
    report = await store.write(lambda tx: tx.people.forget(first.id, NOW))
    assert report.rows["accounts"] == 0
    assert (await store.write(arrival("amina"))).id == other.id
    await store.write(lambda tx: tx.people.forget(other.id, NOW))
    assert await store.read(lambda tx: tx.people.account(b"amina")) is None


async def test_forgetting_twice_or_nobody_is_harmless(store: Store) -> None:
    person = (await store.write(arrival("amina"))).id
    for _ in range(2):
        report = await store.write(lambda tx: tx.people.forget(person, NOW))
    assert not any(report.rows.values())
    await store.write(lambda tx: tx.people.forget(NOBODY, NOW))
