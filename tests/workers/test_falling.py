"""Due rows fall in the order of their instants, each once, whatever goes wrong beside them. On both engines."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.errors import Rule
from bot.ports import Due, Errand, Millis, PersonId, millis
from bot.workers.falling import ERRAND, Falling, keep

NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)


def at(minutes: float) -> Millis:
    return millis(NOON + timedelta(minutes=minutes))


def row(name: str, minutes: float, kind: str = "bell", not_after: float = 0) -> Due:
    return Due(kind, 1, name, "", "", at(minutes), at(not_after) if not_after else Millis(0))


async def put(store, *rows: Due) -> None:
    await store.write(lambda tx: [tx.agenda.put(each) for each in rows])


async def states(store) -> dict[str, str]:
    return {each.occurrence: each.state for each in await store.read(lambda tx: tx.agenda.of(1)) if each.kind != ERRAND}


class Bell:
    """Rings: writes down what fell, when, in the transaction that settles it."""

    def __init__(self) -> None:
        self.broken: set[str] = set()

    def __call__(self, tx, due, now):
        if due.occurrence in self.broken:
            tx.notes.put("rang", "what a failing row stored")
            raise RuntimeError("broken")
        if due.occurrence == "forbidden":
            tx.notes.put("rang", "what a forbidden row stored")
            raise Rule("activity.gone")
        tx.notes.put("rang", f"{tx.notes.get('rang') or ''} {due.occurrence}")
        if due.occurrence == "chained":
            tx.agenda.put(Due("bell", 1, "by it", "", "", at(2)))
        if due.occurrence == "asks":
            return (Errand("run", PersonId(0), {"activity": 1}),)
        return ()


class Errands:
    """Runs errands; fails as long as told to."""

    def __init__(self) -> None:
        self.ran: list[Errand] = []
        self.failing = False
        self.gate: asyncio.Event | None = None

    async def __call__(self, errand: Errand) -> None:
        if self.gate is not None:
            await self.gate.wait()
        if self.failing:
            raise RuntimeError("broken")
        self.ran.append(errand)


@pytest.fixture
def bell():
    return Bell()


@pytest.fixture
def errands():
    return Errands()


@pytest.fixture
def falling(store, bell, errands):
    return Falling(store, errands, {"bell": bell})


async def rang(store) -> list[str]:
    return (await store.read(lambda tx: tx.notes.get("rang")) or "").split()


async def test_after_a_standstill_what_became_due_falls_in_the_order_of_its_instants(store, falling):
    await put(store, row("third", 3), row("first", 1), row("second", 2), row("later", 60))
    assert await falling.fall(NOON + timedelta(minutes=10)) == 3
    assert await rang(store) == ["first", "second", "third"]
    assert await states(store) == {"first": "done", "second": "done", "third": "done", "later": "waiting"}


async def test_a_row_put_by_a_falling_row_takes_its_own_place_in_the_order(store, falling):
    await put(store, row("chained", 1), row("third", 3))
    await falling.fall(NOON + timedelta(minutes=10))
    assert await rang(store) == ["chained", "by", "it", "third"]


async def test_no_row_falls_before_its_time_nor_twice(store, falling):
    await put(store, row("once", 5))
    assert await falling.fall(NOON + timedelta(minutes=4, seconds=59)) == 0
    for _ in range(3):
        await falling.fall(NOON + timedelta(minutes=5))
    assert await rang(store) == ["once"]


async def test_two_tickers_at_once_let_a_row_fall_once(store, bell, errands):
    await put(store, *(row(f"r{number}", number) for number in range(12)))
    tickers = [Falling(store, errands, {"bell": bell}) for _ in range(3)]
    ended = await asyncio.gather(*(ticker.fall(NOON + timedelta(hours=1)) for ticker in tickers))
    assert sorted(await rang(store)) == sorted(f"r{number}" for number in range(12))
    assert sum(ended) == 12


async def test_what_is_past_its_last_instant_expires_and_is_never_run(store, falling):
    await put(store, row("too late", 1, not_after=5), row("just in time", 1, not_after=10))
    await falling.fall(NOON + timedelta(minutes=10))
    assert await states(store) == {"too late": "expired", "just in time": "done"}
    assert await rang(store) == ["just", "in", "time"]


async def test_a_failing_row_stores_nothing_blocks_nobody_and_is_tried_again_with_a_growing_pause(store, falling, bell):
    bell.broken = {"broken"}
    await put(store, row("broken", 1), row("fine", 2))
    now = NOON + timedelta(minutes=10)
    await falling.fall(now)
    assert await rang(store) == ["fine"]
    bell.broken = set()
    await falling.fall(now + timedelta(seconds=4))
    assert await states(store) == {"broken": "waiting", "fine": "done"}, "the pause is not over"
    bell.broken = {"broken"}
    await falling.fall(now + timedelta(seconds=6))
    bell.broken = set()
    await falling.fall(now + timedelta(seconds=12))
    assert (await states(store))["broken"] == "waiting", "the second pause is longer"
    await falling.fall(now + timedelta(seconds=17))
    assert await rang(store) == ["fine", "broken"]


async def test_a_rule_ends_the_row_and_nothing_of_it_is_stored(store, falling):
    await put(store, row("forbidden", 1))
    await falling.fall(NOON + timedelta(minutes=2))
    await falling.fall(NOON + timedelta(minutes=3))
    assert await states(store) == {"forbidden": "done"}
    assert await rang(store) == []


async def test_an_errand_is_done_after_the_commit_and_once(store, falling, errands):
    await put(store, row("asks", 1))
    await falling.fall(NOON + timedelta(minutes=2))
    assert await falling.drain(5)
    await falling.fall(NOON + timedelta(minutes=3))
    assert await falling.drain(5)
    assert errands.ran == [Errand("run", PersonId(0), {"activity": 1})]
    assert not falling.busy


async def test_an_errand_that_a_kill_took_away_is_done_after_the_next_start(store, bell, errands):
    killed = Falling(store, errands, {"bell": bell})
    errands.gate = asyncio.Event()
    await put(store, row("asks", 1))
    await killed.fall(NOON + timedelta(minutes=2))
    assert killed.busy
    assert not await killed.drain(0.01), "it is cut off in the middle"
    errands.gate = None
    started = Falling(store, errands, {"bell": bell})
    await started.fall(NOON + timedelta(minutes=3))
    assert await started.drain(5)
    assert len(errands.ran) == 1


async def test_a_failing_errand_is_tried_again_and_does_not_hold_up_what_is_due(store, falling, errands):
    errands.failing = True
    await put(store, row("asks", 1))
    await falling.fall(NOON + timedelta(minutes=2))
    await falling.drain(5)
    await put(store, row("fine", 2))
    await falling.fall(NOON + timedelta(minutes=2, seconds=1))
    assert await rang(store) == ["asks", "fine"]
    errands.failing = False
    await falling.fall(NOON + timedelta(minutes=2, seconds=6))
    await falling.drain(5)
    assert len(errands.ran) == 1


async def test_the_same_errand_asked_for_another_time_is_done_again(store, falling, errands):
    errand = Errand("run", PersonId(0), {"activity": 1})
    for minutes in (1, 2):
        await store.write(lambda tx, minutes=minutes: keep(tx, errand, NOON + timedelta(minutes=minutes)))
        await falling.fall(NOON + timedelta(minutes=minutes))
        await falling.drain(5)
    assert len(errands.ran) == 2


async def test_a_kind_that_nobody_keeps_blocks_no_other(store, falling):
    await put(store, row("strange", 1, kind="of a newer version"), row("fine", 2))
    await falling.fall(NOON + timedelta(minutes=3))
    assert (await states(store)) == {"strange": "waiting", "fine": "done"}
