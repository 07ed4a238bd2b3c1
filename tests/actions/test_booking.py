"""Places at a workshop on both engines: held, confirmed, waited for, offered, given up; nobody passes who waits."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions import book, cancel_booking, places
from bot.actions.answer import answer
from bot.actions.take_part import take_part
from bot.core import session_json
from bot.core.inputs import Typed
from bot.ports import Held, millis
from tests.actions.test_rules import ruled
from tests.actions.workshop import (
    FORM,
    NOW,
    again,
    asks,
    hours,
    leaves,
    opened,
    settings,
    someone,
    sound,
    state,
    told,
)


def shelf(_tx, _hash):
    return FORM


async def test_a_place_is_held_while_a_resident_answers_and_theirs_on_finishing(store):
    def work(tx):
        made, ada = opened(tx, settings()), someone(tx, "ada")
        assert book.begin(tx, places, ada, made, NOW) == "held"
        assert book.begin(tx, places, ada, made, NOW) == "held", "a double tap takes no second place"
        assert tx.seats.pool(made.id).taken == 1
        kept = asks(tx, made, ada, hours(0.2), '{"access":"quiet"}')
        assert (kept.state, kept.needs, len(kept.code)) == ("confirmed", '{"access":"quiet"}', 6)
        assert asks(tx, made, ada, hours(0.2)).state == "confirmed", "sent in again"
        assert book.begin(tx, places, ada, made, NOW) == "known"
        sound(tx, made)
        return tx.seats.pool(made.id).taken

    assert await store.write(work) == 1


async def test_a_hold_that_lapses_costs_nothing_while_there_are_places_and_the_place_goes_back(store):
    def work(tx):
        made = opened(tx, settings(seats=1))
        ada, eve = someone(tx, "ada"), someone(tx, "eve")
        assert book.begin(tx, places, ada, made, NOW) == "held"
        assert book.begin(tx, places, eve, made, NOW) == "list", "the one place is held"
        assert [due.at for due in tx.agenda.of(made.id) if due.kind == "lapse"] == [millis(NOW + timedelta(minutes=15))]
        assert places.lapse(tx, made.id, hours(0.1)) == 0
        assert places.lapse(tx, made.id, hours(0.3)) == 1
        assert tx.seats.pool(made.id).taken == 0
        assert asks(tx, made, ada, hours(1)).state == "confirmed"
        assert asks(tx, made, eve, hours(1)).state == "waiting"
        sound(tx, made)

    await store.write(work)


async def test_who_is_late_after_a_lapse_waits_behind_those_who_waited(store):
    def work(tx):
        made = opened(tx, settings(seats=1))
        ada, eve = someone(tx, "ada"), someone(tx, "eve")
        book.begin(tx, places, ada, made, NOW)
        assert asks(tx, made, eve, hours(0.1)).state == "waiting"
        assert asks(tx, made, ada, hours(0.5)).state == "waiting", "fifteen minutes were over before the tick came"
        assert state(tx, made, eve) == "offered"
        sound(tx, made)
        return told(tx, "offer", made) == [eve.id]

    assert await store.write(work)


async def test_a_place_given_up_is_offered_in_order_to_each_once_and_blocks_the_seat(store):
    def work(tx):
        made = opened(tx, settings(seats=1))
        ada, bob, cleo, dan = (someone(tx, name) for name in ("ada", "bob", "cleo", "dan"))
        assert [asks(tx, made, who).state for who in (ada, bob, cleo)] == ["confirmed", "waiting", "waiting"]
        leaves(tx, made, ada, hours(1))
        leaves(tx, made, ada, hours(1))
        assert [state(tx, made, who) for who in (ada, bob, cleo)] == ["cancelled", "offered", "waiting"]
        assert asks(tx, made, dan, hours(1)).state == "waiting", "the offered place is blocked"
        leaves(tx, made, bob, hours(2))  # declined
        assert [state(tx, made, who) for who in (bob, cleo, dan)] == ["cancelled", "offered", "waiting"]
        assert places.lapse(tx, made.id, hours(2 + 48)) == 1
        assert [state(tx, made, who) for who in (cleo, dan)] == ["lapsed", "offered"]
        with ruled("offer.over"):
            book.accept(tx, cleo, made, hours(51))
        assert book.accept(tx, dan, made, hours(51)).state == "confirmed"
        assert book.accept(tx, dan, made, hours(52)).state == "confirmed", "a double tap"
        sound(tx, made)
        assert told(tx, "offer", made) == [bob.id, cleo.id, dan.id]
        assert told(tx, "place_lost", made) == [cleo.id]
        assert asks(tx, made, cleo, hours(53)).state == "waiting", "who let it lapse may ask again, at the end"

    await store.write(work)


async def test_an_offer_is_over_at_its_time_even_where_the_tick_is_late(store):
    def work(tx):
        made = opened(tx, settings(seats=1, offer_hours=2))
        ada, bob = someone(tx, "ada"), someone(tx, "bob")
        asks(tx, made, ada)
        asks(tx, made, bob)
        leaves(tx, made, ada)
        with ruled("offer.over"):
            book.accept(tx, bob, made, hours(2))
        assert book.accept(tx, bob, made, hours(1.99)).state == "confirmed"

    await store.write(work)


async def test_needs_change_at_any_time_and_are_erased_with_the_place(store):
    def work(tx):
        made, ada = opened(tx, settings()), someone(tx, "ada")
        row = take_part(tx, shelf, ada, made, NOW, 1)
        answer(tx, shelf, ada, row, Typed("1"), NOW)
        asks(tx, made, ada, needs='{"access":"print"}')
        assert asks(tx, made, ada, hours(1), '{"children":"2"}').needs == '{"children":"2"}'
        assert tx.bookings.needs(made.id) == ['{"children":"2"}']
        leaves(tx, made, tx.people.person(ada.id), hours(2))
        assert tx.bookings.of(made.id, ada.id).needs == "{}"
        left = tx.sessions.get(row.id, ada.id)
        assert (left.status, session_json.loads(left.state).answers) == ("dropped", {})
        assert tx.people.person(ada.id).session == 0
        assert take_part(tx, shelf, ada, made, hours(3), 1).id != left.id

    await store.write(work)


async def test_nobody_signs_up_or_gives_up_once_it_has_begun_and_no_place_is_offered_then(store):
    begins = hours(10 * 24 + 6)

    def work(tx):
        made = opened(tx, settings(seats=1))
        ada, bob, eve = (someone(tx, name) for name in ("ada", "bob", "eve"))
        asks(tx, made, ada)
        asks(tx, made, bob)
        for late in (lambda: asks(tx, made, eve, begins), lambda: book.begin(tx, places, eve, made, begins)):
            with ruled("workshop.begun"):
                late()
        with ruled("workshop.begun"):
            leaves(tx, made, ada, begins)
        tx.people.forget(ada.id, millis(begins))
        assert places.promote(tx, made.id, begins) == 0
        return state(tx, made, bob)

    assert await store.write(work) == "waiting"


async def test_shortly_before_it_begins_an_offer_lasts_shorter_is_made_by_day_and_is_logged(store):
    def work(tx):
        made = opened(tx, settings(seats=1))
        ada, bob, cleo = (someone(tx, name) for name in ("ada", "bob", "cleo"))
        for who in (ada, bob, cleo):
            asks(tx, made, who)
        late = hours(9 * 24 + 10)  # 22:00 on the eve
        leaves(tx, made, ada, late)
        morning = hours(9 * 24 + 20)  # 08:00
        offer = tx.bookings.of(made.id, bob.id)
        assert offer.until == millis(morning + timedelta(hours=3))
        notice = tx.notices.of("offer", made.id)[0]
        assert (notice.class_, notice.due, notice.not_after) == ("urgent", millis(morning), offer.until)
        assert "message.urgent" in [entry.verb for entry in tx.audit.after(0, 100)]
        assert book.accept(tx, bob, made, late).state == "confirmed", "who sees it at night may say yes"

    await store.write(work)


async def test_who_said_stop_keeps_their_turn_but_no_place_stands_empty_for_them(store):
    def work(tx):
        made = opened(tx, settings(seats=1))
        ada, bob, cleo, dan = (someone(tx, name) for name in ("ada", "bob", "cleo", "dan"))
        for who in (ada, bob):
            asks(tx, made, who)
        tx.people.change(bob.id, stopped=True)
        leaves(tx, made, ada)
        assert state(tx, made, bob) == "waiting"
        assert asks(tx, made, cleo).state == "confirmed", "nobody can be asked, and the place is free"
        assert asks(tx, made, dan).state == "waiting"
        tx.people.change(bob.id, stopped=False)
        leaves(tx, made, cleo)
        assert (state(tx, made, bob), state(tx, made, dan)) == ("offered", "waiting")
        sound(tx, made)

    await store.write(work)


async def test_a_forgotten_residents_place_goes_to_the_next(store):
    def work(tx):
        made = opened(tx, settings(seats=2))
        ada, bob, cleo = (someone(tx, name) for name in ("ada", "bob", "cleo"))
        take_part(tx, shelf, ada, made, NOW, 1)
        assert book.begin(tx, places, ada, made, NOW) == "held"
        asks(tx, made, bob)
        asks(tx, made, cleo)
        for gone in (tx.people.person(ada.id), bob):
            left = cancel_booking.of_person(tx, gone)
            assert left == (made.id,)
            tx.people.forget(gone.id, millis(NOW))
            for activity in left:
                places.promote(tx, activity, NOW)
            sound(tx, made)
        assert tx.seats.pool(made.id).taken == 1
        return state(tx, made, cleo)

    assert await store.write(work) == "offered"


async def test_people_who_share_a_phone_each_have_their_own_place(store):
    def work(tx):
        made, ada = opened(tx, settings(seats=1)), someone(tx, "ada")
        child = tx.people.add(ada.account, "en", millis(NOW))
        assert [asks(tx, made, who).state for who in (ada, child)] == ["confirmed", "waiting"]
        leaves(tx, made, child)
        assert state(tx, made, ada) == "confirmed"
        sound(tx, made)

    await store.write(work)


async def test_more_places_are_offered_on_and_fewer_than_are_held_are_refused(store):
    def work(tx):
        made, sam = opened(tx, settings(seats=2)), someone(tx, "sam", Held("officer"))
        crowd = [someone(tx, f"p{n}") for n in range(40)]
        for who in crowd:
            asks(tx, made, who)
        smaller = json.dumps(settings(seats=1))
        assert not places.resize(tx, replace(made, settings=smaller), sam.id, NOW)
        assert tx.seats.pool(made.id).cap == 2
        tx.activities.change(made.id, settings=json.dumps(settings(seats=35)))
        assert places.resize(tx, again(tx, made), sam.id, NOW)
        assert tx.seats.pool(made.id).taken == 2 + 25, "so many in one transaction"
        assert ("lapse", millis(NOW) + 1) in [(due.kind, due.at) for due in tx.agenda.of(made.id)], "soon the rest"
        places.lapse(tx, made.id, hours(0.01))
        sound(tx, made)
        return [state(tx, made, who) for who in crowd]

    assert await store.write(work) == ["confirmed"] * 2 + ["offered"] * 33 + ["waiting"] * 5


async def test_a_workshop_called_off_gives_all_places_back_and_offers_none(store):
    def work(tx):
        made = opened(tx, settings(seats=2))
        crowd = [someone(tx, f"p{n}") for n in range(5)]
        for who in crowd:
            asks(tx, made, who, needs='{"access":"quiet"}')
        tx.activities.change(made.id, settings=json.dumps(settings(cancelled=True)), state="closed")
        done = []
        while slice_ := cancel_booking.cancel_all(tx, made.id, 2, NOW):
            done.append(slice_)
        assert done == [2, 2, 1]
        assert (tx.seats.pool(made.id).taken, tx.seats.held(made.id)) == (0, 0)
        assert {tx.bookings.of(made.id, who.id).needs for who in crowd} == {"{}"}
        with ruled("workshop.gone"):
            asks(tx, again(tx, made), crowd[0])
        return told(tx, "offer", made)

    assert await store.write(work) == []


@pytest.mark.parametrize("kind", ["survey", "workshop"])
async def test_only_an_open_workshop_takes_sign_ups(store, kind):
    def work(tx):
        kept = tx.activities.put("x", kind, "", "h", json.dumps(settings()))
        with ruled("workshop.gone"):
            places.taking(kept, NOW)

    await store.write(work)
