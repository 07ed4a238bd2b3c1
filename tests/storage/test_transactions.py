"""What every transaction promises, on both engines."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from bot.ports import Millis, Store, Tx
from tests.storage.sample import NOW, SURVEY, arrival


async def test_an_answer_costs_four_statements_each_by_key(store: Store) -> None:
    person = await store.write(arrival("amina"))
    mine = await store.write(lambda tx: tx.sessions.open(person.id, SURVEY, "e1", "answer", "{}", 0, NOW))

    def answer(tx: Any) -> int:
        before: int = tx.db.count
        assert tx.updates.fresh(1, NOW)
        locked = tx.people.lock(b"amina")
        session = tx.sessions.get(mine.id, locked[1].id)
        tx.sessions.save(session.id, '{"answered":1}', session.revision + 1, "open", NOW)
        return int(tx.db.count - before)

    assert await store.write(answer) == 4


def counting(tx: Tx) -> int:
    number = int(tx.notes.get("count") or "0") + 1
    tx.notes.put("count", str(number))
    return number


async def test_of_two_hundred_who_read_then_write_none_is_lost(store: Store) -> None:
    await store.write(lambda tx: tx.notes.put("count", "0"))
    given = await asyncio.gather(*(store.write(counting) for _ in range(200)))
    assert sorted(given) == list(range(1, 201))
    assert await store.read(lambda tx: tx.notes.get("count")) == "200"


async def test_newcomers_who_tap_start_many_times_become_one_person_each(store: Store) -> None:
    people = await asyncio.gather(*(store.write(arrival(f"p{n % 5}")) for n in range(40)))
    assert len({person.id for person in people}) == 5


async def test_a_failure_in_a_busy_moment_harms_nobody_else(store: Store) -> None:
    def work(n: int) -> Any:
        def run(tx: Tx) -> int:
            tx.updates.fresh(n, NOW)
            if n % 3 == 0:
                raise LookupError(n)
            return n

        return run

    results = await asyncio.gather(*(store.write(work(n)) for n in range(1, 61)), return_exceptions=True)
    failed = [n for n, result in enumerate(results, 1) if isinstance(result, LookupError)]
    assert failed == list(range(3, 61, 3))
    for n in range(1, 61):
        assert await store.write(lambda tx, n=n: tx.updates.fresh(n, NOW)) == (n % 3 == 0)


async def test_a_caller_who_goes_away_does_not_undo_what_is_under_way(store: Store) -> None:
    begun, go = threading.Event(), threading.Event()

    def work(tx: Tx) -> None:
        tx.updates.fresh(1, NOW)
        begun.set()
        go.wait(5)

    caller = asyncio.create_task(store.write(work))
    await asyncio.to_thread(begun.wait, 5)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    go.set()
    assert not await store.write(lambda tx: tx.updates.fresh(1, NOW))
    assert await store.write(lambda tx: tx.updates.fresh(2, NOW))


async def test_closing_finishes_what_is_queued(db_url: str) -> None:
    from bot.storage import open_store

    store = await open_store(db_url, bot_id=1, durable=False)
    waiting = [asyncio.create_task(store.write(lambda tx, n=n: tx.updates.fresh(n, NOW))) for n in range(50)]
    await asyncio.sleep(0)
    await store.close()
    assert await asyncio.gather(*waiting) == [True] * 50
    store = await open_store(db_url, bot_id=1)
    assert await store.read(lambda tx: tx.updates.highest()) == 49
    await store.close()


async def test_reading_cannot_write_and_sees_what_was_just_written(store: Store) -> None:
    await store.write(lambda tx: tx.notes.put("a", "1"))
    assert await store.read(lambda tx: tx.notes.get("a")) == "1"
    with pytest.raises(Exception, match=r"(?i)read.?only"):
        await store.read(lambda tx: tx.notes.put("a", "2"))
    assert await store.read(lambda tx: tx.notes.get("a")) == "1"


async def test_slow_work_is_logged_by_name_and_never_with_what_it_held(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    from structlog.testing import capture_logs

    from bot.storage import slow as slowness

    monkeypatch.setattr(slowness, "_logged", {})

    def dawdling(tx: Tx) -> None:
        tx.notes.put("secret", "tulse hill")
        time.sleep(0.03)

    with capture_logs() as logs:
        await store.write(dawdling)
        await store.write(lambda tx: tx.updates.prune(Millis(0), 5))
    slow = [log for log in logs if log["event"] == "slow_transaction" and "dawdling" in log["work"]]
    assert len(slow) == 1
    assert slow[0]["ms"] >= 30
    assert "tulse" not in str(logs)
    assert "secret" not in str(logs)
