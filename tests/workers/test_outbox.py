"""Messages to others over the real outbox and a real Bot API server: once each, paced, and what became of each is known."""

from __future__ import annotations

import asyncio
import base64
import io
import time
from bisect import bisect_left
from datetime import timedelta
from functools import partial

import pytest
import segno

from bot.actions import hold
from bot.core.screen import Block, Screen
from bot.ports import State, millis
from tests.workers.mailroom import FIRST_CHAT, NOON, mailroom
from tests.workers.mailroom import write as plainly

NIGHT = NOON + timedelta(hours=10)


async def test_everybody_gets_a_broadcast_once_whatever_the_network_does(store, tmp_path):
    async with mailroom(store, tmp_path, 250) as room:
        room.playground.world.faults = type(room.playground.world.faults)(
            seed=7, rates={"500": 0.03, "reset": 0.03, "lost": 0.03}
        )
        room.sender().start()
        done = await room.until(await room.tell_all())
        assert done["SENT"] + done["UNKNOWN"] == 250
        assert done["UNKNOWN"] == sum(room.playground.world.faults.met.values()) > 5
        copies = room.copies()
        assert max(copies.values()) == 1, "nobody got a second copy"
        rows = {person: await room.rows(person) for person in room.people}
        sent = {room.chat(person) for person, row in rows.items() if row == [("SENT", "")]}
        assert sent <= set(copies), "what is said to be sent arrived"
        assert len(copies) == done["SENT"] + room.playground.world.faults.met["lost"]


async def test_of_two_senders_one_sends_and_the_other_goes_on_where_it_stops(store, tmp_path):
    async with mailroom(store, tmp_path, 150) as room:
        first, second = room.sender(factor=5), room.sender()
        first.start()
        await asyncio.sleep(0.1)
        second.start()
        notice = await room.tell_all()
        while len(room.copies()) < 40:
            await asyncio.sleep(0.02)
        await first.stop()
        left = await room.progress(notice)
        assert not set(left) & {"CLAIMED", "STARTED", "UNKNOWN"}, "a sender that is stopped leaves nothing in doubt"
        assert 0 < left["WAITING"] < 150
        assert await room.until(notice) == {"SENT": 150}
        assert set(room.copies().values()) == {1}


async def test_what_a_crash_left_in_doubt_is_not_sent_again_and_the_rest_is(store, tmp_path):
    async with mailroom(store, tmp_path, 20) as room:
        notice = await room.tell(room.people)

        def crash(tx):
            fence = tx.leases.take("sender", "dead", millis(NOON), 5)
            rows = tx.outbox.claim(fence, millis(NOON), 8)
            tx.outbox.start([row.key for row in rows[:3]], fence, millis(NOON))
            tx.leases.give_up("sender", "dead")

        await store.write(crash)
        room.sender().start()
        assert await room.until(notice) == {"SENT": 17, "UNKNOWN": 3}
        assert len(room.copies()) == 17


async def test_a_sender_whose_lease_another_has_taken_sends_nothing(store, tmp_path):
    """It was frozen between claiming and sending: whatever it still believes, its fence is old."""
    async with mailroom(store, tmp_path, 6) as room:
        notice = await room.tell(room.people)
        old, new = room.sender(), room.sender(real=lambda: time.time() + 60)
        await old._tenure.renew()
        batch = await old._claiming.claim(NOON)
        assert len(batch.parcels) == 6
        # PostgreSQL goes by its own clock: there the old one gives its lease up without knowing it.
        await store.write(lambda tx: tx.leases.give_up("sender", old._tenure._owner))
        assert await new.drain_once(NOON) == 6
        assert old._tenure.sure(), "it does not know"
        await old._deliver(batch.parcels, room.clock)
        assert await room.progress(notice) == {"SENT": 6}
        assert set(room.copies().values()) == {1}


async def test_a_process_that_was_frozen_just_before_its_request_does_not_make_it(store, tmp_path):
    async with mailroom(store, tmp_path, 1) as room:
        notice, jumped = await room.tell(room.people), [0.0]
        sender = room.sender(steady=lambda: time.monotonic() + jumped[0])
        await sender._tenure.renew()
        batch = await sender._claiming.claim(NOON)
        take = sender._gate._pace.take

        def freeze(chat, now):
            jumped[0] = 4.6
            return take(chat, now)

        sender._gate._pace.take = freeze
        await sender._deliver(batch.parcels, room.clock)
        assert room.copies() == {}
        assert await room.progress(notice) == {"WAITING": 1}


async def test_after_a_429_nothing_goes_until_its_time_is_over(store, tmp_path):
    async with mailroom(store, tmp_path, 60) as room:
        faults, at = room.playground.world.faults, []
        faults.plan("sendMessage", "429")
        plan = faults.next

        def noted(method):
            fault = plan(method)
            if fault[0] == "429":
                at.append(time.time())
            return fault

        room.playground.world.faults = type("Noted", (), {"next": staticmethod(noted), "retry_after": 1})()
        room.sender(factor=1.0).start()
        notice = await room.tell_all()
        assert await room.until(notice) == {"SENT": 60}
        assert len(at) == 1
        # What was under way already when the answer came is in the first hundredth of a second.
        assert [t for t, _, _ in room.delivered() if at[0] + 0.1 < t < at[0] + 1.0] == []
        assert set(room.copies().values()) == {1}


async def test_a_blocked_chat_is_counted_and_never_tried_again(store, tmp_path):
    async with mailroom(store, tmp_path, 5) as room:
        world = room.playground.world
        world.chats[FIRST_CHAT + 2].blocked = True
        first, second = await room.tell_all("one"), await room.tell_all("two", number=2)
        await room.sender().drain_once(NOON)
        both = [await room.progress(first), await room.progress(second)]
        assert both in ([one := {"SENT": 4, "REFUSED": 1}, two := {"SENT": 4, "SKIPPED": 1}], [two, one])
        assert sorted(await room.rows(room.people[2])) == [("REFUSED", "blocked"), ("SKIPPED", "blocked")]
        assert [code for _, code, _ in world.refusals] == [403], "asked once"


async def test_a_broadcast_at_the_messengers_own_rate_keeps_its_limits_from_the_first_second(store, tmp_path):
    async with mailroom(store, tmp_path, 75, strict=True) as room:
        notice = await room.tell_all()
        room.sender(factor=1.0).start()
        assert await room.until(notice) == {"SENT": 75}
        times = sorted(at for at, _, _ in room.delivered())
        assert max(bisect_left(times, one + 1) - index for index, one in enumerate(times)) <= 30
        assert [code for _, code, _ in room.playground.world.refusals] == []


async def test_a_confirmation_of_which_nobody_knows_is_sent_again_with_the_same_words(store, tmp_path):
    async with mailroom(store, tmp_path, 1) as room:
        room.playground.world.faults.plan("sendMessage", "lost", 2)
        notice = await room.tell(room.people, "Your receipt: 7K", "confirmation")
        sender = room.sender()
        assert await sender.drain_once(NOON) == 0
        assert await sender.drain_once(NOON + timedelta(seconds=0.9)) == 0
        assert await room.progress(notice) == {"WAITING": 1}
        assert await sender.drain_once(NOON + timedelta(seconds=2)) == 0
        assert await sender.drain_once(NOON + timedelta(seconds=3)) == 0, "the second time it waits longer"
        assert await sender.drain_once(NOON + timedelta(seconds=5)) == 1
        assert [words for _, _, words in room.delivered()] == ["Your receipt: 7K"] * 3
        assert await room.progress(notice) == {"SENT": 1}


async def test_while_the_messenger_is_down_everything_waits(store, tmp_path):
    async with mailroom(store, tmp_path, 30) as room:
        port = int(room.playground.url.rpartition(":")[2])
        await room.playground._runner.cleanup()
        notice = await room.tell_all()
        room.sender().start()
        await asyncio.sleep(0.6)
        waiting = await room.progress(notice)
        assert set(waiting) <= {"WAITING", "CLAIMED", "STARTED"}
        await room.playground.start(port=port)
        assert await room.until(notice) == {"SENT": 30}
        assert set(room.copies().values()) == {1}


async def champions_picture(room):
    """The messenger's reference of a picture that somebody sent."""
    drawn = io.BytesIO()
    segno.make("a poster").save(drawn, kind="png")
    content = base64.b64encode(drawn.getvalue()).decode()
    sent = await room.playground.act("send_file", person=FIRST_CHAT, kind="photo", content=content)
    return sent["message"]["photo"][-1]["file_id"]


async def test_a_letter_with_a_picture_is_a_picture_and_words_and_without_it_words_that_say_so(store, tmp_path):
    async with mailroom(store, tmp_path, 2) as room:
        there = await champions_picture(room)
        await room.tell(room.people[:1], "Come along", picture=there)
        await room.tell(room.people[1:], "Come along", number=2, picture="no longer there")
        assert await room.sender().drain_once(NOON) == 2
        said = {chat: [words for _, one, words in room.delivered() if one == chat] for chat in room.copies()}
        assert said[FIRST_CHAT] == ["sendPhoto", "Come along"]
        assert "could not be shown" in said[FIRST_CHAT + 1][0]
        assert said[FIRST_CHAT + 1][1] == "Come along"
        assert {row for who in room.people for row in await room.rows(who)} == {("SENT", "")}


async def test_a_letter_that_cannot_be_worded_holds_up_nobody(store, tmp_path):
    def breaks(tx, notice, delivery, person, now):
        if person.id == unlucky:
            raise ZeroDivisionError
        return plainly(tx, notice, delivery, person, now)

    async with mailroom(store, tmp_path, 12) as room:
        unlucky = room.people[4]
        notice = await room.tell(room.people)
        room.sender(write=breaks).start()
        for _ in range(500):
            done = await room.progress(notice)
            if done == {"SENT": 11, "WAITING": 1}:
                break
            await asyncio.sleep(0.02)
        assert done == {"SENT": 11, "WAITING": 1}
        assert await room.rows(unlucky) == [("WAITING", "fault")]


def broken(tx, notice, delivery, person, now):
    return (Screen("below", (Block("body", 5),)),)


async def test_words_that_cannot_be_rendered_are_refused_with_a_reference_and_not_tried_for_ever(store, tmp_path):
    async with mailroom(store, tmp_path, 1) as room:
        notice = await room.tell(room.people)
        await room.sender(write=broken).drain_once(NOON)
        ((state, reason),) = await room.rows(room.people[0])
        assert (state, reason[:7]) == ("REFUSED", "0 fault")
        assert await room.progress(notice) == {"REFUSED": 1}


async def test_after_a_standstill_nothing_is_sent_until_an_operator_confirms(store, tmp_path):
    async with mailroom(store, tmp_path, 3) as room:
        notice = await room.tell(room.people)
        await store.write(lambda tx: tx.notes.put(hold.HEARTBEAT, str(millis(NOON - timedelta(minutes=61)))))
        room.sender().start()
        await asyncio.sleep(0.6)
        assert await room.progress(notice) == {"WAITING": 3}
        assert await store.read(hold.held)
        await store.write(lambda tx: hold.let_go(tx, room.clock()))
        assert await room.until(notice) == {"SENT": 3}


async def test_with_a_clock_stepped_by_hand_nothing_goes_in_quiet_hours(store, tmp_path):
    async with mailroom(store, tmp_path, 4) as room:
        room.now = NIGHT
        notice = await room.tell_all("news", "service")
        sender = room.sender()
        assert await sender.drain_once(NIGHT) == 0
        assert await room.progress(notice) == {"WAITING": 4}
        assert await sender.drain_once(NOON + timedelta(hours=20.5)) == 4


async def test_a_cancelled_broadcast_stops_where_it_is(store, tmp_path):
    async with mailroom(store, tmp_path, 200) as room:
        room.sender(factor=2).start()
        notice = await room.tell_all()
        while not room.copies():
            await asyncio.sleep(0.02)
        await store.write(partial(_cancel, notice=notice))
        done = await room.until(notice)
        assert done["SENT"] + done["CANCELLED"] == 200
        assert len(room.copies()) == done["SENT"] < 200


def _cancel(tx, notice):
    tx.notices.change(notice, state="cancelled")
    tx.outbox.cancel(notice)


async def test_people_who_share_a_chat_are_each_written_to_once(store, tmp_path):
    async with mailroom(store, tmp_path, 1) as room:
        account = await store.read(lambda tx: tx.people.person(room.people[0]).account)
        other = await store.write(lambda tx: tx.people.add(account, "en", millis(NOON)).id)
        await room.tell([room.people[0], other])
        assert await room.sender().drain_once(NOON) == 2
        assert room.copies() == {FIRST_CHAT: 2}


@pytest.mark.parametrize("state", [State.SENT])
async def test_the_number_of_the_message_is_kept(store, tmp_path, state):
    async with mailroom(store, tmp_path, 1) as room:
        await room.tell(room.people)
        await room.sender().drain_once(NOON)
        (row,) = await store.read(lambda tx: tx.outbox.of_person(room.people[0], (state,)))
        assert row.message > 0
        assert row.started == row.settled == millis(NOON)
