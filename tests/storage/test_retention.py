"""What is older than the policy says goes, and only that."""

from __future__ import annotations

from bot.ports import Millis
from bot.storage.retention import PLAN
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


async def test_every_kind_runs_on_an_empty_database(store):
    for kind in PLAN:
        assert await store.write(lambda tx, kind=kind: tx.retention.prune(kind, NOW, 10)) == 0
