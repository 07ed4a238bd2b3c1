"""A workshop's draw from sign-up to the last letter, on both engines: replayed, resumed, explained, never twice."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions import draw_places, places
from bot.core import draw, lottery
from bot.core.frame import read_frame
from bot.ports import Consent, Errand, Held, millis
from bot.workers.due import DUE
from bot.workers.errands.draw import DrawPlaces
from bot.workers.falling import Falling
from bot.workers.holding import HoldingError, held_apart
from tests.actions.test_rules import ruled
from tests.actions.workshop import NOW, again, asks, drawn, hours, leaves, opened, someone, sound, told

CLOSES = hours(4 * 24 + 6)
TARGETS = [{"attribute": "area", "code": "north", "min": 2, "max": 3}]
FRAME = read_frame(
    "# unit: people\n# ages: all\n# source: made up\n# licence: none\n"
    "attribute,code,label,population,parent\narea,north,North,,\narea,n1,One,10,north\narea,s1,Two,10,\n"
)
FRAMES = {"town": FRAME}


class Clock:
    """The civil clock, set by hand."""

    def __init__(self):
        self.now = CLOSES

    def __call__(self):
        return self.now


async def held_here(people, targets, seats):
    """The same lottery in this process: starting another takes a second."""
    return lottery.lottery(people, targets, seats)


def sign_up(made_of, number, *, silent=0):
    """Open and let so many ask; the first `silent` state nothing, the rest live in the north and the south by turns."""

    def work(tx):
        made = opened(tx, made_of)
        for n in range(number):
            who = someone(tx, f"p{n}")
            if n >= silent:
                tx.consents.add(Consent(who.id, "who_is_missing", True, "1", "en", millis(NOW)))
                tx.people.set_profile(who.id, "area", "n1" if n % 2 else "s1", millis(NOW))
            assert asks(tx, made, who).state == "requested"
        return made

    return work


async def close(store, made, clock, hold=held_here):
    """What the tick does, as far as it goes now."""
    runner = DrawPlaces(store, clock, FRAMES, hold)

    async def run(errand: Errand):
        await runner(errand, None)

    falling = Falling(store, run, DUE)
    for _ in range(4):
        await falling.fall(clock())
        assert await falling.drain(60)
        clock.now += timedelta(seconds=1)  # the next tick
    return await store.read(lambda tx: places.record(tx, made.id))


def outcome(made):
    """Who stands where, by draw number; and who is told what."""

    def work(tx):
        sound(tx, made)
        every = tx.bookings.in_state(made.id, ("requested", "waiting", "offered", "confirmed"), 0, 10_000)
        return {one.number: (one.state, one.place) for one in every}

    return work


async def test_the_draw_from_closing_to_letters_and_again_from_its_files(store):
    made = await store.write(sign_up(drawn(targets=TARGETS, frame="town"), 12, silent=2))
    clock = Clock()
    kept = await close(store, made, clock)
    assert (kept.state, kept.asked, kept.seats, len(kept.selected)) == ("done", 12, 3, 3)
    stands = await store.read(outcome(made))
    assert sorted(n for n, (where, _) in stands.items() if where == "confirmed") == list(kept.selected)
    queue = sorted((place, n) for n, (where, place) in stands.items() if where == "waiting")
    assert [n for _, n in queue] == list(kept.waiting), "the waiting list is in the order drawn"
    assert kept.pool["1"] == {"area": ""}
    assert kept.pool["4"] == {"area": "north"}, "a ward counts for its neighbourhood"
    assert 2 <= sum(kept.pool[str(n)]["area"] == "north" for n in kept.selected) <= 3
    # everything that was promised beforehand
    assert lottery.commitment(kept.secret) == kept.commitment
    assert lottery.seed_of(kept.secret, kept.value) == kept.seed
    assert kept.value == kept.fingerprint == hashlib.sha256(draw.pool_csv(kept.pool).encode()).hexdigest()
    replayed = lottery.hold(kept.pool, kept.targets, kept.seats, kept.seed)
    assert sorted(map(int, replayed.selected)) == list(kept.selected)
    chances = kept.lottery.chances()
    mean = kept.seats / kept.asked
    assert all(chances[n] >= mean / 2 for n in ("1", "2")), "who stated nothing has half the mean chance at least"

    def letters(tx):
        verbs = [entry.verb for entry in tx.audit.after(0, 100) if entry.verb.startswith("draw.")]
        assert verbs == ["draw.sealed", "draw.listed", "draw.lottery", "draw.drawn", "draw.done"]
        assert {tx.notices.of(kind, made.id)[0].state for kind in ("drawn", "not_drawn")} == {"ready"}
        return len(told(tx, "drawn", made)), len(told(tx, "not_drawn", made))

    assert await store.read(letters) == (3, 9)
    assert (await close(store, made, clock)) == kept, "done again, nothing changes"
    assert await store.read(outcome(made)) == stands


async def test_a_kill_after_every_step_gives_the_same_people_and_each_letter_once(store):
    """A run is cut off after each write in turn; the next one goes on."""
    made = await store.write(sign_up(drawn(targets=TARGETS, frame="town", seats=30), 100))

    class Cut(Exception):
        pass

    class Dying:
        """The store of a process that dies after so many writes, before anybody hears of the last."""

        def __init__(self, lives):
            self.lives = lives

        async def write(self, work):
            done = await store.write(work)
            self.lives -= 1
            if not self.lives:
                raise Cut
            return done

        async def read(self, work):
            return await store.read(work)

    clock, seen = Clock(), []
    await store.write(lambda tx: draw_places.close(tx, places, made.id, clock()))
    for lives in (1, 1, 1, 1, 1, 2, 1, 1):
        with pytest.raises(Cut):
            await DrawPlaces(Dying(lives), clock, FRAMES, held_here).run(made.id)
        kept = await store.read(lambda tx: places.record(tx, made.id))
        seen.append((kept.state, kept.selected))
        await store.read(lambda tx: sound(tx, made))
        if kept.state == "done":
            break
    kept = await DrawPlaces(store, clock, FRAMES, held_here).run(made.id)
    assert kept.state == "done"
    assert {selected for state, selected in seen if state == "drawn"} == {kept.selected}, "one draw only"
    assert [state for state, _ in seen][:4] == ["frozen", "ready", "drawn", "drawn"]
    stands = await store.read(outcome(made))
    assert sorted(n for n, (where, _) in stands.items() if where == "confirmed") == list(kept.selected)
    got = await store.read(lambda tx: (told(tx, "drawn", made), told(tx, "not_drawn", made)))
    assert (len(set(got[0])), len(set(got[1]))) == (len(got[0]), len(got[1])) == (30, 70)


async def test_with_no_more_requests_than_places_everybody_has_one(store):
    made = await store.write(sign_up(drawn(targets=TARGETS, frame="town"), 3))
    kept = await close(store, made, Clock())
    assert (kept.state, kept.selected, kept.waiting, kept.seed) == ("done", (1, 2, 3), (), "")
    assert {where for where, _ in (await store.read(outcome(made))).values()} == {"confirmed"}


async def test_where_nobody_asked_places_are_free_for_whoever_comes(store):
    made = await store.write(sign_up(drawn(), 0))
    kept = await close(store, made, Clock())
    assert (kept.state, kept.asked) == ("done", 0)
    assert await store.write(lambda tx: asks(tx, made, someone(tx, "late"), CLOSES).state) == "confirmed"


async def test_who_asks_while_the_draw_is_made_waits_behind_everybody_who_was_in_it(store):
    made = await store.write(sign_up(drawn(), 6))
    clock = Clock()

    async def slow(people, targets, seats):
        late = await store.write(lambda tx: asks(tx, made, someone(tx, "late"), clock()))
        assert (late.state, late.number) == ("waiting", 7)
        await store.write(lambda tx: leaves(tx, made, someone(tx, "p0"), clock()))
        return lottery.lottery(people, targets, seats)

    kept = await close(store, made, clock, slow)
    stands = await store.read(outcome(made))
    assert "1" in kept.pool, "the list was fixed before number 1 gave up"
    assert 1 not in stands
    queue = [
        n for _, n in sorted((place, n) for n, (where, place) in stands.items() if where in ("waiting", "offered"))
    ]
    assert queue == [*(n for n in kept.waiting if n != 1), 7]
    given = [n for n, (where, _) in stands.items() if where == "confirmed"]
    offered = [n for n, (where, _) in stands.items() if where == "offered"]
    assert len(given) + len(offered) == 3
    assert offered == queue[: len(offered)], "a place that number 1 had drawn is offered to the first"


async def test_past_the_closing_time_requests_wait_even_where_the_tick_is_late(store):
    made = await store.write(sign_up(drawn(), 1))
    assert await store.write(lambda tx: asks(tx, made, someone(tx, "late"), CLOSES).state) == "waiting"


async def test_a_draw_waits_for_the_public_value_that_was_named(store):
    made = await store.write(sign_up(drawn(signup={"closes": "2026-11-27T18:00", "public_value": {"en": "Lotto"}}), 9))
    sam = await store.write(lambda tx: someone(tx, "sam", Held("officer")))
    clock = Clock()
    kept = await close(store, made, clock)
    assert (kept.state, kept.selected) == ("ready", ())
    assert await store.read(lambda tx: told(tx, "draw_waits", made)) == [sam.id]

    def typed(tx):
        with ruled("draw.no_value"):
            draw_places.value(tx, places, sam, made, " \u200b ", clock())
        draw_places.value(tx, places, sam, made, " 3, 17  22 ", clock())
        with ruled("draw.not_now"):
            draw_places.value(tx, places, sam, made, "another", clock())

    await store.write(typed)
    kept = await close(store, made, clock)
    assert (kept.state, kept.value, kept.named) == ("done", "3, 17 22", True)
    assert kept.seed == lottery.seed_of(kept.secret, "3, 17 22")
    assert sorted(map(int, lottery.draw(kept.lottery, kept.seed).selected)) == list(kept.selected)


async def test_a_value_that_never_comes_is_waited_for_one_day(store):
    made = await store.write(sign_up(drawn(signup={"closes": "2026-11-27T18:00", "public_value": {"en": "Lotto"}}), 9))
    clock = Clock()
    assert (await close(store, made, clock)).state == "ready"
    clock.now = CLOSES + timedelta(hours=23, minutes=59)
    assert (await close(store, made, clock)).state == "ready"
    clock.now = CLOSES + timedelta(hours=24)
    kept = await close(store, made, clock)
    assert (kept.state, kept.value, kept.named) == ("done", kept.fingerprint, False)


async def test_targets_that_cannot_be_kept_are_explained_and_the_smallest_change_is_all_an_officer_can_do(store):
    unmet = [{"attribute": "area", "code": "north", "min": 3, "max": 3}]
    made = await store.write(sign_up(drawn(targets=unmet, frame="town"), 8, silent=6))
    sam = await store.write(lambda tx: someone(tx, "sam", Held("officer")))
    clock = Clock()
    kept = await close(store, made, clock)
    assert kept.state == "stuck"
    assert [(c.code, c.side, c.now) for c in kept.changes] == [("north", "min", 3)]
    assert {where for where, _ in (await store.read(outcome(made))).values()} == {"requested"}, "nothing is drawn"
    assert await store.read(lambda tx: told(tx, "draw_waits", made)) == [sam.id]
    before = kept
    await store.write(lambda tx: draw_places.relax(tx, places, sam, made.id, clock()))
    kept = await close(store, made, clock)
    assert (kept.state, kept.relaxed) == ("done", before.changes)
    assert (kept.secret, kept.fingerprint, kept.pool) == (before.secret, before.fingerprint, before.pool)

    def late(tx):
        with ruled("draw.not_now"):
            draw_places.relax(tx, places, sam, made.id, clock())

    await store.write(late)


async def test_only_what_people_agreed_to_enters_the_list(store):
    both = [{"attribute": "area", "code": "s1"}, {"attribute": "ethnic_group", "code": "x"}]

    def work(tx):
        made = opened(tx, drawn(targets=both))
        for name, purposes in (("a", ()), ("b", ("who_is_missing",)), ("c", ("who_is_missing", "invite_me"))):
            who = someone(tx, name)
            tx.people.set_profile(who.id, "area", "s1", millis(NOW))
            tx.people.set_profile(who.id, "ethnic_group", "x", millis(NOW))
            for purpose in purposes:
                tx.consents.add(Consent(who.id, purpose, True, "1", "en", millis(NOW)))
            asks(tx, made, who)
        withdrawn = someone(tx, "c")
        tx.consents.add(Consent(withdrawn.id, "invite_me", False, "1", "en", millis(NOW) + 1))
        return draw_places.listed(tx, places.of(made), {}, made.id, 0, 10)

    pool, more = await store.write(work)
    assert more == 0
    nothing = {"area": "", "ethnic_group": ""}
    assert pool == {"1": nothing, "2": {**nothing, "area": "s1"}, "3": {**nothing, "area": "s1"}}


async def test_the_list_is_forgotten_after_its_time_and_the_fingerprint_stays(store):
    made = await store.write(sign_up(drawn(), 5))
    clock = Clock()
    kept = await close(store, made, clock)
    clock.now = hours(10 * 24 + 8) + timedelta(days=90)
    assert await close(store, made, clock) == replace(kept, pool={}, lottery=None)


async def test_a_draw_that_was_moved_waits_for_its_new_time(store):
    made = await store.write(sign_up(drawn(), 5))

    def move(tx):
        later = drawn(signup={"closes": "2026-11-28T18:00"})
        tx.activities.change(made.id, settings=json.dumps(later))
        assert not draw_places.close(tx, places, made.id, CLOSES), "the old row may still fall"
        places.set_up(tx, again(tx, made), places.terms(tx, made.id), "another secret", made.opened_by, NOW)

    await store.write(move)
    clock = Clock()
    kept = await close(store, made, clock)
    assert (kept.state, kept.secret) == ("sealed", "a secret of ours"), "what was sealed stays"
    clock.now = CLOSES + timedelta(days=1)
    assert (await close(store, made, clock)).state == "done"


async def test_a_workshop_called_off_is_never_drawn(store):
    made = await store.write(sign_up(drawn(), 5))
    await store.write(lambda tx: tx.activities.change(made.id, settings=json.dumps(drawn(cancelled=True))))
    runner = DrawPlaces(store, Clock(), FRAMES, held_here)
    assert await runner.run(made.id) is None


async def test_a_lottery_that_takes_too_long_is_tried_again_and_officers_are_told_once(store):
    made = await store.write(sign_up(drawn(), 6))
    sam = await store.write(lambda tx: someone(tx, "sam", Held("officer")))
    clock, tries = Clock(), []

    async def too_long(people, targets, seats):
        tries.append(seats)
        if len(tries) < 3:
            raise HoldingError
        return lottery.lottery(people, targets, seats)

    await store.write(lambda tx: draw_places.close(tx, places, made.id, clock()))
    runner = DrawPlaces(store, clock, FRAMES, too_long)
    for _ in range(2):
        with pytest.raises(HoldingError):
            await runner.run(made.id)
    assert await store.read(lambda tx: told(tx, "draw_waits", made)) == [sam.id]
    assert (await runner.run(made.id)).state == "done"


async def test_the_number_of_places_stays_while_the_draw_is_made(store):
    def work(tx):
        made, sam = opened(tx, drawn()), someone(tx, "sam", Held("officer"))
        asks(tx, made, sam)
        tx.activities.change(made.id, settings=json.dumps(drawn(seats=5)))
        assert places.resize(tx, again(tx, made), sam.id, NOW), "before it, it may change"
        draw_places.close(tx, places, made.id, CLOSES)
        with ruled("draw.not_now"):
            places.resize(tx, again(tx, made), sam.id, NOW)

    await store.write(work)


async def test_the_lottery_is_worked_out_in_a_process_of_its_own_with_a_time_limit():
    people = {str(n): {"area": "north" if n % 3 else ""} for n in range(1, 61)}
    targets = (lottery.Target("area", "north", 5, 20),)
    assert await held_apart(people, targets, 24) == lottery.lottery(people, targets, 24)
    unmet = (lottery.Target("area", "south", 5, 20),)
    assert isinstance(await held_apart(people, unmet, 24), lottery.Infeasible)
    with pytest.raises(HoldingError):
        await held_apart(people, targets, 24, seconds=0.01)
    with pytest.raises(HoldingError, match="no seats"):
        await held_apart(people, targets, 0)
