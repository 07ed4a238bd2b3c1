"""Notices: made once, their audience written down in slices that may be cut short anywhere, done when all is settled."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.audience import Audience
from bot.ports import Consent, Filled, Held, Millis, NoticeId, SourceId, State
from tests.storage.messages import EVERYBODY, later, notice, told, town
from tests.storage.sample import NOBODY, NOW, SURVEY, entry


async def test_a_notice_made_twice_is_the_same_one(store):
    first = await store.write(lambda tx: notice(tx, content='{"a":1}', due=later(1)))
    again = await store.write(lambda tx: notice(tx, content='{"a":2}', audience=EVERYBODY))
    assert again == first
    assert (first.state, first.content, first.cursor) == ("ready", '{"a":1}', 0)
    other = await store.write(lambda tx: notice(tx, occurrence="2"))
    assert other.id != first.id
    assert await store.read(lambda tx: tx.notices.of("broadcast", 1)) == sorted([first, other], key=lambda n: n.id)
    assert await store.read(lambda tx: tx.notices.get(first.id)) == first
    assert await store.read(lambda tx: tx.notices.named("broadcast", 2, "")) is None


async def test_two_processes_that_make_the_same_notice_at_once_make_one(store):
    made = await asyncio.gather(*(store.write(notice) for _ in range(20)))
    assert len({each.id for each in made}) == 1


async def test_everybody_who_can_be_reached_is_a_recipient_once_and_nobody_else(store):
    people = await town(store, "amina", "ben", "chen", "dora", "eve", "femi")
    stopped, blocked = people[1], people[2]
    await store.write(lambda tx: tx.people.change(stopped, stopped=True))
    await store.write(lambda tx: tx.people.block(tx.people.person(blocked).account, True))
    await store.write(lambda tx: tx.assisted.arrive(b"paper", "en", people[0], SURVEY, NOW))
    made = await store.write(lambda tx: notice(tx, audience=EVERYBODY, due=later(2), not_after=later(9)))
    assert made.state == "filling"
    assert await store.read(lambda tx: tx.notices.filling()) == [made]
    slices = []
    while True:
        part = await store.write(lambda tx: tx.notices.fill(made.id, 2))
        slices.append(part)
        if part.done:
            break
    assert [each.looked for each in slices] == [2, 2, 2, 1]
    assert sum(each.added for each in slices) == 4
    assert await store.read(lambda tx: tx.notices.count(EVERYBODY)) == 4
    rows = [row for p in people for row in await store.read(lambda tx, p=p: tx.outbox.of_person(p, list(State)))]
    assert {row.person for row in rows} == set(people) - {stopped, blocked}
    assert {(row.due, row.not_after, row.state, row.class_) for row in rows} == {
        (later(2), later(9), State.WAITING, "unasked")
    }
    full = await store.read(lambda tx: tx.notices.get(made.id))
    assert (full.state, full.cursor) == ("ready", -1)
    assert await store.write(lambda tx: tx.notices.fill(made.id, 2)) == Filled(0, 0, done=True)


async def test_filling_that_was_cut_short_or_done_twice_adds_nobody_twice(store):
    people = await town(store, *(f"p{n}" for n in range(7)))
    made = await store.write(lambda tx: notice(tx, audience=EVERYBODY))
    await store.write(lambda tx: tx.outbox.add(made.id, people[3], NOW))
    await store.write(lambda tx: tx.notices.fill(made.id, 3))

    def torn(tx):
        tx.notices.fill(made.id, 3)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await store.write(torn)
    await store.write(lambda tx: tx.notices.change(made.id, cursor=0))
    while not (await store.write(lambda tx: tx.notices.fill(made.id, 2))).done:
        pass
    assert await store.read(lambda tx: tx.notices.progress(made.id)) == {State.WAITING: 7}


async def test_a_pause_between_two_slices_wins_and_going_on_goes_on_writing(store):
    await town(store, *(f"p{n}" for n in range(5)))
    made = await store.write(lambda tx: notice(tx, audience=EVERYBODY))
    await store.write(lambda tx: tx.notices.fill(made.id, 2))
    await store.write(lambda tx: tx.notices.change(made.id, state="paused"))
    assert await store.write(lambda tx: tx.notices.fill(made.id, 9)) == Filled(0, 0, done=True)
    assert (await store.read(lambda tx: tx.notices.get(made.id))).state == "paused"
    await store.write(lambda tx: tx.notices.change(made.id, state="ready"))
    assert (await store.read(lambda tx: tx.notices.get(made.id))).state == "filling"
    assert (await store.write(lambda tx: tx.notices.fill(made.id, 9))).added == 3
    await store.write(lambda tx: tx.notices.change(made.id, state="paused"))
    await store.write(lambda tx: tx.notices.change(made.id, state="ready"))
    assert (await store.read(lambda tx: tx.notices.get(made.id))).state == "ready"
    with pytest.raises(KeyError):
        await store.write(lambda tx: tx.notices.change(made.id, kind="other"))


async def _held(store, audience):
    """Who a notice to the audience is written to; the count says as much."""
    made = await store.write(lambda tx: notice(tx, "probe", hash(audience) % 10**9, audience=audience))
    while not (await store.write(lambda tx: tx.notices.fill(made.id, 1))).done:
        pass
    number = await store.read(lambda tx: tx.notices.count(audience))
    assert sum((await store.read(lambda tx: tx.notices.progress(made.id))).values()) == number

    def rows(tx):
        everybody = [tx.people.account(name.encode()).active for name in ("amina", "ben", "chen", "dora")]
        found = {p for p in everybody if any(row.notice == made.id for row in tx.outbox.of_person(p, list(State)))}
        return "".join(
            name[0] for name, p in zip(("amina", "ben", "chen", "dora"), everybody, strict=True) if p in found
        )

    found = await store.read(rows)
    assert len(found) == number
    return found


async def test_each_condition_of_an_audience_holds_those_it_names(store):
    amina, ben, chen, dora = await town(store, "amina", "ben", "chen", "dora")

    def life(tx):
        for person, language, area, age in (
            (amina, "so", "east", "16"),
            (ben, "en", "east", "60"),
            (chen, "pl", "west", "16"),
        ):
            tx.people.change(person, language=language)
            tx.people.set_profile(person, "area", area, NOW)
            tx.people.set_profile(person, "age", age, NOW)
        for person, given in ((amina, True), (chen, False), (chen, True), (ben, True), (ben, False)):
            tx.consents.add(Consent(person, "invite_me", given, "1", "en", NOW))
        tx.consents.add(Consent(dora, "take_part", True, "1", "en", NOW))
        link = tx.sources.add("champion", "", "t", amina, "", SourceId(0), NOW)
        tx.people.change(dora, root_source=link.id)
        tx.responses.put(entry(chen))
        for person, state in ((amina, "confirmed"), (ben, "attended"), (chen, "waiting")):
            tx.bookings.put(SURVEY, person, state, "{}", "", NOW)
        tx.preferences.ask(amina, "parks", "east", NOW)
        tx.preferences.ask(amina, "parks", "west", NOW)
        tx.preferences.ask(ben, "parks", "", NOW)
        tx.preferences.ask(chen, "youth", "", NOW)
        tx.people.grant(amina, Held("champion", "east"), NOBODY, NOW)
        tx.people.grant(ben, Held("champion", "west"), NOBODY, NOW)
        tx.people.grant(chen, Held("champion", ""), NOBODY, NOW)
        tx.people.grant(dora, Held("champion", "east", pending=True), NOBODY, NOW)
        return link.id

    link = await store.write(life)
    assert await _held(store, Audience(languages=("so", "pl"))) == "ac"
    assert await _held(store, Audience(areas=("east",))) == "a", "ben has withdrawn his consent"
    assert await _held(store, Audience(areas=("east", "west"))) == "ac"
    assert await _held(store, Audience(sections=(("age", "16"), ("age", "60")))) == "ac"
    assert await _held(store, Audience(sections=(("age", "16"), ("area", "west")))) == "c"
    assert await _held(store, Audience(source=link)) == "d"
    assert await _held(store, Audience(took_part=SURVEY)) == "c"
    assert await _held(store, Audience(booked=SURVEY)) == "ab"
    assert await _held(store, Audience(booked=SURVEY, languages=("en",))) == "b"
    assert await _held(store, Audience(theme="parks")) == "ab"
    assert await _held(store, Audience(theme="parks", areas=("north",))) == "b"
    assert await _held(store, Audience(theme="parks", areas=("west",), took_part=SURVEY)) == ""
    assert await _held(store, Audience(role="champion")) == "abc"
    assert await _held(store, Audience(role="champion", areas=("east",))) == "ac"


async def test_who_was_written_to_enough_lately_is_counted(store):
    amina, ben = await town(store, "amina", "ben")
    for n in range(3):
        made = await told(store, [amina] if n else [amina, ben], object_=n)
        rows = await store.write(lambda tx: tx.outbox.claim(1, NOW, 9))
        keys = [row.key for row in rows]
        await store.write(lambda tx, keys=keys, n=n: tx.outbox.start(keys, 1, later(n)))
        assert made.id == keys[0].notice
    worn = lambda since, times: lambda tx: tx.notices.worn(EVERYBODY, since, times)  # noqa: E731
    assert await store.read(worn(NOW, 1)) == 2
    assert await store.read(worn(NOW, 3)) == 1
    assert await store.read(worn(later(1), 3)) == 0
    assert await store.read(worn(later(1), 2)) == 1


async def test_a_notice_is_done_when_its_last_row_is_settled_and_ready_again_with_a_new_one(store):
    amina, ben, chen = await town(store, "amina", "ben", "chen")
    made = await told(store, [amina, ben])
    state = lambda: store.read(lambda tx: tx.notices.get(made.id).state)  # noqa: E731
    first, second = [row.key for row in await store.write(lambda tx: tx.outbox.claim(1, NOW, 9))]
    await store.write(lambda tx: tx.outbox.settle([first], 1, State.SKIPPED, NOW))
    assert await state() == "ready"
    await store.write(lambda tx: tx.outbox.settle([second], 1, State.SKIPPED, NOW))
    assert await state() == "done"
    assert not await store.write(lambda tx: tx.outbox.add(made.id, amina, NOW))
    assert await state() == "done"
    assert await store.write(lambda tx: tx.outbox.add(made.id, chen, NOW))
    assert await state() == "ready"
    await store.write(lambda tx: tx.people.forget(chen, NOW))
    assert await store.write(lambda tx: tx.notices.finish(NoticeId(0), 1)) == made.id
    assert await store.write(lambda tx: tx.notices.finish(made.id, 1)) == 0
    assert await state() == "done"
    empty = await store.write(lambda tx: notice(tx, object_=2, audience=Audience(languages=("xx",))))
    await store.write(lambda tx: tx.notices.fill(empty.id, 100))
    assert (await store.read(lambda tx: tx.notices.get(empty.id))).state == "done"


async def test_a_cancelled_notice_takes_nobody_new_and_is_swept_in_slices(store):
    people = await town(store, *(f"p{n}" for n in range(5)))
    made = await told(store, people[:4])
    await store.write(lambda tx: tx.outbox.claim(1, NOW, 1))
    await store.write(lambda tx: tx.notices.change(made.id, state="cancelled"))
    assert not await store.write(lambda tx: tx.outbox.add(made.id, people[4], NOW))
    assert await store.write(lambda tx: tx.outbox.claim(1, Millis(NOW + 1), 9)) == []
    assert [await store.write(lambda tx: tx.notices.sweep(3)) for _ in range(3)] == [3, 1, 0]
    assert await store.read(lambda tx: tx.notices.progress(made.id)) == {State.CANCELLED: 4}
