"""Due rows: replaced while they wait, ended once, never forgotten."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.ports import Due
from tests.storage.messages import later

REMIND = Due("remind", 5, "-1d", "2026-10-24T18:00", "Europe/London", later(1), later(3))


async def test_what_is_due_is_given_in_the_order_of_its_instants(store):
    rows = [replace(REMIND, occurrence=str(n), at=later(hours)) for n, hours in enumerate((3, 1, 2, 5))]
    for row in rows:
        await store.write(lambda tx, row=row: tx.agenda.put(row))
    assert await store.read(lambda tx: tx.agenda.soonest()) == later(1)
    assert await store.read(lambda tx: tx.agenda.due(later(0.5), 9)) == []
    assert await store.read(lambda tx: tx.agenda.due(later(3), 9)) == [rows[1], rows[2], rows[0]]
    assert await store.read(lambda tx: tx.agenda.due(later(9), 2)) == [rows[1], rows[2]]
    assert await store.read(lambda tx: tx.agenda.of(5)) == [rows[1], rows[2], rows[0], rows[3]]


async def test_a_workshop_that_moves_takes_its_reminder_along(store):
    await store.write(lambda tx: tx.agenda.put(REMIND))
    moved = replace(REMIND, wall="2026-10-31T18:00", at=later(100), not_after=later(103))
    await store.write(lambda tx: tx.agenda.put(moved))
    assert await store.read(lambda tx: tx.agenda.get("remind", 5, "-1d")) == moved
    assert not await store.write(lambda tx: tx.agenda.settle(REMIND, "done")), "read before the move"
    assert await store.write(lambda tx: tx.agenda.settle(moved, "done"))


async def test_one_of_many_ticks_ends_the_waiting(store):
    await store.write(lambda tx: tx.agenda.put(REMIND))
    settle = lambda tx: tx.agenda.settle(REMIND, "done")  # noqa: E731
    assert sorted(await asyncio.gather(*(store.write(settle) for _ in range(20)))) == [False] * 19 + [True]
    assert await store.read(lambda tx: (tx.agenda.soonest(), tx.agenda.due(later(9), 9))) == (None, [])


async def test_what_is_done_stays_done_unless_its_instant_is_another(store):
    for state in ("done", "expired"):
        await store.write(lambda tx: tx.agenda.put(REMIND))
        row = await store.read(lambda tx: tx.agenda.get("remind", 5, "-1d"))
        await store.write(lambda tx, row=row, state=state: tx.agenda.settle(row, state))
        await store.write(lambda tx, row=row: tx.agenda.put(replace(row, wall="other")))
        assert await store.read(lambda tx: tx.agenda.get("remind", 5, "-1d")) == replace(row, state=state)
        later_on = replace(REMIND, at=later(50 if state == "done" else 60))
        await store.write(lambda tx, row=later_on: tx.agenda.put(row))
        assert await store.read(lambda tx: tx.agenda.get("remind", 5, "-1d")) == later_on
        await store.write(lambda tx: tx.agenda.put(REMIND))


async def test_a_cancelled_workshop_drops_what_waits_and_may_take_it_up_again(store):
    for kind, occurrence in (("remind", "-1d"), ("remind", "-2h"), ("draw", "")):
        row = replace(REMIND, kind=kind, occurrence=occurrence)
        await store.write(lambda tx, row=row: tx.agenda.put(row))
    await store.write(lambda tx: tx.agenda.put(replace(REMIND, object=6)))
    assert await store.write(lambda tx: tx.agenda.drop(5, "remind", "-2h")) == 1
    assert await store.write(lambda tx: tx.agenda.drop(5, "remind")) == 1
    assert await store.write(lambda tx: tx.agenda.drop(5)) == 1
    assert await store.write(lambda tx: tx.agenda.drop(5)) == 0
    assert [row.object for row in await store.read(lambda tx: tx.agenda.due(later(9), 9))] == [6]
    await store.write(lambda tx: tx.agenda.put(REMIND))
    assert len(await store.read(lambda tx: tx.agenda.due(later(9), 9))) == 2
    assert await store.read(lambda tx: tx.agenda.get("remind", 7)) is None
