"""The outbox: claimed in order, stamped before it is sent, settled once, and only by whoever holds the fence."""

from __future__ import annotations

import asyncio

import pytest

from bot.ports import Contacted, Lane, Millis, State
from bot.storage import outbox
from tests.storage.messages import EVERYBODY, later, notice, told, town
from tests.storage.sample import NOW


def claim(fence=1, now=NOW, limit=99):
    return lambda tx: tx.outbox.claim(fence, now, limit)


def of(person, *states):
    return lambda tx: tx.outbox.of_person(person, states or list(State))


async def test_a_recipient_is_added_once_with_what_the_notice_says_where_nothing_else_is_said(store):
    (amina,) = await town(store, "amina")
    made = await store.write(lambda tx: notice(tx, class_="service", due=later(3), not_after=later(9)))
    assert await store.write(lambda tx: tx.outbox.add(made.id, amina, NOW))
    assert not await store.write(lambda tx: tx.outbox.add(made.id, amina, NOW, content="other"))
    assert await store.write(lambda tx: tx.outbox.add(made.id, amina, NOW, "2", "{}", later(1), later(2)))
    rows = await store.read(of(amina))
    assert [(r.occurrence, r.due, r.not_after, r.class_, r.lane, r.content) for r in rows] == [
        ("2", later(1), later(2), "service", Lane.REMINDERS, "{}"),
        ("", later(3), later(9), "service", Lane.REMINDERS, ""),
    ]
    plain = await told(store, [amina], object_=2)
    assert next(r.due for r in await store.read(of(amina)) if r.notice == plain.id) == NOW


async def test_the_better_lane_goes_first_then_who_waits_longest(store):
    a, b, c = await town(store, "amina", "ben", "chen")
    await told(store, [a, b], object_=1, due=later(-2))
    await told(store, [c], object_=2, due=later(-3))
    await told(store, [b], object_=3, class_="service", due=later(-1))
    await told(store, [c], object_=4, class_="confirmation", due=NOW)
    await told(store, [a], object_=5, class_="confirmation", due=later(1))
    rows = await store.write(claim(limit=4))
    assert [(r.lane, r.person) for r in rows][:3] == [(0, c), (1, b), (2, c)]
    assert rows[3].person == min(a, b)
    assert {(r.state, r.fence) for r in rows} == {(State.CLAIMED, 1)}
    assert [r.person for r in await store.write(claim())] == [max(a, b)]
    assert await store.write(claim()) == []


async def test_notices_that_are_filling_paused_or_cancelled_are_leapt_over_however_many_rows_they_have(store):
    people = await town(store, *(f"p{n}" for n in range(12)))
    states = ("paused", "cancelled", "filling", "done")
    for n, state in enumerate(states):
        made = await told(store, people, object_=n, due=later(-5 + n))
        await store.write(lambda tx, made=made, state=state: tx.notices.change(made.id, state=state))
    await told(store, people[:2], object_=9, due=later(-3.5))
    await told(store, people[2:4], object_=8, due=NOW)
    assert await store.read(lambda tx: tx.outbox.soonest()) == later(-3.5)
    rows = [row for _ in range(3) for row in await store.write(claim(limit=3))]
    assert {row.person for row in rows[:2]} == set(people[:2])
    assert {row.person for row in rows[2:]} == set(people[2:4])
    assert await store.read(lambda tx: tx.outbox.soonest()) is None


async def test_soonest_is_the_next_due_row_in_any_lane(store):
    (amina,) = await town(store, "amina")
    assert await store.read(lambda tx: tx.outbox.soonest()) is None
    await told(store, [amina], object_=1, due=later(5))
    await told(store, [amina], object_=2, class_="service", due=later(4))
    assert await store.read(lambda tx: tx.outbox.soonest()) == later(4)


async def test_a_row_is_stamped_sent_and_settled_once(store):
    (amina,) = await town(store, "amina")
    await told(store, [amina])
    (row,) = await store.write(claim(7))
    assert await store.write(lambda tx: tx.outbox.start([row.key], 7, later(1)))
    assert not await store.write(lambda tx: tx.outbox.start([row.key], 7, later(1))), "started already"
    assert await store.write(lambda tx: tx.outbox.settle([row.key], 7, State.SENT, later(2), 55)) == 1
    assert await store.write(lambda tx: tx.outbox.settle([row.key], 7, State.REFUSED, later(3))) == 0
    (sent,) = await store.read(of(amina, State.SENT))
    assert (sent.started, sent.settled, sent.message) == (later(1), later(2), 55)
    with pytest.raises(ValueError, match="WAITING"):
        await store.write(lambda tx: tx.outbox.settle([row.key], 7, State.WAITING, NOW))


async def test_of_a_bundle_nothing_is_stamped_where_one_row_is_no_longer_ours(store):
    (amina,) = await town(store, "amina")
    one, two = await told(store, [amina], object_=1), await told(store, [amina], object_=2)
    keys = [row.key for row in await store.write(claim())]
    assert await store.write(lambda tx: tx.outbox.cancel(two.id)) == 1
    assert not await store.write(lambda tx: tx.outbox.start(keys, 1, NOW))
    (row,) = await store.read(of(amina, State.CLAIMED))
    assert (row.notice, row.started) == (one.id, 0)


async def test_who_waits_again_is_not_due_before_and_a_started_try_counts(store):
    (amina,) = await town(store, "amina")
    await told(store, [amina])
    (row,) = await store.write(claim())
    assert await store.write(lambda tx: tx.outbox.put_back([row.key], 1, later(1), "quiet")) == 1
    assert await store.write(claim()) == []
    (row,) = await store.write(claim(1, later(1)))
    assert (row.reason, row.tries) == ("quiet", 0)
    await store.write(lambda tx: tx.outbox.start([row.key], 1, later(1)))
    assert await store.write(lambda tx: tx.outbox.put_back([row.key], 1, later(2))) == 1
    (row,) = await store.read(of(amina))
    assert (row.state, row.tries, row.started) == (State.WAITING, 1, 0)
    assert await store.write(lambda tx: tx.outbox.put_back([row.key], 1, later(3))) == 0


async def test_a_stale_sender_can_neither_stamp_nor_settle_nor_put_back(store):
    people = await town(store, "amina", "ben", "chen", "dora")
    await told(store, people[:2], object_=1)
    await told(store, people[2:3], object_=2, class_="confirmation")
    await told(store, people[3:], object_=3, class_="urgent")
    rows = await store.write(claim(1, NOW, 9))
    keys = {row.person: row.key for row in rows}
    started = [keys[person] for person in people[1:]]
    assert await store.write(lambda tx: tx.outbox.start(started, 1, NOW))
    assert await store.write(lambda tx: tx.outbox.take_over(2, later(1))) == (3, 1)
    assert not await store.write(lambda tx: tx.outbox.start([keys[people[0]]], 1, NOW))
    assert await store.write(lambda tx: tx.outbox.settle(started, 1, State.SENT, NOW)) == 0
    assert await store.write(lambda tx: tx.outbox.put_back(list(keys.values()), 1, NOW)) == 0
    again = await store.write(claim(2, later(1)))
    assert {row.person for row in again} == {people[0], *people[2:]}
    assert {row.person: row.tries for row in again} == {people[0]: 0, people[2]: 1, people[3]: 1}
    assert not await store.write(lambda tx: tx.outbox.start([keys[people[0]]], 1, NOW)), "claimed by another"
    (lost,) = await store.read(of(people[1]))
    assert (lost.state, lost.reason, lost.settled) == (State.UNKNOWN, "crash", later(1))
    assert await store.write(lambda tx: tx.outbox.take_over(2, later(1))) == (0, 0)


async def test_many_senders_that_claim_at_once_share_the_rows(store):
    people = await town(store, *(f"p{n}" for n in range(40)))
    await told(store, people)
    found = await asyncio.gather(*(store.write(claim(fence, NOW, 5)) for fence in range(1, 13)))
    found.append(await store.write(claim(13)))  # what was locked by a try that had to be made again
    persons = [row.person for rows in found for row in rows]
    assert sorted(persons) == sorted(people)


async def test_news_of_one_person_is_claimed_together(store):
    amina, ben = await town(store, "amina", "ben")
    await told(store, [amina, ben], object_=1, class_="service")
    await told(store, [amina], object_=2, class_="service", due=later(1))
    held = await told(store, [amina], object_=3, class_="service")
    await told(store, [amina], object_=4)
    paused = await told(store, [amina], object_=5, class_="service")
    await store.write(lambda tx: tx.notices.change(paused.id, state="paused"))
    (first,) = [row for row in await store.write(claim()) if row.notice == held.id]
    others = [row.key for row in await store.read(of(amina, State.CLAIMED)) if row.notice != held.id]
    await store.write(lambda tx: tx.outbox.put_back([first.key], 1, later(5), "bundled"))
    await store.write(lambda tx: tx.outbox.put_back(others, 1, NOW))
    news = await store.write(lambda tx: tx.outbox.claim_of(amina, 1, NOW))
    assert {(row.notice == held.id, row.class_, row.state) for row in news} == {
        (True, "service", State.CLAIMED), (False, "service", State.CLAIMED),
    }  # fmt: skip
    assert len(news) == 2
    assert await store.write(lambda tx: tx.outbox.claim_of(amina, 1, NOW)) == []


async def test_what_is_too_late_expires_even_when_its_notice_is_paused(store):
    amina, ben = await town(store, "amina", "ben")
    late = await told(store, [amina], object_=1, not_after=later(1))
    paused = await told(store, [ben], object_=2, not_after=later(2))
    await told(store, [ben], object_=3)
    await store.write(lambda tx: tx.notices.change(paused.id, state="paused"))
    assert await store.write(lambda tx: tx.outbox.expire(later(1), 9)) == 0
    assert await store.write(lambda tx: tx.outbox.expire(later(3), 1)) == 1
    assert (await store.read(lambda tx: tx.notices.get(late.id))).state == "done"
    assert await store.write(lambda tx: tx.outbox.expire(later(3), 9)) == 1
    assert len(await store.read(of(ben, State.EXPIRED))) == 1
    assert await store.write(lambda tx: tx.outbox.expire(later(3), 9)) == 0


async def test_what_a_person_may_have_been_sent_counts_as_contact(store):
    (amina,) = await town(store, "amina")
    ends = {1: State.SENT, 2: State.UNKNOWN, 3: State.REFUSED, 4: State.SKIPPED, 5: None, 6: State.SENT}
    for n, end in ends.items():
        await told(store, [amina], object_=n, class_="service" if n == 2 else "unasked")
        rows = await store.write(claim())
        keys = [row.key for row in rows]
        await store.write(lambda tx, keys=keys, n=n: tx.outbox.start(keys, 1, later(n - 1)))
        if end:
            await store.write(lambda tx, keys=keys, end=end: tx.outbox.settle(keys, 1, end, later(9)))
    assert await store.read(lambda tx: tx.outbox.contacted(amina, later(1))) == [
        Contacted(later(1), "service"), Contacted(later(4), "unasked"), Contacted(later(5), "unasked"),
    ]  # fmt: skip


async def test_a_cancel_reaches_what_waits_and_what_is_in_hand_but_not_what_may_be_on_its_way(store):
    people = await town(store, "amina", "ben", "chen", "dora")
    made = await told(store, people)
    rows = await store.write(claim(1, NOW, 2))
    await store.write(lambda tx: tx.outbox.start([rows[0].key], 1, NOW))
    last = next(person for person in people if person not in {row.person for row in rows})
    assert await store.write(lambda tx: tx.outbox.cancel(made.id, last)) == 1
    assert await store.write(lambda tx: tx.outbox.cancel(made.id)) == 2
    assert await store.read(lambda tx: tx.notices.progress(made.id)) == {State.STARTED: 1, State.CANCELLED: 3}
    assert not await store.write(lambda tx: tx.outbox.start([rows[1].key], 1, NOW))
    await store.write(lambda tx: tx.outbox.settle([rows[0].key], 1, State.SENT, NOW))
    assert (await store.read(lambda tx: tx.notices.get(made.id))).state == "done"


async def test_a_mass_notice_is_stopped_at_once_and_its_rows_go_in_slices(store, monkeypatch):
    monkeypatch.setattr(outbox, "SLICE", 3)
    people = await town(store, *(f"p{n}" for n in range(6)))
    made = await told(store, people)
    (held,) = await store.write(claim(1, NOW, 1))
    assert await store.write(lambda tx: tx.outbox.cancel(made.id)) == 6
    assert not await store.write(lambda tx: tx.outbox.start([held.key], 1, NOW))
    assert await store.write(claim()) == []
    while await store.write(lambda tx: tx.notices.sweep(2)):
        pass
    assert await store.read(lambda tx: tx.notices.progress(made.id)) == {State.CANCELLED: 6}


async def test_unknown_ones_are_listed_and_sent_again_only_by_a_persons_word(store):
    people = await town(store, "amina", "ben", "chen")
    made = await told(store, people)
    keys = [row.key for row in await store.write(claim())]
    await store.write(lambda tx: tx.outbox.start(keys, 1, NOW))
    await store.write(lambda tx: tx.outbox.settle(keys[:2], 1, State.UNKNOWN, NOW, reason="timeout"))
    await store.write(lambda tx: tx.outbox.settle(keys[2:], 1, State.SENT, NOW))
    assert await store.write(claim()) == []
    assert await store.read(lambda tx: (tx.outbox.unknown(made.id), tx.notices.get(made.id).state)) == (2, "done")
    assert await store.write(lambda tx: tx.outbox.resend(made.id, later(1), 1)) == 1
    assert await store.read(lambda tx: (tx.outbox.unknown(made.id), tx.notices.get(made.id).state)) == (1, "ready")
    assert len(await store.write(claim(2, later(1)))) == 1


async def test_the_queue_counts_what_is_open_and_unknown_by_lane(store):
    people = await town(store, "amina", "ben", "chen")
    await told(store, people)
    await told(store, people[:1], object_=2, class_="confirmation")
    keys = [row.key for row in await store.write(claim(1, NOW, 3))]
    await store.write(lambda tx: tx.outbox.start(keys[1:], 1, NOW))
    await store.write(lambda tx: tx.outbox.settle(keys[2:], 1, State.UNKNOWN, NOW))
    assert await store.read(lambda tx: tx.outbox.queue()) == [
        (Lane.CONFIRMATIONS, State.CLAIMED, 1), (Lane.BROADCAST, State.WAITING, 1), (Lane.BROADCAST, State.STARTED, 1),
        (Lane.BROADCAST, State.UNKNOWN, 1),
    ]  # fmt: skip


async def test_old_rows_of_notices_that_are_over_go_and_others_stay(store):
    people = await town(store, "amina", "ben")
    over, going = await told(store, people, object_=1), await told(store, people, object_=2)
    keys = [row.key for row in await store.write(claim())]
    first = [key for key in keys if key.notice == over.id]
    await store.write(lambda tx: tx.outbox.settle(first, 1, State.SENT, later(1)))
    await store.write(lambda tx: tx.outbox.settle(keys[-1:] if keys[-1] not in first else keys[:1], 1, State.SENT, NOW))
    assert await store.write(lambda tx: tx.outbox.prune(later(1), 9)) == 0
    assert await store.write(lambda tx: tx.outbox.prune(later(2), 1)) == 1
    assert await store.write(lambda tx: tx.outbox.prune(later(2), 9)) == 1
    assert await store.read(lambda tx: tx.notices.progress(over.id)) == {}
    assert sum((await store.read(lambda tx: tx.notices.progress(going.id))).values()) == 2


async def test_a_person_without_a_chat_is_not_reached(store):
    (amina,) = await town(store, "amina")
    from bot.ports import ActivityId

    paper = await store.write(lambda tx: tx.assisted.arrive(b"code", "en", amina, ActivityId(1), NOW).person)
    assert await store.read(lambda tx: tx.people.reach(paper)) is None
    account, cipher, blocked = await store.read(lambda tx: tx.people.reach(amina))
    assert (cipher, blocked) == (b"cipher of amina", False)
    await store.write(lambda tx: tx.people.block(account, True))
    assert (await store.read(lambda tx: tx.people.reach(amina)))[2]
    assert await store.read(lambda tx: tx.notices.count(EVERYBODY)) == 0


async def test_one_holds_the_lease_and_the_fence_rises_with_every_new_holder(store):
    take = lambda owner, now=NOW, name="sender": store.write(  # noqa: E731
        lambda tx: tx.leases.take(name, owner, Millis(now), 5.0)
    )
    assert await take("a") == 1
    assert await take("a") == 1
    assert await take("b") == 0
    assert await take("b", name="tick") == 1
    await store.write(lambda tx: tx.leases.give_up("sender", "b"))
    assert await take("b") == 0, "it was not b's to give up"
    await store.write(lambda tx: tx.leases.give_up("sender", "a"))
    assert await take("b") == 2
    assert await take("a") == 0
    await store.write(lambda tx: tx.leases.give_up("sender", "b"))
    found = await asyncio.gather(*(take(f"o{n}") for n in range(20)))
    assert sorted(found) == [0] * 19 + [3]


async def test_a_lease_that_is_over_is_taken_by_another_and_the_first_finds_it_gone(store):
    short = lambda owner, now: store.write(lambda tx: tx.leases.take("sender", owner, Millis(now), 0.05))  # noqa: E731
    assert await short("a", NOW) == 1
    await asyncio.sleep(0.2)  # PostgreSQL goes by its own clock
    assert await short("b", NOW + 200) == 2
    assert await short("a", NOW + 210) == 0
