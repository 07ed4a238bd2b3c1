"""Requests for a place: in order, moved only from the state they were read in."""

from __future__ import annotations

import asyncio

from bot.ports import ActivityId
from tests.storage.messages import later, town
from tests.storage.sample import NOW, SURVEY


def put(person, state="requested", needs="{}", code="", now=NOW):
    return lambda tx: tx.bookings.put(SURVEY, person, state, needs, code, now)


async def test_requests_stand_in_the_order_they_came_and_a_second_one_changes_nothing(store):
    amina, ben = await town(store, "amina", "ben")
    first = await store.write(put(amina, needs='{"creche":"1"}', code="K7F2QP"))
    second = await store.write(put(ben))
    assert [(b.place, b.number, b.state) for b in (first, second)] == [(1, 1, "requested"), (2, 2, "requested")]
    assert await store.write(put(amina, "confirmed", "{}", "other", later(1))) == first
    assert await store.read(lambda tx: tx.bookings.of(SURVEY, amina)) == first
    assert await store.read(lambda tx: tx.bookings.by_code(SURVEY, "K7F2QP")) == first
    assert await store.read(lambda tx: tx.bookings.by_code(ActivityId(1), "K7F2QP")) is None
    assert await store.read(lambda tx: tx.bookings.of(SURVEY, first.id)) is None


async def test_who_asks_again_after_it_was_over_comes_to_the_end_of_the_list(store):
    amina, ben = await town(store, "amina", "ben")
    old = await store.write(put(amina, needs='{"a":"b"}', code="A"))
    await store.write(put(ben))
    for number, state in enumerate(("cancelled", "lapsed", "not_drawn", "missed"), 3):
        before = await store.read(lambda tx: tx.bookings.of(SURVEY, amina))
        assert await store.write(lambda tx, b=before, s=state: tx.bookings.move(b, s, later(1), until=later(2)))
        again = await store.write(put(amina, "waiting", "{}", "B", later(3)))
        assert (again.id, again.state, again.needs, again.code) == (old.id, "waiting", "{}", "B")
        assert (again.until, again.made, again.place, again.number) == (0, later(3), number, number)
        assert await store.read(lambda tx: tx.bookings.of(SURVEY, amina)) == again


async def test_a_move_wins_once_and_keeps_the_number(store):
    (amina,) = await town(store, "amina")
    booking = await store.write(put(amina))
    offer = lambda tx: tx.bookings.move(booking, "offered", later(1), until=later(2), place=40)  # noqa: E731
    assert sorted(await asyncio.gather(*(store.write(offer) for _ in range(10)))) == [False] * 9 + [True]
    now = await store.read(lambda tx: tx.bookings.of(SURVEY, amina))
    assert (now.state, now.until, now.changed, now.place, now.number) == ("offered", later(2), later(1), 40, 1)
    assert await store.write(lambda tx: tx.bookings.move(now, "confirmed", later(2)))
    done = await store.read(lambda tx: tx.bookings.of(SURVEY, amina))
    assert (done.state, done.until, done.place) == ("confirmed", 0, 40)


async def test_the_waiting_list_is_read_in_slices_by_place(store):
    people = await town(store, *(f"p{n}" for n in range(6)))
    for n, person in enumerate(people):
        await store.write(put(person, "waiting" if n % 2 else "confirmed"))
    read = lambda after: store.read(lambda tx: tx.bookings.in_state(SURVEY, ("waiting", "offered"), after, 2))  # noqa: E731
    first = await read(0)
    assert [b.person for b in first] == [people[1], people[3]]
    assert [b.person for b in await read(first[-1].place)] == [people[5]]
    assert await store.read(lambda tx: tx.bookings.counts(SURVEY)) == {"waiting": 3, "confirmed": 3}
    assert await store.read(lambda tx: tx.bookings.counts(ActivityId(1))) == {}


async def test_the_organiser_reads_needs_of_those_who_have_a_place_without_who_they_are(store):
    people = await town(store, "amina", "ben", "chen", "dora")
    for person, state, needs in zip(
        people, ("confirmed", "attended", "waiting", "confirmed"), ('{"z":1}', '{"a":1}', '{"b":1}', "{}"), strict=True
    ):
        await store.write(put(person, state, needs))
    assert await store.read(lambda tx: tx.bookings.needs(SURVEY)) == ['{"a":1}', '{"z":1}', "{}"]
    first = await store.read(lambda tx: tx.bookings.of(SURVEY, people[0]))
    await store.write(lambda tx: tx.bookings.change_needs(first, '{"ramp":1}', later(1)))
    changed = await store.read(lambda tx: tx.bookings.of_person(people[0]))
    assert [(b.needs, b.changed) for b in changed] == [('{"ramp":1}', later(1))]


async def test_many_who_ask_at_once_all_have_a_place_of_their_own_in_the_list(store):
    people = await town(store, *(f"p{n}" for n in range(60)))
    made = await asyncio.gather(*(store.write(put(person)) for person in people))
    assert sorted(booking.number for booking in made) == list(range(1, 61))
