"""What is older than the policy says goes, and only that."""

from __future__ import annotations

from pathlib import Path

from bot.catalog.policy import read_policy
from bot.ports import Due, Millis, Pool, State
from bot.storage.retention import PLAN
from tests.storage.messages import EVERYBODY, notice, told, town
from tests.storage.sample import NOW, SURVEY, entry, full_life

DAY = 86_400_000


async def test_what_was_not_finished_goes_after_its_time_and_not_before(store):
    person = await store.write(full_life("ada"))
    assert await store.write(lambda tx: tx.retention.prune("unfinished_sessions", NOW, 10)) == 0
    assert await store.write(lambda tx: tx.retention.prune("unfinished_sessions", Millis(NOW + 1), 10)) == 1
    assert (await store.read(lambda tx: tx.people.person(person))).session == 0


async def test_a_response_goes_whole_and_its_neighbour_stays(store):
    old = await store.write(full_life("ada"))
    young = await store.write(full_life("sam"))
    await store.write(lambda tx: tx.responses.put(entry(young, at=Millis(NOW + 5 * DAY))))
    assert await store.write(lambda tx: tx.retention.prune("responses", Millis(NOW + DAY), 10)) == 1
    assert await store.read(lambda tx: tx.responses.total(SURVEY)) == 1
    assert not (await store.read(lambda tx: tx.people.mine(old))).get("answers")
    assert (await store.read(lambda tx: tx.people.mine(young)))["answers"]


async def test_a_slice_takes_no_more_than_asked(store):
    for name in ("ada", "sam", "ewa"):
        await store.write(full_life(name))
    assert await store.write(lambda tx: tx.retention.prune("responses", Millis(NOW + 1), 2)) == 2
    assert await store.write(lambda tx: tx.retention.prune("responses", Millis(NOW + 1), 2)) == 1


async def test_own_words_are_emptied_and_still_count_as_an_answer(store):
    person = await store.write(full_life("ada"))
    words = (("/data/words", "/data/words", "My street is dark."), ("/data/safe", "/data/safe", "no"))
    await store.write(lambda tx: tx.responses.put(entry(person, answers=words)))
    blank = lambda before, voice: lambda tx: tx.retention.blank(SURVEY, "/data/words", Millis(before), voice=voice)  # noqa: E731
    assert await store.write(blank(NOW, False)) == 0
    assert await store.write(blank(NOW + 1, True)) == 0
    assert await store.write(blank(NOW + 1, False)) == 1
    assert await store.read(lambda tx: tx.responses.asked(SURVEY, "/data/words")[0].count) == 1
    assert "dark" not in str(await store.read(lambda tx: tx.people.mine(person)))
    assert await store.write(blank(NOW + 1, False)) == 0


async def test_profile_consents_and_invitations_go_by_age(store):
    await store.write(full_life("ada"))
    for kind in ("profile_unused", "consent_log", "used_invites"):
        assert await store.write(lambda tx, kind=kind: tx.retention.prune(kind, NOW, 10)) == 0
        assert await store.write(lambda tx, kind=kind: tx.retention.prune(kind, Millis(NOW + 2), 10)) == 1


async def test_old_messages_go_and_the_notice_to_many_stays_so_that_it_is_not_given_again(store):
    (amina,) = await town(store, "amina")
    for n, audience in enumerate((None, EVERYBODY)):
        made = await store.write(lambda tx, n=n, audience=audience: notice(tx, object_=n, audience=audience))
        await store.write(lambda tx, made=made: (tx.outbox.add(made.id, amina, NOW), tx.notices.fill(made.id, 9)))
    rows = await store.write(lambda tx: tx.outbox.claim(1, NOW, 9))
    await store.write(lambda tx: tx.outbox.start([row.key for row in rows], 1, NOW))
    await store.write(lambda tx: tx.outbox.settle([row.key for row in rows], 1, State.SENT, NOW))
    young = await told(store, [amina], object_=5, now=Millis(NOW + DAY))
    prune = lambda before: store.write(lambda tx: tx.retention.prune("sent_messages", Millis(before), 10))  # noqa: E731
    assert await prune(NOW) == 0
    assert await prune(NOW + 1) == 2
    assert await prune(NOW + 1) == 0
    left = await store.read(lambda tx: [tx.notices.named("broadcast", n, "") for n in (0, 1, 5)])
    assert left[0] is None
    assert left[1].state == "done"
    assert left[2] == young


def test_messages_are_kept_as_long_as_the_contact_budget_counts_them():
    policy = read_policy(Path("content/policy.toml"))
    assert policy.number("retention.sent_messages") >= 60


async def test_needs_go_soon_after_the_workshop_and_the_booking_later(store):
    amina, ben, chen = await town(store, "amina", "ben", "chen")
    hall = (await store.write(lambda tx: tx.activities.put("hall", "workshop", "p", "e", "{}"))).id
    needs = '{"else":"a ramp"}'
    for person, state in ((amina, "attended"), (ben, "confirmed"), (chen, "waiting")):
        await store.write(lambda tx, p=person, s=state: tx.bookings.put(hall, p, s, needs, "", NOW))
    prune = lambda kind, before: store.write(lambda tx: tx.retention.prune(kind, Millis(before), 10))  # noqa: E731
    assert await prune("booking_needs", NOW) == 0
    assert await prune("booking_needs", NOW + 1) == 1, "a workshop months ahead keeps what it has to know"
    await store.write(lambda tx: tx.activities.change(hall, state="closed", closed=NOW))
    assert await prune("booking_needs", NOW + 1) == 2
    assert await prune("booking_needs", NOW + 1) == 0
    assert {
        b.needs for p in (amina, ben, chen) for b in await store.read(lambda tx, p=p: tx.bookings.of_person(p))
    } == {"{}"}
    for place, person, at in ((hall, amina, NOW), (hall + 1, ben, NOW), (hall + 1, amina, NOW + DAY)):
        await store.write(lambda tx, place=place: tx.seats.set_cap(place, 9))
        await store.write(lambda tx, o=place, p=person, at=at: tx.seats.reserve(o, p, Millis(at), Millis(at)))
    await store.write(lambda tx: tx.seats.set_cap(hall + 2, 9))
    assert await prune("bookings", NOW + 1) == 3
    pools = await store.read(lambda tx: [(tx.seats.pool(hall + n), tx.seats.held(hall + n)) for n in range(3)])
    assert pools == [(None, 0), (Pool(9, 2), 2), (Pool(9, 0), 0)]


async def test_what_champions_wrote_and_helped_with_and_what_was_proposed_goes_by_age(store):
    await store.write(full_life("ada"))
    for kind, number in (("assisted", 1), ("proposals", 2), ("broadcasts", 1)):
        assert await store.write(lambda tx, kind=kind: tx.retention.prune(kind, NOW, 10)) == 0
        assert await store.write(lambda tx, kind=kind: tx.retention.prune(kind, Millis(NOW + 1), 10)) == number


async def test_every_kind_runs_on_an_empty_database(store):
    for kind in PLAN:
        assert await store.write(lambda tx, kind=kind: tx.retention.prune(kind, NOW, 10)) == 0


async def test_what_was_to_happen_and_is_over_goes_by_age_and_what_waits_stays(store):
    def work(tx):
        for number, state in enumerate(("waiting", "done", "expired", "dropped"), 1):
            due = Due("close", number, "", "", "", Millis(NOW + number))
            tx.agenda.put(due)
            if state == "dropped":
                tx.agenda.drop(number)
            elif state != "waiting":
                assert tx.agenda.settle(due, state)

    await store.write(work)
    prune = lambda before, limit=10: store.write(lambda tx: tx.retention.prune("agenda", Millis(before), limit))  # noqa: E731
    assert await prune(NOW + 2) == 0
    assert await prune(NOW + 3) == 1
    assert await prune(NOW + 9, 1) == 1
    assert await prune(NOW + 9) == 1
    left = await store.read(lambda tx: [each.state for number in range(1, 5) for each in tx.agenda.of(number)])
    assert left == ["waiting"]
