"""Broadcasts, announced sessions, people without a chat, proposals and preferences, on both engines."""

from __future__ import annotations

import asyncio

import pytest

from bot.ports import ActivityId, SourceId
from tests.storage.messages import later, town
from tests.storage.sample import NOW, SURVEY, entry

VOTE = ActivityId(42)


async def test_a_champions_draft_becomes_a_broadcast_by_guarded_steps(store):
    amina, ben = await town(store, "amina", "ben")
    draft = await store.write(lambda tx: tx.broadcasts.draft(amina, SURVEY, "east", NOW))
    await store.write(lambda tx: tx.broadcasts.change(draft.id, texts='{"en":"Come"}', audience='{"areas":["east"]}'))
    written = await store.read(lambda tx: tx.broadcasts.get(draft.id))
    assert (written.texts, written.audience, written.state) == ('{"en":"Come"}', '{"areas":["east"]}', "draft")
    ask = lambda tx: tx.broadcasts.move(written, "waiting", asked=later(1))  # noqa: E731
    assert sorted(await asyncio.gather(*(store.write(ask) for _ in range(10)))) == [False] * 9 + [True]
    waiting = await store.read(lambda tx: tx.broadcasts.get(draft.id))
    assert await store.write(
        lambda tx: tx.broadcasts.move(waiting, "refused", decided=later(2), decided_by=ben, reason="misleading")
    )
    assert not await store.write(lambda tx: tx.broadcasts.move(waiting, "approved", decided_by=ben, notice=5))
    refused = await store.read(lambda tx: tx.broadcasts.get(draft.id))
    assert (refused.state, refused.asked, refused.decided, refused.decided_by, refused.reason) == (
        "refused", later(1), later(2), ben, "misleading",
    )  # fmt: skip
    for wrong in ({"person": ben}, {"state": "approved"}):
        with pytest.raises(KeyError):
            await store.write(lambda tx, wrong=wrong: tx.broadcasts.change(draft.id, **wrong))
    with pytest.raises(KeyError):
        await store.write(lambda tx: tx.broadcasts.move(refused, "draft", texts="{}"))


async def test_broadcasts_are_listed_by_champion_and_by_state(store):
    amina, ben = await town(store, "amina", "ben")
    made = [
        await store.write(lambda tx, p=person, n=n: tx.broadcasts.draft(p, SURVEY, "", later(n)))
        for n, person in enumerate((amina, amina, ben))
    ]
    assert await store.read(lambda tx: tx.broadcasts.of(amina)) == [made[1], made[0]]
    assert await store.read(lambda tx: tx.broadcasts.of(amina, later(1))) == [made[1]]
    for n, asked in ((0, 9), (2, 5)):
        await store.write(lambda tx, n=n, asked=asked: tx.broadcasts.move(made[n], "waiting", asked=later(asked)))
    waiting = await store.read(lambda tx: tx.broadcasts.in_state(("waiting", "approved")))
    assert [each.id for each in waiting] == [made[2].id, made[0].id]
    assert await store.read(lambda tx: tx.broadcasts.in_state(())) == []
    assert await store.read(lambda tx: tx.broadcasts.get(1)) is None


async def test_an_announced_session_is_listed_until_it_is_over_and_taken_back_by_its_champion_alone(store):
    amina, ben = await town(store, "amina", "ben")
    late = await store.write(
        lambda tx: tx.announcements.add(amina, SourceId(3), "east", "library", later(5), later(7), 20, NOW)
    )
    soon = await store.write(
        lambda tx: tx.announcements.add(amina, SourceId(3), "east", "mosque", later(1), later(2), 40, NOW)
    )
    other = await store.write(lambda tx: tx.announcements.add(ben, SourceId(4), "", "hall", later(2), later(3), 9, NOW))
    assert await store.read(lambda tx: tx.announcements.of(SourceId(3), NOW)) == [soon, late]
    assert await store.read(lambda tx: tx.announcements.of(SourceId(3), later(3))) == [late]
    assert await store.read(lambda tx: tx.announcements.all(later(2))) == [soon, other, late]
    assert not await store.write(lambda tx: tx.announcements.drop(other.id, amina))
    assert await store.write(lambda tx: tx.announcements.drop(other.id, ben))
    assert await store.read(lambda tx: tx.announcements.all(NOW)) == [soon, late]


async def test_a_paper_code_is_one_person_without_a_chat(store):
    amina, ben = await town(store, "amina", "ben")
    first = await store.write(lambda tx: tx.assisted.arrive(b"code", "so", amina, SURVEY, NOW))
    again = await store.write(lambda tx: tx.assisted.arrive(b"code", "en", ben, SURVEY, later(1)))
    assert again == first
    vote = await store.write(lambda tx: tx.assisted.arrive(b"code", "en", ben, VOTE, later(2)))
    assert (vote.person, vote.champion, vote.state, vote.messages) == (first.person, ben, "open", "[]")
    assert await store.read(lambda tx: tx.assisted.by_code(b"code")) == first.person
    assert await store.read(lambda tx: tx.assisted.by_code(b"amina")) is None, "a chat is no paper code"
    person = await store.read(lambda tx: tx.people.person(first.person))
    assert (person.language, person.stopped) == ("so", False)
    assert await store.read(lambda tx: tx.assisted.of(first.person)) == [first, vote]
    await store.write(lambda tx: tx.people.forget(first.person, NOW))
    assert await store.read(lambda tx: (tx.assisted.by_code(b"code"), tx.assisted.of(first.person))) == (None, [])


async def test_a_champion_holds_one_open_session_and_some_are_checked_back(store):
    (amina,) = await town(store, "amina")
    people = [
        (await store.write(lambda tx, n=n: tx.assisted.arrive(b"c%d" % n, "en", amina, SURVEY, later(n)))).person
        for n in range(4)
    ]
    for n, check in ((0, "due"), (1, ""), (2, "confirmed")):
        await store.write(
            lambda tx, p=people[n], c=check, n=n: tx.assisted.change(
                p, SURVEY, state="finished", finished=later(9 - n), check_back=c, messages="[]"
            )
        )
    in_hand = await store.read(lambda tx: tx.assisted.in_hand(amina))
    assert (in_hand.person, in_hand.state) == (people[3], "open")
    await store.write(lambda tx: tx.assisted.change(people[3], SURVEY, messages="[7,8]"))
    assert (await store.read(lambda tx: tx.assisted.in_hand(amina))).messages == "[7,8]"
    assert [each.person for each in await store.read(lambda tx: tx.assisted.to_check())] == [people[0]]
    assert await store.read(lambda tx: tx.assisted.counts(amina)) == {
        "finished": 3, "open": 1, "check:due": 1, "check:confirmed": 1,
    }  # fmt: skip
    await store.write(lambda tx: tx.assisted.change(people[3], SURVEY, state="dropped"))
    assert await store.read(lambda tx: tx.assisted.in_hand(amina)) is None
    with pytest.raises(KeyError):
        await store.write(lambda tx: tx.assisted.change(people[3], SURVEY, made=1))


async def test_proposals_are_read_oldest_first_and_decided(store):
    amina, ben, olu = await town(store, "amina", "ben", "olu")
    made = [
        await store.write(lambda tx, p=p, n=n: tx.proposals.add(p, SURVEY, "pilot", "need", f"{n}", "so", later(-n)))
        for n, p in enumerate((amina, ben, amina))
    ]
    assert await store.read(lambda tx: tx.proposals.in_state(("new",), 2)) == [made[2], made[1]]
    assert await store.read(lambda tx: tx.proposals.of(amina)) == [made[2], made[0]]
    await store.write(
        lambda tx: tx.proposals.change(
            made[0].id, state="merged", into=made[1].id, champion=ben, officer=olu, reason="the same", decided=NOW
        )
    )
    merged = await store.read(lambda tx: tx.proposals.get(made[0].id))
    assert (merged.state, merged.into, merged.champion, merged.officer, merged.decided) == (
        "merged", made[1].id, ben, olu, NOW,
    )  # fmt: skip
    with pytest.raises(KeyError):
        await store.write(lambda tx: tx.proposals.change(made[0].id, words="other"))


async def test_a_forgotten_persons_words_go_what_was_taken_up_stays_and_what_was_merged_stands_alone(store):
    amina, ben = await town(store, "amina", "ben")
    up, down, bens = [
        await store.write(lambda tx, p=p, w=w: tx.proposals.add(p, SURVEY, "pilot", "need", w, "so", NOW))
        for p, w in ((amina, "light"), (amina, "bench"), (ben, "seats"))
    ]
    await store.write(lambda tx: tx.proposals.change(up.id, state="taken_up", champion=ben))
    await store.write(lambda tx: tx.proposals.change(bens.id, state="merged", into=down.id, officer=amina))
    await store.write(lambda tx: tx.people.forget(amina, NOW))
    kept = await store.read(lambda tx: tx.proposals.get(up.id))
    assert (kept.person, kept.words, kept.language, kept.state, kept.champion) == (0, "", "", "taken_up", ben)
    assert await store.read(lambda tx: tx.proposals.get(down.id)) is None
    alone = await store.read(lambda tx: tx.proposals.get(bens.id))
    assert (alone.state, alone.into, alone.officer, alone.words) == ("new", 0, 0, "seats")


async def test_choices_about_being_written_to_are_kept_until_they_are_taken_back(store):
    amina, ben = await town(store, "amina", "ben")
    assert await store.read(lambda tx: tx.preferences.get(amina, "contact")) == ""
    for value in ("less", "booked"):
        await store.write(lambda tx, value=value: tx.preferences.put(amina, "contact", value))
    assert await store.read(lambda tx: tx.preferences.get(amina, "contact")) == "booked"
    assert await store.read(lambda tx: tx.preferences.get(ben, "contact")) == ""
    await store.write(lambda tx: tx.preferences.put(amina, "contact", ""))
    assert await store.read(lambda tx: tx.preferences.get(amina, "contact")) == ""
    for theme, area in (("parks", ""), ("youth", "east"), ("parks", "east"), ("parks", "")):
        await store.write(lambda tx, t=theme, a=area: tx.preferences.ask(amina, t, a, NOW))
    assert await store.read(lambda tx: tx.preferences.interests(amina)) == [
        ("parks", ""), ("parks", "east"), ("youth", "east"),
    ]  # fmt: skip
    await store.write(lambda tx: tx.preferences.no_longer(amina, "parks", ""))
    assert await store.read(lambda tx: tx.preferences.interests(amina)) == [("parks", "east"), ("youth", "east")]


async def test_the_plan_leaves_no_trace_of_a_champion_or_officer_in_what_they_did_for_others(store):
    amina, ben = await town(store, "amina", "ben")

    def life(tx):
        tx.responses.put(entry(ben))
        told = tx.notices.make("result", SURVEY, "", "service", 1, "{}", amina, NOW)
        sent = tx.broadcasts.draft(ben, SURVEY, "", NOW)
        tx.broadcasts.move(sent, "approved", decided_by=amina)
        paper = tx.assisted.arrive(b"code", "en", amina, SURVEY, NOW)
        return told.id, sent.id, paper.person

    told, sent, paper = await store.write(life)
    await store.write(lambda tx: tx.people.forget(amina, NOW))
    left = await store.read(
        lambda tx: (tx.notices.get(told).made_by, tx.broadcasts.get(sent).decided_by, tx.assisted.of(paper)[0].champion)
    )
    assert left == (0, 0, 0)
