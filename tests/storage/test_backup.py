"""Backup beside a running bot, restore that forgets again and holds, move between engines."""

from __future__ import annotations

import asyncio
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.ports import Millis, PersonId, State, Store, Tx
from bot.storage import open_store
from bot.storage.address import parse
from bot.storage.backup import backup, move, restore
from bot.storage.faults import AlreadyRunning, BadArchive, NotEmpty, StorageFault
from bot.storage.schema import migrate, schema_state
from bot.storage.whole import Whole
from tests.conftest import BOT_ID
from tests.storage.messages import EVERYBODY, notice, told, town
from tests.storage.sample import NOW, SURVEY, arrival, full_life

if TYPE_CHECKING:
    from tests.postgres import Server


async def _filled(url: str) -> None:
    store = await open_store(url, bot_id=BOT_ID)
    for name in ("amina", "ben", "chen"):
        await store.write(full_life(name))
    await store.close()


def _digests(url: str) -> dict[str, str]:
    source = Whole(parse(url), writing=False)
    try:
        return {shape.name: source.digest(shape).hex() for shape in source.shapes if shape.name != "notes"}
    finally:
        source.close()


async def test_a_backup_taken_while_residents_answer_is_one_consistent_picture(db_url: str, tmp_path: Path) -> None:
    store = await open_store(db_url, bot_id=BOT_ID, durable=False)
    stop = asyncio.Event()

    def pair(n: int):
        def work(tx: Tx) -> None:
            tx.updates.fresh(n, NOW)
            tx.notes.put(f"n{n}", "x")

        return work

    async def answering() -> int:
        n = 0
        while not stop.is_set():
            n += 1
            await store.write(pair(n))
        return n

    busy = asyncio.create_task(answering())
    await asyncio.sleep(0.05)
    rows = await asyncio.to_thread(backup, db_url, tmp_path / "b.zip")
    stop.set()
    assert await busy > 0
    await store.close()
    assert rows["updates"] == rows["notes"] > 0
    assert (tmp_path / "b.zip").stat().st_mode & 0o777 == 0o600


async def test_a_restored_bot_has_every_row_holds_its_sends_and_counts_its_epoch(
    db_url: str, pg_server: Server, tmp_path: Path
) -> None:
    await _filled(db_url)
    before = _digests(db_url)
    backup(db_url, tmp_path / "b.zip")
    for target in (f"sqlite:///{tmp_path / 'new' / 'restored.db'}", pg_server.url()):
        seen: list[tuple[str, int, int]] = []
        restore(tmp_path / "b.zip", target, lambda *step: seen.append(step))
        after = _digests(target)
        assert {name for name in before if after[name] != before[name]} == {"deliveries"}, "their state is in doubt"
        assert ("people", 3, 3) in seen
        store = await open_store(target, bot_id=BOT_ID)
        assert await store.read(lambda tx: (tx.notes.get("held"), tx.notes.get("epoch"))) == ("1", "2")
        assert await store.read(lambda tx: tx.audit.broken()) == 0
        assert await store.read(lambda tx: tx.responses.total(SURVEY)) == 3
        await store.close()
        with pytest.raises(NotEmpty):
            restore(tmp_path / "b.zip", target)


async def test_who_was_forgotten_after_the_backup_is_forgotten_by_the_restore(db_url: str, tmp_path: Path) -> None:
    ledger = tmp_path / "kept" / "forgotten.txt"
    ledger.parent.mkdir()
    store = await open_store(db_url, bot_id=BOT_ID, ledger=ledger)
    gone, kept = await store.write(full_life("amina")), await store.write(full_life("ben"))
    await asyncio.to_thread(backup, db_url, tmp_path / "b.zip")
    await store.write(lambda tx: tx.people.forget(gone, NOW))
    again = (await store.write(arrival("amina"))).id
    await store.close()
    target = f"sqlite:///{tmp_path / 'restored.db'}"
    restore(tmp_path / "b.zip", target, ledger=ledger)
    restored = await open_store(target, bot_id=BOT_ID)
    assert await restored.read(lambda tx: tx.people.person(gone)) is None
    assert await restored.read(lambda tx: tx.people.account(b"amina")) is None
    assert await restored.read(lambda tx: tx.people.person(kept)) is not None
    await restored.close()
    assert again != gone
    assert str(gone) in (tmp_path / "restored.db.forgotten").read_text()


async def test_what_may_have_been_sent_since_the_backup_is_listed_and_not_sent_by_the_restore(
    db_url: str, tmp_path: Path
) -> None:
    store = await open_store(db_url, bot_id=BOT_ID)
    people = await town(store, "amina", "ben", "chen", "dora")
    far = Millis(4_000_000_000_000)
    mass = await told(store, people, object_=1)
    rows = await store.write(lambda tx: tx.outbox.claim(1, NOW, 2))
    await store.write(lambda tx: tx.outbox.start([rows[0].key], 1, NOW))
    reminder = await told(store, people[:1], object_=2, class_="appointed", due=far)
    answer = await told(store, people[:2], object_=3, class_="confirmation")
    (begun,) = await store.write(lambda tx: tx.outbox.claim(1, NOW, 1))
    await store.write(lambda tx: tx.outbox.start([begun.key], 1, NOW))
    half = await store.write(lambda tx: notice(tx, object_=4, audience=EVERYBODY))
    await store.write(lambda tx: tx.notices.fill(half.id, 1))
    await store.close()
    backup(db_url, tmp_path / "b.zip")
    target = f"sqlite:///{tmp_path / 'restored.db'}"
    restore(tmp_path / "b.zip", target)
    restored = await open_store(target, bot_id=BOT_ID)
    progress = lambda made: restored.read(lambda tx: tx.notices.progress(made.id))  # noqa: E731
    assert await progress(mass) == {State.UNKNOWN: 4}
    assert await progress(half) == {State.UNKNOWN: 1}
    assert (await restored.read(lambda tx: tx.notices.get(half.id))).state == "paused"
    assert await progress(reminder) == {State.WAITING: 1}
    assert await progress(answer) == {State.UNKNOWN: 1, State.WAITING: 1}
    assert (await restored.read(lambda tx: tx.outbox.contacted(people[2], NOW)))[0].at == NOW
    sent = await restored.write(lambda tx: tx.outbox.claim(9, Millis(far - 1), 99))
    assert [row.notice for row in sent] == [answer.id], "only what may come twice"
    await restored.close()


async def test_a_move_keeps_what_waits_since_nothing_was_sent_meanwhile(db_url: str, tmp_path: Path) -> None:
    store = await open_store(db_url, bot_id=BOT_ID)
    people = await town(store, "amina", "ben")
    made = await told(store, people)
    await store.close()
    target = f"sqlite:///{tmp_path / 'moved.db'}"
    move(db_url, target)
    moved = await open_store(target, bot_id=BOT_ID)
    assert await moved.read(lambda tx: (tx.notes.get("held"), tx.notices.progress(made.id))) == (
        "1",
        {State.WAITING: 2},
    )
    await moved.close()


async def test_a_person_whose_forgetting_failed_is_not_in_the_ledger(db_url: str, tmp_path: Path) -> None:
    ledger = tmp_path / "forgotten.txt"
    store = await open_store(db_url, bot_id=BOT_ID, ledger=ledger)
    gone, kept = (await store.write(arrival("amina"))).id, (await store.write(arrival("ben"))).id

    def forget_and_fail(tx: Tx) -> None:
        tx.people.forget(kept, NOW)
        raise LookupError

    results = await asyncio.gather(
        store.write(lambda tx: tx.people.forget(gone, NOW)), store.write(forget_and_fail), return_exceptions=True
    )
    assert isinstance(results[1], LookupError)
    await store.close()
    assert ledger.read_text().split() == [str(gone)]
    ledger.unlink()
    await (await open_store(db_url, bot_id=BOT_ID, ledger=ledger)).close()
    assert ledger.read_text().split() == [str(gone)]


@pytest.mark.parametrize("way", ["there", "back"])
async def test_a_bot_moves_between_engines_with_every_row(way: str, tmp_path: Path, pg_server: Server) -> None:
    lite, full = f"sqlite:///{tmp_path / 'a.db'}", pg_server.url()
    here, there = (lite, full) if way == "there" else (full, lite)
    migrate(here)
    await _filled(here)
    rows = move(here, there)
    assert rows["answers"] == 9
    assert _digests(here) == _digests(there)
    moved = await open_store(there, bot_id=BOT_ID)
    assert await moved.read(lambda tx: tx.notes.get("held")) == "1"
    assert (await moved.write(arrival("amina"))).language == "so"
    await moved.close()
    with pytest.raises(NotEmpty):
        move(here, there)


async def test_a_running_bot_does_not_move(store: Store, db_url: str, tmp_path: Path) -> None:
    await store.write(arrival("amina"))
    with pytest.raises(AlreadyRunning):
        move(db_url, f"sqlite:///{tmp_path / 'b.db'}")
    assert not (tmp_path / "b.db").exists() or _digests(f"sqlite:///{tmp_path / 'b.db'}")


async def test_a_backup_of_the_first_release_is_restored_into_this_one(tmp_path: Path) -> None:
    old = f"sqlite:///{tmp_path / 'old.db'}"
    migrate(old, "0001")
    with closing(sqlite3.connect(tmp_path / "old.db")) as lite:
        lite.execute("INSERT INTO accounts VALUES (?, 5, ?, ?, 6, 0)", (BOT_ID, b"amina", b"cipher"))
        lite.execute("INSERT INTO people VALUES (?, 6, 5, 0, 'so', 1, 0, 0, 0, 0, '', ?)", (BOT_ID, NOW))
        lite.commit()
    assert schema_state(old) == "older"
    backup(old, tmp_path / "b.zip")
    target = f"sqlite:///{tmp_path / 'restored.db'}"
    restore(tmp_path / "b.zip", target)
    migrate(old)
    for url in (old, target):
        store = await open_store(url, bot_id=BOT_ID)
        assert (await store.write(arrival("amina"))).language == "so"
        await told(store, [PersonId(6)])
        await store.close()


async def test_a_damaged_backup_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    source = f"sqlite:///{tmp_path / 'a.db'}"
    await _filled(source)
    backup(source, tmp_path / "good.zip")
    with zipfile.ZipFile(tmp_path / "good.zip") as good, zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        for name in good.namelist():
            data = good.read(name)
            bad.writestr(name, data.replace(b"tulse-hill", b"elsewhere!") if name == "profiles.jsonl" else data)
    (tmp_path / "cut.zip").write_bytes((tmp_path / "good.zip").read_bytes()[:-200])
    for name in ("bad.zip", "cut.zip"):
        with pytest.raises(BadArchive):
            restore(tmp_path / name, f"sqlite:///{tmp_path / name}.db")
    target = Whole(parse(f"sqlite:///{tmp_path / 'bad.zip'}.db"), writing=False)
    assert sum(target.count(shape) for shape in target.shapes) == 0
    target.close()


async def test_a_restore_cut_short_does_not_run(db_url: str) -> None:
    store = await open_store(db_url, bot_id=BOT_ID)
    await store.write(lambda tx: tx.notes.put("restoring", "1"))
    await store.close()
    assert schema_state(db_url) == "current"
    with pytest.raises(StorageFault, match="cut short"):
        await open_store(db_url, bot_id=BOT_ID)


async def test_a_backup_that_cannot_be_written_is_one_line_and_leaves_no_file(tmp_path: Path) -> None:
    await _filled(str(tmp_path / "a.db"))
    with pytest.raises(StorageFault, match="cannot write the backup"):
        backup(str(tmp_path / "a.db"), tmp_path / "none" / "b.zip")
    with pytest.raises(StorageFault, match="nothing to back up"):
        backup(str(tmp_path / "empty.db"), tmp_path / "b.zip")
    assert not list(tmp_path.glob("*.zip*"))
