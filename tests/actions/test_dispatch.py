"""What may be sent now, over the real outbox: who waits, who is written to, what goes along, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.actions import hold
from bot.actions.dispatch import Batch, Desk, claim
from bot.core import wall
from bot.core.contact import Rules
from bot.core.screen import Block, Button, Go, Plain, Screen
from bot.ports import ActivityId, Due, Lane, Millis, PersonId, State, millis

NOON = wall.read("2026-11-10T12:00", "Europe/London")
NIGHT = wall.read("2026-11-10T23:00", "Europe/London")
MORNING = wall.read("2026-11-11T08:30", "Europe/London")
DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
LANES = {"confirmation": 0, "urgent": 0, "duty": 0, "appointed": 1, "service": 1, "unasked": 2}
STOP = (Button(Plain("Stop"), Go("stop")),)
FENCE = 3


def write(tx, notice, delivery, person, now):
    """A letter that says its notice's content; "over" is no longer true."""
    if notice.content == "over":
        return ()
    return (Screen("below", (Block("body", Plain(notice.content)),), (STOP,)),)


DESK = Desk(write, Rules())


class Post:
    """A store with residents in it, written to by notices."""

    def __init__(self, store):
        self.store, self.made = store, 0

    async def resident(self, name="Ada", **fields):
        def work(tx):
            person = tx.people.arrive(name.encode(), b"cipher of " + name.encode(), "en", millis(NOON))[1]
            if fields:
                tx.people.change(person.id, **fields)
            return person.id

        return await self.store.write(work)

    async def notice(self, who, content, class_="service", *, at=NOON, due=None, not_after=None):
        """Make one and address it to somebody; gives its number."""
        self.made += 1
        ends = {"due": millis(due) if due else Millis(0), "not_after": millis(not_after) if not_after else Millis(0)}

        def work(tx, number=self.made):
            made = tx.notices.make(
                f"k{number}", number, "", class_, Lane(LANES[class_]), content, PersonId(0), millis(at), **ends
            )
            tx.outbox.add(made.id, who, Millis(millis(at) - 1000 + number))  # what was made first goes first
            return made.id

        return await self.store.write(work)

    async def claim(self, at=NOON, limit=50, desk=DESK, **more) -> Batch:
        return await self.store.write(lambda tx: claim(tx, desk, FENCE, at, limit, **more))

    async def says(self, at=NOON, **more):
        """The texts of what goes now, one list a message."""
        batch = await self.claim(at, **more)
        return [[b.line.text for s in p.reply.screens for b in s.blocks] for p in batch.parcels]

    async def sent(self, batch, at=NOON):
        def work(tx):
            for parcel in batch.parcels:
                assert tx.outbox.start(parcel.keys, FENCE, millis(at))
                assert tx.outbox.settle(parcel.keys, FENCE, State.SENT, millis(at), 7) == len(parcel.keys)

        await self.store.write(work)

    async def rows(self, who):
        return await self.store.read(
            lambda tx: [(r.state, r.reason, r.due) for r in tx.outbox.of_person(who, tuple(State))]
        )

    async def state(self, who):
        ((state, reason, _),) = await self.rows(who)
        return state.name, reason


@pytest.fixture
def post(store):
    return Post(store)


async def test_news_of_one_day_is_one_message_with_the_choice_at_its_end(post):
    ada = await post.resident()
    for words in ("results", "your booking", "you said, we did"):
        await post.notice(ada, words)
    batch = await post.claim()
    (parcel,) = batch.parcels
    assert len(parcel.keys) == 3
    assert [b.line.text for b in parcel.reply.screens[0].blocks] == ["results", "your booking", "you said, we did"]
    assert parcel.reply.screens[0].rows == (STOP,)
    assert (parcel.chat_cipher, parcel.reply.person, parcel.again) == (b"cipher of Ada", ada, False)


async def test_news_that_a_small_claim_left_behind_comes_along(post):
    ada = await post.resident()
    for number in range(5):
        await post.notice(ada, str(number))
    assert len((await post.says(limit=2))[0]) == 5


async def test_a_second_message_of_the_day_waits_for_the_next_morning(post):
    ada = await post.resident()
    await post.notice(ada, "first")
    await post.sent(await post.claim())
    await post.notice(ada, "second")
    assert await post.says(NOON + HOUR) == []
    assert (State.WAITING, "day", millis(MORNING)) in await post.rows(ada)
    assert await post.says(MORNING) == [["second"]]


async def test_a_reminder_takes_the_days_news_along_and_news_waits_for_it(post):
    ada = await post.resident()
    evening = NOON + 6 * HOUR
    await post.notice(ada, "results")
    await post.notice(ada, "tomorrow at seven", "appointed", due=evening, not_after=evening + DAY)
    assert await post.says() == []
    assert await post.says(evening) == [["tomorrow at seven", "results"]]


async def test_news_waits_for_a_reminder_that_is_planned_for_later_the_same_day_unless_it_would_be_too_late(post):
    ada = await post.resident()
    evening = NOON + 6 * HOUR

    def place(tx):
        tx.agenda.put(Due("remind", 77, "0", "", "Europe/London", millis(evening)))
        tx.bookings.put(ActivityId(77), ada, "confirmed", "{}", "CODE", millis(NOON))

    await post.store.write(place)
    await post.notice(ada, "news")
    await post.notice(ada, "until five", not_after=NOON + 5 * HOUR)
    assert await post.says() == [["until five"]], "what cannot wait does not"
    assert await post.says(NOON + HOUR) == []
    await post.notice(ada, "reminder", "appointed", at=evening, due=evening)
    assert await post.says(evening + SECOND) == [["reminder", "news"]]


async def test_news_does_not_wait_for_the_reminder_of_a_place_that_was_given_back(post):
    ada = await post.resident()

    def place(tx):
        tx.agenda.put(Due("remind", 77, "0", "", "Europe/London", millis(NOON + 6 * HOUR)))
        tx.bookings.put(ActivityId(77), ada, "cancelled", "{}", "CODE", millis(NOON))

    await post.store.write(place)
    await post.notice(ada, "news")
    assert await post.says() == [["news"]]


async def test_a_reminder_takes_along_news_that_had_its_message_today_already(post):
    ada = await post.resident()
    await post.notice(ada, "first")
    await post.sent(await post.claim())
    await post.notice(ada, "second")
    await post.claim(NOON + HOUR)
    await post.notice(ada, "in two hours", "appointed", at=NOON + HOUR, not_after=NOON + 3 * HOUR)
    assert await post.says(NOON + HOUR) == [["in two hours", "second"]]


async def test_a_reminder_that_is_no_longer_true_takes_nothing_along(post):
    ada = await post.resident()
    await post.notice(ada, "over", "appointed")
    await post.notice(ada, "results")
    assert await post.says() == [["results"]]


async def test_two_champions_in_one_claim_and_a_third_see_each_others_messages(post):
    ada = await post.resident()
    for name in ("first", "second", "third"):
        await post.notice(ada, name, "unasked")
    batch = await post.claim()
    assert len(batch.parcels) == 2
    await post.sent(batch)
    states = sorted(await post.rows(ada))
    assert [(s.name, r) for s, r, _ in states] == [("WAITING", "enough"), ("SENT", ""), ("SENT", "")]
    assert states[0][2] == millis(wall.read("2026-11-24T12:00", "Europe/London"))
    assert await post.says(NOON + 13 * DAY) == []
    assert await post.says(NOON + 14 * DAY) == [["third"]]


async def test_what_may_have_been_sent_counts_as_sent(post):
    ada = await post.resident()
    for name in ("first", "second"):
        await post.notice(ada, name, "unasked")
    batch = await post.claim()

    def crash(tx):
        for parcel in batch.parcels:
            tx.outbox.start(parcel.keys, FENCE, millis(NOON))
        assert tx.outbox.take_over(FENCE + 1, millis(NOON)) == (0, 2)

    await post.store.write(crash)
    await post.notice(ada, "third", "unasked")
    assert await post.says() == []


async def test_who_asked_to_hear_less_or_only_of_bookings_is_heeded(post):
    ada, ben = await post.resident("Ada"), await post.resident("Ben")

    def choose(tx):
        tx.preferences.put(ada, "contact", "less")
        tx.preferences.put(ben, "contact", "booked")

    await post.store.write(choose)
    for who in (ada, ben):
        await post.notice(who, "one", "unasked")
        await post.notice(who, "two", "unasked")
    assert [words for (words,) in await post.says()] == ["one"]
    assert {(s.name, r) for s, r, _ in await post.rows(ben)} == {("SKIPPED", "chosen")}


async def test_after_stop_what_waits_is_skipped_and_confirmations_still_come(post):
    ada = await post.resident(stopped=True)
    for class_ in ("service", "unasked", "duty", "urgent", "appointed"):
        await post.notice(ada, class_, class_)
    await post.notice(ada, "your receipt", "confirmation")
    assert await post.says() == [["your receipt"]]
    assert [(s.name, r) for s, r, _ in sorted(await post.rows(ada))[1:]] == [("SKIPPED", "stopped")] * 5


async def test_in_quiet_hours_only_what_cannot_wait_goes(post):
    ada = await post.resident()
    for class_ in ("confirmation", "urgent", "duty", "service", "unasked"):
        await post.notice(ada, class_, class_)
    assert await post.says(NIGHT) == [["confirmation"], ["urgent"]]
    waiting = [row for row in await post.rows(ada) if row[0] is State.WAITING]
    assert waiting == [(State.WAITING, "quiet", millis(MORNING))] * 3


async def test_what_comes_too_late_expires_and_what_is_no_longer_true_is_skipped(post):
    late, over = await post.resident("Ada"), await post.resident("Ben")
    await post.notice(late, "tonight", "service", not_after=NIGHT + HOUR)
    await post.notice(over, "over")
    assert await post.says(NIGHT) == []
    assert await post.state(late) == ("EXPIRED", "expired")
    assert await post.says(MORNING) == []
    assert await post.state(over) == ("SKIPPED", "over")


async def test_a_blocked_chat_and_who_has_none_are_counted_and_not_tried(post):
    ada = await post.resident()

    def lives(tx):
        tx.people.block(tx.people.person(ada).account, True)
        helped = tx.assisted.arrive(b"paper code", "en", ada, 1, millis(NOON))
        return helped.person

    helped = await post.store.write(lives)
    await post.notice(ada, "news")
    await post.notice(helped, "news")
    assert await post.says() == []
    assert await post.state(ada) == ("SKIPPED", "blocked")
    assert await post.state(helped) == ("SKIPPED", "no_chat")


async def test_somebody_with_a_message_in_hand_waits_a_moment(post):
    ada, ben = await post.resident("Ada"), await post.resident("Ben")
    await post.notice(ada, "for Ada", "unasked")
    await post.notice(ben, "for Ben", "unasked")
    assert await post.says(busy={ada}) == [["for Ben"]]
    assert await post.rows(ada) == [(State.WAITING, "", millis(NOON + SECOND))]


async def test_a_letter_that_cannot_be_worded_is_known_by_name_and_waits_while_others_go(post):
    ada = await post.resident()
    await post.notice(ada, "broken", "duty")
    await post.notice(ada, "fine", "duty")
    tried = []

    def breaks(tx, notice, delivery, person, now):
        if notice.content == "broken":
            raise ZeroDivisionError
        return write(tx, notice, delivery, person, now)

    desk = Desk(breaks, Rules(), tried.append)
    with pytest.raises(ZeroDivisionError):
        await post.claim(desk=desk)
    assert [s.name for s, _, _ in await post.rows(ada)] == ["WAITING", "WAITING"], "nothing was kept of that claim"
    assert await post.says(desk=desk, faulty={tried[-1]}) == [["fine"]]
    assert (State.WAITING, "fault", millis(NOON + HOUR)) in await post.rows(ada)


async def test_a_confirmation_of_unknown_fate_is_to_be_sent_again_and_news_is_not(post):
    ada, ben = await post.resident("Ada"), await post.resident("Ben")
    await post.notice(ada, "your receipt", "confirmation")
    await post.notice(ben, "news")
    batch = await post.claim()
    assert {p.person: p.again for p in batch.parcels} == {ada: True, ben: False}


async def test_sending_is_held_after_a_standstill_of_an_hour_with_rows_waiting(post):
    ada = await post.resident()
    store = post.store
    assert not await store.write(lambda tx: hold.hold_where_stale(tx, NOON)), "a new bot is not held"
    await store.write(lambda tx: tx.notes.put(hold.HEARTBEAT, str(millis(NOON))))
    assert not await store.write(lambda tx: hold.hold_where_stale(tx, NOON + 3 * HOUR)), "nothing waits"
    await post.notice(ada, "news")
    assert not await store.write(lambda tx: hold.hold_where_stale(tx, NOON + HOUR))
    assert await store.write(lambda tx: hold.hold_where_stale(tx, NOON + HOUR + SECOND))
    assert await store.read(hold.held)
    assert await store.write(lambda tx: hold.hold_where_stale(tx, NOON)), "until somebody confirms"
    assert await store.write(lambda tx: hold.let_go(tx, NOON + 2 * HOUR))
    assert not await store.write(lambda tx: hold.let_go(tx, NOON + 2 * HOUR))
    assert not await store.read(hold.held)
    assert not await store.write(lambda tx: hold.hold_where_stale(tx, NOON + 2 * HOUR))


def test_the_instants_of_these_tests_are_what_they_say():
    assert NOON.astimezone(UTC) == datetime(2026, 11, 10, 12, tzinfo=UTC)
