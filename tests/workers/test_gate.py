"""The gate and the tenure by a clock set by hand; the scribe over a real store."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.limits import Measure
from bot.core.screen import Block, Plain, Screen
from bot.ports import Reply
from bot.telegram.render import Place
from bot.workers.drawing import Drawing
from bot.workers.gate import Gate
from bot.workers.scribe import Scribe
from bot.workers.tenure import Tenure
from tests.workers.desk import edge
from tests.workers.test_intake import met


class Clock:
    """Seconds that pass only while somebody rests."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now

    async def rest(self, seconds):
        self.now += seconds
        await asyncio.sleep(0)


async def test_whoever_enters_waits_for_a_slot_and_takes_it():
    clock = Clock()
    gate, went = Gate(Measure(), clock, clock.rest), []
    for chat in range(1, 40):
        assert await gate.enter(chat, lambda: True)
        went.append(clock.now)
    assert went[0] == pytest.approx(101.05)
    assert went[29] - went[0] == pytest.approx(1.05)
    assert went[38] - went[0] == pytest.approx(38 * 1.05 / 29, abs=0.01)


async def test_nobody_enters_while_the_gate_is_held_and_who_was_waiting_turns_back():
    clock = Clock()
    gate = Gate(Measure(), clock, clock.rest)

    async def held_meanwhile(seconds):
        clock.now += seconds
        gate.hold(30)

    gate._rest = held_meanwhile
    assert not await gate.enter(1, lambda: True)
    assert gate.held == pytest.approx(30)
    gate._rest = clock.rest
    assert not await gate.enter(1, lambda: True)
    await gate.opens()
    assert gate.held == 0
    assert await gate.enter(1, lambda: True)


async def test_who_may_no_longer_send_does_not_enter_even_at_the_last_moment():
    clock = Clock()
    gate, asked = Gate(Measure(), clock, clock.rest), []

    def still():
        asked.append(clock.now)
        return len(asked) < 3

    assert not await gate.enter(1, still)
    assert len(asked) == 3


async def test_replies_pass_at_once_and_those_who_write_to_others_make_room(kept, playground):
    async with edge(kept, playground) as made:
        rosa = await met(playground)
        clock = Clock()
        gate = Gate(Measure(), clock, clock.rest)
        drawing = Drawing(kept, made.drawing._renderer, made.courier, made.ring, made.drawing._upload, gate=gate)
        clock.now = 200.0
        for number in range(29):
            reply = Reply((Screen("below", (Block("body", Plain(str(number))),)),))
            drawing.soon(reply, Place(rosa.id, made.ring.look_up(rosa.id)))
        assert await drawing.drain(5)
        assert len(await rosa.messages()) == 29, "none was delayed"
        assert await gate.enter(9, lambda: True)
        assert clock.now >= 201.05


async def test_a_429_on_a_reply_holds_what_goes_to_others(kept, playground):
    async with edge(kept, playground) as made:
        rosa = await met(playground)
        clock = Clock()
        gate = Gate(Measure(), clock, clock.rest)
        playground.world.faults.retry_after = 7
        playground.world.faults.plan("sendMessage", "429")
        drawing = Drawing(
            kept, made.drawing._renderer, made.courier, made.ring, made.drawing._upload, rest=clock.rest, gate=gate
        )
        held = []
        gate.hold = held.append
        drawing.soon(Reply((Screen("below", (Block("body", Plain("hello")),)),)), Place(rosa.id, b"h" * 32))
        assert await drawing.drain(5)
        assert held == [7.0]


async def test_a_lease_is_believed_in_for_a_little_less_than_it_lasts(store):
    clock, real = Clock(), Clock()
    taken = []
    tenure = Tenure(store, "sender", "one", lambda _tx, fence: taken.append(fence), steady=clock, real=real)
    assert not tenure.sure()
    assert await tenure.renew()
    assert tenure.sure()
    clock.now += 4.4
    assert tenure.sure()
    clock.now += 0.2
    assert not tenure.sure(), "frozen and thawed: somebody else may be sending"
    assert not await tenure.renew(), "the same fence"
    assert tenure.sure()
    assert taken == [1]


async def test_another_takes_over_once_the_lease_is_given_up_and_with_a_higher_fence(store):
    taken = []
    one, two = (Tenure(store, "sender", name, lambda _tx, fence: taken.append(fence)) for name in ("one", "two"))
    assert await one.renew()
    assert not await two.renew()
    assert not two.sure()
    await one.give_up()
    assert not one.sure()
    assert await two.renew()
    assert two.fence > one.fence
    assert taken == [one.fence, two.fence]
    await Tenure(store, "sender", "never").give_up()
    assert two.sure()


async def test_what_waits_together_is_written_together_and_one_fault_is_nobody_elses(store):
    scribe, transactions = Scribe(store), []
    write = store.write

    async def counted(work):
        transactions.append(work)
        return await write(work)

    store.write = counted

    def note(number):
        def work(tx):
            if number == 7:
                raise ZeroDivisionError
            tx.notes.put(f"n{number}", str(number))
            return number

        return work

    first = await asyncio.gather(*(scribe.write(note(n)) for n in range(5)))
    assert first == [0, 1, 2, 3, 4]
    assert len(transactions) < 5
    found = await asyncio.gather(*(scribe.write(note(n)) for n in range(5, 10)), return_exceptions=True)
    assert [type(one) is ZeroDivisionError or one for one in found] == [5, 6, True, 8, 9]
    assert await scribe.alone(lambda tx: tx.notes.get("n9")) == "9"
    assert await store.read(lambda tx: tx.notes.get("n7")) is None
