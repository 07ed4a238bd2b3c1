"""The tick: one process at a time, closed surveys settled after an upgrade, a heartbeat. On both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.ports import Due, Millis, millis
from bot.workers.errands.settle import Settle
from bot.workers.falling import Falling
from bot.workers.schedule import Schedule

NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def ticker(store, clock, name, *, hourly=()):
    """A process that ticks; it writes down which of them let a row fall."""

    def bell(tx, due, now):
        tx.notes.put("rang", f"{tx.notes.get('rang') or ''}{name}:{due.occurrence} ")
        return ()

    async def run(errand):
        raise AssertionError(errand)

    return Schedule(store, Settle(store, None, clock), None, clock, {}, Falling(store, run, {"bell": bell}), hourly)


async def put(store, name, minutes):
    due = Due("bell", 1, name, "", "", millis(NOON + timedelta(minutes=minutes)))
    await store.write(lambda tx: tx.agenda.put(due))


async def rang(store):
    return (await store.read(lambda tx: tx.notes.get("rang")) or "").split()


async def test_of_two_processes_one_ticks_and_the_other_takes_over_once_it_has_stopped(store, clock):
    first, second = ticker(store, clock, "first"), ticker(store, clock, "second")
    await put(store, "a", 0)
    await first.tick()
    await put(store, "b", 0)
    await second.tick()
    assert await rang(store) == ["first:a"], "the first one holds the lease"
    await first.tick()
    assert await first.drain(1)
    await put(store, "c", 0)
    await second.tick()
    assert await rang(store) == ["first:a", "first:b", "second:c"]


async def test_a_tick_leaves_a_heartbeat_of_the_civil_clock(store, clock):
    await ticker(store, clock, "first").tick()
    assert await store.read(lambda tx: tx.notes.get("heartbeat")) == str(millis(NOON))


async def test_a_clock_set_back_lets_nothing_fall_a_second_time(store, clock):
    first = ticker(store, clock, "first")
    await put(store, "a", 10)
    clock.now = NOON + timedelta(minutes=30)
    await first.tick()
    clock.now = NOON - timedelta(hours=1)
    await first.tick()
    clock.now = NOON + timedelta(minutes=11)
    await first.tick()
    assert await rang(store) == ["first:a"]


async def test_an_hour_jumped_over_falls_at_once_and_in_order(store, clock):
    for name, minutes in (("c", 50), ("a", 5), ("b", 20)):
        await put(store, name, minutes)
    clock.now = NOON + timedelta(hours=1)
    await ticker(store, clock, "first").tick()
    assert await rang(store) == ["first:a", "first:b", "first:c"]


async def test_an_activity_whose_closing_was_moved_by_an_older_version_gets_its_row_right(store, clock):
    def opened(tx):
        made = tx.activities.put("s", "survey", "", "e", "{}")
        tx.activities.change(made.id, state="open", closes=millis(NOON + timedelta(days=1)))
        tx.agenda.put(Due("close_activity", made.id, "", "", "", Millis(5)))
        tx.agenda.settle(Due("close_activity", made.id, "", "", "", Millis(5)), "done")
        return made.id

    made = await store.write(opened)
    await ticker(store, clock, "first").tick()
    row = await store.read(lambda tx: tx.agenda.get("close_activity", made))
    assert (row.at, row.state) == (millis(NOON + timedelta(days=1)), "waiting")


async def test_every_hour_everybody_who_looks_around_is_given_the_present_instant(store, clock):
    seen = []

    async def look(now):
        seen.append(now)

    await ticker(store, clock, "first", hourly=(look, look)).look_around()
    assert seen == [NOON, NOON]
