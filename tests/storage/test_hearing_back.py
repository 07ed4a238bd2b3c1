"""What the stores answer for nudges, results and proposals, on both engines."""

from __future__ import annotations

from bot.ports import Lane, Millis, SessionId
from tests.storage.sample import NOBODY, NOW, SURVEY, arrival, entry

HOUR = 3_600_000


async def test_only_sessions_left_long_enough_ago_and_never_nudged_are_found_slice_by_slice(store):
    def work(tx):
        made = []
        for number, hours in enumerate((100, 60, 49, 47, 1)):
            person = arrival(f"p{number}")(tx)
            row = tx.sessions.open(person.id, SURVEY, "e", "answer", "{}", 0, Millis(NOW - hours * HOUR))
            made.append(row.id)
        tester = arrival("tester")(tx)
        tx.sessions.open(tester.id, SURVEY, "e", "test", "{}", 0, Millis(NOW - 60 * HOUR))
        done = tx.sessions.open(arrival("done")(tx).id, SURVEY, "e", "answer", "{}", 0, Millis(NOW - 60 * HOUR))
        tx.sessions.save(done.id, "{}", 1, "finished", Millis(NOW - 60 * HOUR))
        return made

    made = await store.write(work)

    def stale(after=SessionId(0), limit=10):
        since, before = Millis(NOW - 90 * HOUR), Millis(NOW - 48 * HOUR)
        return lambda tx: [row.id for row in tx.sessions.stale(SURVEY, since, before, "nudge", after, limit)]

    found = await store.read(stale())
    assert sorted(found) == sorted(made[1:3]), "the oldest cannot be gone on with, the others are too young"
    assert found == sorted(found)
    assert await store.read(stale(limit=1)) == found[:1]
    assert await store.read(stale(after=found[0])) == found[1:]
    await store.write(
        lambda tx: tx.notices.make("nudge", SURVEY, str(found[0]), "unasked", Lane.BROADCAST, "", NOBODY, NOW)
    )
    assert await store.read(stale()) == found[1:]


async def test_a_persons_own_sections_are_those_their_response_was_frozen_with_and_nobody_elses(store):
    def work(tx):
        ada, bob = arrival("ada")(tx), arrival("bob")(tx)
        tx.responses.put(entry(ada.id, profile={"area": "n1", "age_band": ""}))
        tx.responses.put(entry(bob.id, profile={"area": "s2"}))
        return ada.id, bob.id

    ada, bob = await store.write(work)
    assert await store.read(lambda tx: tx.responses.own_sections(SURVEY, ada)) == {"area": "n1"}
    assert await store.read(lambda tx: tx.responses.own_sections(SURVEY, bob)) == {"area": "s2"}
    assert await store.read(lambda tx: tx.responses.own_sections(SURVEY + 1, ada)) == {}


async def test_what_was_joined_with_a_proposal_is_found_and_nothing_else(store):
    def work(tx):
        ada = arrival("ada")(tx)
        one, two, three = (tx.proposals.add(ada.id, SURVEY, "", "need", w, "en", NOW) for w in ("a", "b", "c"))
        tx.proposals.change(two.id, state="merged", into=one.id)
        tx.proposals.change(three.id, into=one.id)
        return one.id, [row.words for row in tx.proposals.joined(one.id)], tx.proposals.joined(two.id)

    _, joined, none = await store.write(work)
    assert joined == ["b"], "a wish to join is no joining yet"
    assert list(none) == []
