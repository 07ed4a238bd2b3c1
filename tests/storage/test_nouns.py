"""Invites, sources, consents, editions, activities, sessions, updates, notes, releases, on both engines."""

from __future__ import annotations

from bot.ports import ActivityId, Consent, Edition, Invite, Millis, PersonId, SessionId, SourceId, Store
from tests.storage.sample import NOBODY, NOW, SURVEY, arrival


def later(seconds: int) -> Millis:
    return Millis(NOW + seconds * 1000)


async def test_an_invitation_is_used_once_and_dies_in_time(store: Store) -> None:
    invite = Invite(b"hash", "champion", "east", "for the library", PersonId(9), later(60))
    late = Invite(b"late", "champion", "east", "", PersonId(9), later(-1))
    await store.write(lambda tx: (tx.invites.add(invite), tx.invites.add(late)))
    assert await store.read(lambda tx: tx.invites.find(b"hash")) == invite
    assert not await store.write(lambda tx: tx.invites.use(b"late", PersonId(1), NOW))
    assert not await store.write(lambda tx: tx.invites.use(b"none", PersonId(1), NOW))
    assert await store.write(lambda tx: tx.invites.use(b"hash", PersonId(1), NOW))
    assert not await store.write(lambda tx: tx.invites.use(b"hash", PersonId(2), NOW))
    used = await store.read(lambda tx: tx.invites.find(b"hash"))
    assert used is not None
    assert used.used_by == 1


async def test_a_new_start_kills_the_old_start_up_link(store: Store) -> None:
    first = Invite(b"first", "officer", "", "", NOBODY, later(60), first=True)
    other = Invite(b"other", "officer", "", "", NOBODY, later(60))
    await store.write(lambda tx: (tx.invites.add(first), tx.invites.add(other)))
    await store.write(lambda tx: tx.invites.drop_first())
    assert await store.read(lambda tx: tx.invites.find(b"first")) is None
    assert await store.read(lambda tx: tx.invites.find(b"other")) == other


async def test_links_of_a_champion_share_a_root(store: Store) -> None:
    amina = (await store.write(arrival("amina"))).id
    root = await store.write(lambda tx: tx.sources.add("champion", "Amina", "t1", amina, "east", SourceId(0), NOW))
    link = await store.write(lambda tx: tx.sources.add("poster", "Shop", "t2", amina, "east", root.id, later(1)))
    assert root.root == root.id == link.root
    assert await store.read(lambda tx: tx.sources.by_token("t2")) == link
    assert await store.read(lambda tx: tx.sources.source(root.id)) == root
    assert await store.read(lambda tx: tx.sources.of_person(amina)) == [root, link]
    assert await store.read(lambda tx: tx.sources.by_token("t3")) is None


async def test_the_last_word_on_a_purpose_counts_even_in_the_same_millisecond(store: Store) -> None:
    amina = (await store.write(arrival("amina"))).id
    yes = Consent(amina, "invite_me", True, "v1", "so", NOW)
    no = Consent(amina, "invite_me", False, "v2", "so", NOW)
    await store.write(lambda tx: (tx.consents.add(yes), tx.consents.add(no)))
    assert await store.read(lambda tx: tx.consents.latest(amina, "invite_me")) == no
    assert await store.read(lambda tx: tx.consents.latest(amina, "who_is_missing")) is None


async def test_an_edition_never_changes(store: Store) -> None:
    one = Edition("h1", "safe", "{}", "content", NOW)
    assert await store.write(lambda tx: tx.editions.put(one))
    assert not await store.write(lambda tx: tx.editions.put(Edition("h1", "safe", "{1}", "import", NOW)))
    two = Edition("h2", "safe", "{2}", "import", later(1))
    await store.write(lambda tx: tx.editions.put(two))
    assert await store.read(lambda tx: tx.editions.get("h1")) == one
    assert await store.read(lambda tx: tx.editions.of_name("safe")) == [one, two]


async def test_a_tested_activity_that_changes_is_a_draft_again_and_an_open_one_keeps_its_edition(store: Store) -> None:
    draft = await store.write(lambda tx: tx.activities.put("safe", "survey", "p", "e1", "{}"))
    assert draft.state == "draft"
    await store.write(lambda tx: tx.activities.change(draft.id, state="tested", tested_by=4, tested_at=NOW))
    same = await store.write(lambda tx: tx.activities.put("safe", "survey", "p", "e1", "{}"))
    assert (same.state, same.tested_by) == ("tested", 4)
    changed = await store.write(lambda tx: tx.activities.put("safe", "survey", "p", "e2", "{}"))
    assert (changed.id, changed.state, changed.tested_by, changed.edition) == (draft.id, "draft", 0, "e2")
    await store.write(lambda tx: tx.activities.change(draft.id, state="open", opened=NOW))
    kept = await store.write(lambda tx: tx.activities.put("safe", "survey", "p", "e3", "{}"))
    assert (kept.state, kept.edition) == ("open", "e2")
    assert await store.read(lambda tx: tx.activities.get(draft.id)) == kept
    await store.write(lambda tx: tx.activities.put("zebra", "vote", "p", "e9", "{}"))
    await store.write(lambda tx: tx.activities.put("Élan", "vote", "p", "e9", "{}"))
    assert [a.name for a in await store.read(lambda tx: tx.activities.all())] == ["safe", "zebra", "Élan"]
    assert [a.name for a in await store.read(lambda tx: tx.activities.all(["open", "closed"]))] == ["safe"]


async def test_a_session_is_found_by_its_owner_alone(store: Store) -> None:
    amina, ben = (await store.write(arrival("amina"))).id, (await store.write(arrival("ben"))).id
    mine = await store.write(lambda tx: tx.sessions.open(amina, SURVEY, "e1", "answer", '{"q":1}', 0, NOW))
    assert await store.read(lambda tx: tx.sessions.get(mine.id, amina)) == mine
    assert await store.read(lambda tx: tx.sessions.get(mine.id, ben)) is None
    await store.write(lambda tx: tx.sessions.save(mine.id, '{"q":2}', 1, "finished", later(1)))
    latest = await store.read(lambda tx: tx.sessions.of(amina, SURVEY, "answer"))
    assert latest is not None
    assert (latest.state, latest.revision, latest.status, latest.touched) == ('{"q":2}', 1, "finished", later(1))
    await store.write(lambda tx: tx.sessions.save(mine.id, "{}", 2, "dropped", later(2)))
    assert await store.read(lambda tx: tx.sessions.of(amina, SURVEY, "answer")) is None


async def test_an_unshown_screen_is_found_until_it_was_drawn_and_an_old_drawing_changes_nothing(store: Store) -> None:
    amina = (await store.write(arrival("amina"))).id
    mine = await store.write(lambda tx: tx.sessions.open(amina, SURVEY, "e1", "answer", "{}", 0, NOW))
    waiting = await store.read(lambda tx: tx.sessions.undrawn(NOW, 10))
    assert [each.id for each in waiting] == [mine.id]
    await store.write(lambda tx: tx.sessions.drawn(mine.id, 0, 100))
    assert await store.read(lambda tx: tx.sessions.undrawn(NOW, 10)) == []
    await store.write(lambda tx: tx.sessions.save(mine.id, "{}", 2, "open", NOW))
    await store.write(lambda tx: tx.sessions.drawn(mine.id, 2, 102))
    await store.write(lambda tx: tx.sessions.drawn(mine.id, 1, 101))
    drawn = await store.read(lambda tx: tx.sessions.get(mine.id, amina))
    assert drawn is not None
    assert (drawn.shown, drawn.message) == (2, 102)
    await store.write(lambda tx: tx.sessions.save(mine.id, "{}", 3, "open", NOW))
    assert await store.read(lambda tx: tx.sessions.undrawn(later(1), 10)) == []


async def test_open_sessions_are_settled_in_slices(store: Store) -> None:
    people = [(await store.write(arrival(f"p{n}"))).id for n in range(5)]
    for person in people:
        await store.write(lambda tx, person=person: tx.sessions.open(person, SURVEY, "e", "answer", "{}", 0, NOW))
    await store.write(lambda tx: tx.sessions.open(people[0], SURVEY, "e", "test", "{}", 0, NOW))
    seen, last = [], SessionId(0)
    while part := await store.read(lambda tx, last=last: tx.sessions.open_of(SURVEY, last, 2)):
        seen += [each.person for each in part]
        last = part[-1].id
    assert sorted(seen) == sorted(people)
    assert await store.read(lambda tx: tx.sessions.started(SURVEY)) == 5
    assert await store.read(lambda tx: tx.sessions.started(ActivityId(1))) == 0


async def test_an_update_is_fresh_once_and_a_poisonous_one_is_parked(store: Store) -> None:
    assert await store.write(lambda tx: tx.updates.fresh(10, NOW))
    assert not await store.write(lambda tx: tx.updates.fresh(10, NOW))
    tries = [await store.write(lambda tx: tx.updates.fail(11, "ref", NOW)) for _ in range(3)]
    assert tries == [1, 2, 3]
    await store.write(lambda tx: tx.updates.park(11, "ref", NOW))
    assert not await store.write(lambda tx: tx.updates.fresh(11, NOW))
    assert await store.read(lambda tx: (tx.updates.parked(), tx.updates.highest())) == (1, 11)
    assert await store.write(lambda tx: tx.updates.prune(later(1), 1)) == 1
    assert await store.write(lambda tx: tx.updates.fresh(10, NOW))
    assert await store.write(lambda tx: tx.updates.prune(NOW, 10)) == 0
    assert await store.read(lambda tx: tx.updates.parked()) == 1


async def test_releases_are_numbered_per_activity_and_notes_are_replaced(store: Store) -> None:
    for activity, number in ((SURVEY, 1), (SURVEY, 2), (ActivityId(1), 1)):
        made = await store.write(lambda tx, a=activity: tx.releases.add(a, "csv", "00", "{}", NOBODY, NOW))
        assert made.number == number
    assert [each.number for each in await store.read(lambda tx: tx.releases.of(SURVEY))] == [1, 2]
    assert await store.read(lambda tx: tx.notes.get("epoch")) is None
    for value in ("1", "2"):
        await store.write(lambda tx, value=value: tx.notes.put("epoch", value))
    assert await store.read(lambda tx: tx.notes.get("epoch")) == "2"
