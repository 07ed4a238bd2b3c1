"""Places never overfill and never leak, whoever comes at once."""

from __future__ import annotations

import asyncio

from bot.ports import Millis, PersonId, Pool
from tests.storage.messages import later, town
from tests.storage.sample import NOW

HALL = 77


def reserve(person: PersonId, until: Millis = later(1)):
    return lambda tx: tx.seats.reserve(HALL, person, until, NOW)


async def state(store):
    pool, rows = await store.read(lambda tx: (tx.seats.pool(HALL), tx.seats.held(HALL)))
    assert pool.taken == rows, "the counter and the rows tell the same"
    return pool


async def test_fifty_residents_at_once_get_the_ten_places_and_each_one_only(store):
    people = await town(store, *(f"p{n}" for n in range(50)))
    assert await store.write(lambda tx: tx.seats.set_cap(HALL, 10))
    twice = [person for person in people for _ in range(2)]
    got = await asyncio.gather(*(store.write(reserve(person)) for person in twice))
    assert await state(store) == Pool(10, 10)
    holders = {person for person, held in zip(twice, got, strict=True) if held}
    assert len(holders) == 10

    async def leave(person: PersonId) -> bool:
        return await store.write(lambda tx: tx.seats.release(HALL, person, NOW))

    left = await asyncio.gather(*(leave(person) for person in twice))
    assert sum(left) == 10, "each place is given back once"
    assert await state(store) == Pool(10, 0)


async def test_coming_and_going_at_once_never_overfills_and_leaks_nothing(store):
    people = await town(store, *(f"p{n}" for n in range(30)))
    await store.write(lambda tx: tx.seats.set_cap(HALL, 5))

    async def come_and_go(person: PersonId) -> None:
        for _ in range(4):
            if await store.write(reserve(person)):
                pool = await store.read(lambda tx: tx.seats.pool(HALL))
                assert pool.taken <= pool.cap
                await store.write(lambda tx: tx.seats.release(HALL, person, NOW))

    await asyncio.gather(*map(come_and_go, people))
    assert await state(store) == Pool(5, 0)


async def test_without_a_pool_there_is_no_place(store):
    (amina,) = await town(store, "amina")
    assert await store.read(lambda tx: tx.seats.pool(HALL)) is None
    assert not await store.write(reserve(amina))
    assert not await store.write(lambda tx: tx.seats.release(HALL, amina, NOW))


async def test_a_pool_grows_and_shrinks_but_not_below_those_who_have_a_place(store):
    people = await town(store, "amina", "ben", "chen")
    assert await store.write(lambda tx: tx.seats.set_cap(HALL, 2))
    assert [await store.write(reserve(person)) for person in people] == [True, True, False]
    assert not await store.write(lambda tx: tx.seats.set_cap(HALL, 1))
    assert await state(store) == Pool(2, 2)
    assert await store.write(lambda tx: tx.seats.set_cap(HALL, 3))
    assert await store.write(reserve(people[2]))
    assert await state(store) == Pool(3, 3)


async def test_a_held_place_is_confirmed_in_time_and_only_then(store):
    amina, ben, chen = await town(store, "amina", "ben", "chen")
    await store.write(lambda tx: tx.seats.set_cap(HALL, 3))
    for person in (amina, ben):
        await store.write(reserve(person))
    confirm = lambda person, now: store.write(lambda tx: tx.seats.confirm(HALL, person, now))  # noqa: E731
    assert await confirm(amina, later(0.5))
    assert await confirm(amina, later(5)), "it is theirs already"
    assert not await confirm(ben, later(1)), "the time is over"
    assert not await confirm(chen, NOW), "none was held"
    assert await store.write(reserve(amina, later(2))), "a confirmed place stays confirmed"
    assert await store.read(lambda tx: tx.seats.lapsed(later(9), 9)) == [(HALL, ben)]
    assert await store.write(reserve(ben, later(3)))
    assert await confirm(ben, later(2))
    assert await state(store) == Pool(3, 2)


async def test_lapsed_places_are_found_longest_over_first_and_given_back_once(store):
    people = await town(store, "amina", "ben", "chen")
    await store.write(lambda tx: tx.seats.set_cap(HALL, 3))
    for hours, person in zip((3, 1, 2), people, strict=True):
        await store.write(reserve(person, later(hours)))
    assert await store.read(lambda tx: tx.seats.lapsed(later(0.5), 9)) == []
    assert await store.read(lambda tx: tx.seats.lapsed(later(2), 9)) == [(HALL, people[1]), (HALL, people[2])]
    assert await store.read(lambda tx: tx.seats.lapsed(later(9), 1)) == [(HALL, people[1])]
    release = lambda tx: tx.seats.release(HALL, people[1], later(9))  # noqa: E731
    assert sorted(await asyncio.gather(*(store.write(release) for _ in range(9)))) == [False] * 8 + [True]
    assert await state(store) == Pool(3, 2)


async def test_a_reserve_whose_transaction_failed_took_no_place(store):
    (amina,) = await town(store, "amina")
    await store.write(lambda tx: tx.seats.set_cap(HALL, 1))

    def torn(tx):
        assert tx.seats.reserve(HALL, amina, later(1), NOW)
        raise KeyError

    assert isinstance((await asyncio.gather(store.write(torn), return_exceptions=True))[0], KeyError)
    assert await state(store) == Pool(1, 0)


async def test_a_forgotten_persons_place_is_free_again(store):
    amina, ben = await town(store, "amina", "ben")
    for hall in (HALL, HALL + 1):
        await store.write(lambda tx, hall=hall: tx.seats.set_cap(hall, 1))
        await store.write(lambda tx, hall=hall: tx.seats.reserve(hall, amina, later(1), NOW))
    await store.write(lambda tx: tx.seats.confirm(HALL, amina, NOW))
    assert not await store.write(reserve(ben))
    assert (await store.write(lambda tx: tx.people.forget(amina, NOW))).rows["seats"] == 2
    assert await state(store) == Pool(1, 0)
    assert await store.write(reserve(ben))
    await store.write(lambda tx: tx.people.forget(amina, NOW))
    assert await state(store) == Pool(1, 1)
