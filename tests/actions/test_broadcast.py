"""A champion's message as actions, on both engines: once whatever is tapped, held, gone on, sent again to unknowns."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.actions import broadcast as broadcasts
from bot.actions import send as sending
from bot.actions.announce import announce, call_off
from bot.actions.approve import approve, open_to_champions, refuse, second_champions
from bot.actions.champion import stop_messages
from bot.core.audience import Audience
from bot.core.broadcasts import Rules
from bot.core.elections import Period
from bot.core.errors import Rule
from bot.ports import Held, State, millis
from tests.actions.test_rules import opened, ruled, someone

NOW = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Europe/London"))
SPRING = Period(date(2027, 3, 22), date(2027, 5, 6), "Borough elections")
RULES = Rules(2, 7, 3, 2, 7, 200, 10, 5, 2, 14, ("misleading",), frozenset(), (SPRING,))


def champion(tx, name="grace", area=""):
    return someone(tx, name, Held("champion", area=area))


def town(tx, number=5):
    """A champion, an activity, and residents who came by the champion's link."""
    grace, activity = champion(tx), opened(tx)
    tx.activities.change(activity.id, closes=millis(NOW + timedelta(days=20)))
    source = tx.sources.add("champion", "", "t1", grace.id, "", 0, millis(NOW))
    for index in range(number):
        tx.people.change(someone(tx, f"resident {index}").id, root_source=source.id)
    return grace, tx.activities.get(activity.id), source


def drafted(tx, number=5):
    grace, activity, source = town(tx, number)
    reach = broadcasts.Reach("", (), source.id, ())
    made = broadcasts.begin(tx, grace, activity, "", NOW)
    broadcasts.write(tx, made, "en", "Hello", RULES)
    broadcasts.aim(tx, tx.broadcasts.get(made.id), Audience(source=source.id), reach)
    return grace, activity, count(tx, made), reach


def count(tx, made):
    """As the errand counts; gives it as kept."""
    found = tx.broadcasts.get(made.id)
    broadcasts.counted(tx, found, found.audience, *broadcasts.count(tx, found, RULES, NOW), NOW)
    return tx.broadcasts.get(made.id)


def started(tx, number=5):
    grace, activity, made, _ = drafted(tx, number)
    sending.start(tx, grace.id, made, activity, RULES, NOW)
    return grace, activity, tx.broadcasts.get(made.id)


def filled(tx, found):
    while not tx.notices.fill(found.notice, 2).done:
        pass
    return tx.notices.get(found.notice)


async def test_two_taps_on_send_at_once_make_one_notice(store):
    grace, activity, made, _ = await store.write(drafted)
    await asyncio.gather(
        *(store.write(lambda tx: sending.start(tx, grace.id, made, activity, RULES, NOW)) for _ in range(6))
    )

    def look(tx):
        return tx.broadcasts.get(made.id), tx.notices.of("broadcast", made.id), tx.audit.after(0, 100)

    found, notices, audit = await store.read(look)
    assert (found.state, len(notices)) == ("sending", 1)
    assert found.notice == notices[0].id
    assert [entry.verb for entry in audit].count("broadcast.sent") == 1


async def test_a_pause_in_the_middle_of_the_filling_wins_and_going_on_fills_the_rest(store):
    def work(tx):
        grace, _, found = started(tx, 5)
        tx.notices.fill(found.notice, 2)
        sending.pause(tx, grace.id, found, NOW)
        tx.notices.fill(found.notice, 2)
        paused = tx.notices.get(found.notice)
        assert paused.state == "paused"
        assert tx.outbox.claim(1, millis(NOW), 10) == []
        found = tx.broadcasts.get(found.id)
        sending.go_on(tx, grace.id, found, RULES, NOW)
        ready = filled(tx, found)
        sending.go_on(tx, grace.id, tx.broadcasts.get(found.id), RULES, NOW)
        assert tx.notices.get(found.notice).state == ready.state == "ready", "a second tap changes nothing"
        return len(tx.outbox.claim(1, millis(NOW), 10))

    assert await store.write(work) == 5


async def test_a_stopped_message_is_not_sent_to_anybody_more(store):
    def work(tx):
        grace, _, found = started(tx, 3)
        filled(tx, found)
        [first, *_] = tx.outbox.claim(1, millis(NOW), 1)
        assert tx.outbox.start([first.key], 1, millis(NOW))
        sending.cancel(tx, grace.id, found, NOW)
        assert tx.outbox.settle([first.key], 1, State.SENT, millis(NOW), 5) == 1, "what is on its way arrives"
        sending.cancel(tx, grace.id, tx.broadcasts.get(found.id), NOW)
        assert tx.broadcasts.get(found.id).state == "cancelled"
        return tx.notices.progress(found.notice)

    progress = await store.write(work)
    assert (progress.get(State.SENT), progress.get(State.CANCELLED)) == (1, 2)


async def test_only_unknown_ones_are_sent_again_and_only_once_for_two_taps(store):
    def work(tx):
        grace, _, found = started(tx, 3)
        filled(tx, found)
        rows = tx.outbox.claim(1, millis(NOW), 10)
        tx.outbox.start([row.key for row in rows], 1, millis(NOW))
        tx.outbox.settle([rows[0].key], 1, State.SENT, millis(NOW), 5)
        tx.outbox.settle([rows[1].key], 1, State.REFUSED, millis(NOW), 0, "blocked")
        tx.outbox.settle([rows[2].key], 1, State.UNKNOWN, millis(NOW))
        again = [sending.resend(tx, grace.id, tx.broadcasts.get(found.id), NOW) for _ in range(2)]
        [claimed] = tx.outbox.claim(1, millis(NOW), 10)
        return again, claimed.person == rows[2].person

    assert await store.write(work) == ([1, 0], True)


async def test_a_finished_one_is_done_and_a_resend_brings_it_back(store):
    def work(tx):
        grace, _, found = started(tx, 1)
        filled(tx, found)
        rows = tx.outbox.claim(1, millis(NOW), 10)
        tx.outbox.start([row.key for row in rows], 1, millis(NOW))
        tx.outbox.settle([row.key for row in rows], 1, State.UNKNOWN, millis(NOW))
        tx.notices.change(found.notice, state="done")
        assert sending.ended(tx, found).state == "done"
        found = tx.broadcasts.get(found.id)
        assert sending.resend(tx, grace.id, found, NOW) == 1
        return tx.broadcasts.get(found.id).state, tx.notices.get(found.notice).state

    assert await store.write(work) == ("sending", "ready")


async def test_what_is_missing_is_said_and_nothing_is_sent(store):
    def work(tx):
        grace, activity, source = town(tx)
        reach = broadcasts.Reach("north", ("n1",), source.id, ("north",))
        made = broadcasts.begin(tx, grace, activity, "", NOW)
        with ruled("broadcast.empty"):
            broadcasts.ready(tx, grace, made, reach, RULES, NOW)
        broadcasts.write(tx, made, "en", "Hello", RULES)
        made = tx.broadcasts.get(made.id)
        with ruled("not_yours"):
            broadcasts.ready(tx, grace, made, reach, RULES, NOW)
        with ruled("not_yours"):
            broadcasts.aim(tx, made, Audience(areas=("s1",)), reach)
        broadcasts.aim(tx, made, Audience(areas=("n1",)), reach)
        count(tx, made)
        with ruled("broadcast.too_few"):
            broadcasts.ready(tx, grace, tx.broadcasts.get(made.id), reach, RULES, NOW)
        with ruled("broadcast.too_few"):
            sending.start(tx, grace.id, tx.broadcasts.get(made.id), activity, RULES, NOW)
        broadcasts.aim(tx, made, Audience(source=source.id), reach)
        with ruled("broadcast.nobody"):
            broadcasts.ready(tx, grace, tx.broadcasts.get(made.id), reach, RULES, NOW)
        made = count(tx, made)
        assert broadcasts.ready(tx, grace, made, reach, RULES, NOW) == 5
        with ruled("broadcast.nobody"):
            broadcasts.ready(tx, grace, made, reach, RULES, NOW + timedelta(days=1))
        with ruled("elections.quiet"):
            sending.start(tx, grace.id, made, activity, RULES, NOW.replace(year=2027, month=4))
        tx.activities.change(activity.id, state="closed")
        with ruled("activity.not_open"):
            sending.start(tx, grace.id, made, tx.activities.get(activity.id), RULES, NOW)
        return tx.broadcasts.get(made.id).state, tx.notices.filling()

    assert await store.write(work) == ("draft", [])


async def test_a_message_ends_with_its_activity_or_after_a_week(store):
    def work(tx):
        _, activity, found = started(tx)
        week = tx.notices.get(found.notice).not_after
        tx.activities.change(activity.id, closes=millis(NOW + timedelta(days=2)))
        grace = tx.people.person(found.person)
        other = broadcasts.begin(tx, grace, activity, "", NOW)
        broadcasts.write(tx, other, "en", "Hello", RULES)
        tx.broadcasts.change(other.id, audience=found.audience)
        other = count(tx, other)
        sending.start(tx, grace.id, other, tx.activities.get(activity.id), RULES, NOW)
        return week, tx.notices.get(tx.broadcasts.get(other.id).notice).not_after

    assert await store.write(work) == (millis(NOW + timedelta(days=7)), millis(NOW + timedelta(days=2)))


async def test_two_officers_at_once_decide_once(store):
    def prepare(tx):
        sam, olu = someone(tx, "sam", Held("officer")), someone(tx, "olu", Held("officer"))
        grace, _, made, _ = drafted(tx)
        sending.ask(tx, grace, made, (), RULES, NOW)
        sending.ask(tx, grace, made, (), RULES, NOW)
        return sam, olu, tx.broadcasts.get(made.id), len(tx.notices.of("broadcast_asked", made.id))

    sam, olu, found, letters = await store.write(prepare)
    assert letters == 1, "two taps ask once"

    async def one(by, yes):
        def work(tx):
            there = tx.broadcasts.get(found.id)
            if yes:
                approve(tx, by, there, RULES, NOW, lambda _: None)
            else:
                refuse(tx, by, there, "misleading", "because", RULES, NOW)

        try:
            await store.write(work)
        except Rule as rule:
            return rule.code
        return "done"

    said = await asyncio.gather(one(sam, True), one(olu, False))
    assert sorted(said) == ["broadcast.decided", "done"]
    verbs = [entry.verb for entry in await store.read(lambda tx: tx.audit.after(0, 100))]
    assert sum(verb.startswith(("broadcast.approved", "broadcast.refused")) for verb in verbs) == 1


async def test_a_refusal_needs_words_a_known_ground_and_an_officer_who_is_another(store):
    def work(tx):
        sam = someone(tx, "sam", Held("officer"))
        grace, _, made, _ = drafted(tx)
        sending.ask(tx, grace, made, (), RULES, NOW)
        found = tx.broadcasts.get(made.id)
        with ruled("broadcast.no_reason"):
            refuse(tx, sam, found, "misleading", " ", RULES, NOW)
        with ruled("not_yours"):
            refuse(tx, sam, found, "i do not like it", "because", RULES, NOW)
        tx.people.grant(grace.id, Held("officer"), sam.id, millis(NOW))
        with ruled("not_yours"):
            approve(tx, tx.people.person(grace.id), found, RULES, NOW, lambda _: None)
        family = tx.people.add(grace.account, "en", millis(NOW))
        tx.people.grant(family.id, Held("officer"), sam.id, millis(NOW))
        with ruled("not_yours"):
            approve(tx, tx.people.person(family.id), found, RULES, NOW, lambda _: None)
        with ruled("broadcast.late"):
            refuse(tx, sam, found, "misleading", "because", RULES, NOW + timedelta(days=2))
        return tx.broadcasts.get(made.id).state

    assert await store.write(work) == "waiting"


async def test_the_second_champion_is_of_the_area_or_where_there_is_none_any(store):
    def work(tx):
        grace = champion(tx, "grace", "n1")
        activity = opened(tx)
        made = broadcasts.begin(tx, grace, activity, "n1", NOW)
        sending.ask(tx, grace, made, ("n1", "north"), RULES, NOW)
        found = tx.broadcasts.get(made.id)
        far = champion(tx, "ruth", "s1")
        alone = [each.id for each in second_champions(tx, found)]
        near = [champion(tx, "olu", "north"), champion(tx, "ida", "")]
        there = {each.id for each in second_champions(tx, found)}
        number = open_to_champions(tx, found, NOW)
        open_to_champions(tx, found, NOW)
        return alone == [far.id], there == {each.id for each in near}, number, len(tx.outbox.claim(1, millis(NOW), 9))

    assert await store.write(work) == (True, True, 2, 2)


async def test_revoking_stops_everything_of_that_champion_and_nothing_of_another(store):
    def work(tx):
        grace, activity, found = started(tx)
        filled(tx, found)
        broadcasts.begin(tx, grace, activity, "", NOW)
        ruth = champion(tx, "ruth")
        broadcasts.begin(tx, ruth, activity, "", NOW)
        stopped = [
            stop_messages(tx, grace.id, grace.id, NOW, lambda one: sending.cancel(tx, grace.id, one, NOW))
            for _ in range(2)
        ]
        states = [each.state for each in tx.broadcasts.of(grace.id)]
        return stopped, states, tx.broadcasts.of(ruth.id)[0].state, tx.notices.progress(found.notice)

    stopped, states, other, progress = await store.write(work)
    assert stopped == [2, 0]
    assert states == ["cancelled", "cancelled"]
    assert other == "draft"
    assert progress == {State.CANCELLED: 5}


async def test_an_announced_session_is_kept_once_and_only_by_its_champion_called_off(store):
    def work(tx):
        grace, _, source = town(tx)
        starts = NOW + timedelta(days=1)
        made = [announce(tx, grace, source, "", "hall", starts, starts + timedelta(hours=2), 30, NOW) for _ in range(2)]
        assert made[0] == made[1]
        for begins, hours, number in (
            (NOW - timedelta(days=1), 2, 30),
            (starts, 13, 30),
            (starts, 2, 0),
            (starts, 0, 9),
        ):
            with pytest.raises(Rule, match=r"announce\.bad"):
                announce(tx, grace, source, "", "hall", begins, begins + timedelta(hours=hours), number, NOW)
        ruth = champion(tx, "ruth")
        return [
            call_off(tx, ruth, made[0].id, NOW), call_off(tx, grace, made[0].id, NOW),
            call_off(tx, grace, made[0].id, NOW),
        ]  # fmt: skip

    assert await store.write(work) == [False, True, False]
