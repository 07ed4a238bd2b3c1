"""How long a free place is offered, what a code looks like, and needs as totals."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import booking, wall, workshops
from tests.actions.workshop import FORM, TERMS, settings

WORKSHOP = workshops.read(settings())
BEGINS = datetime(2026, 12, 3, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "made", "until", "late"),
    [
        ("2026-11-23T12:00", "2026-11-23T12:00", "2026-11-25T12:00", False),
        ("2026-11-23T22:30", "2026-11-24T08:00", "2026-11-26T08:00", False),
        ("2026-11-23T03:00", "2026-11-23T08:00", "2026-11-25T08:00", False),
        ("2026-12-02T12:00", "2026-12-02T12:00", "2026-12-03T18:00", False),  # never past the start
        ("2026-12-02T19:00", "2026-12-02T19:00", "2026-12-03T08:00", True),  # nobody could be asked before
        ("2026-12-02T20:00", "2026-12-03T08:00", "2026-12-03T11:00", True),
        ("2026-12-03T16:30", "2026-12-03T16:30", "2026-12-03T18:00", True),
    ],
)
def test_a_free_place_is_offered_by_day_and_for_less_time_near_the_start(now, made, until, late):
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    offer = booking.offer(WORKSHOP, TERMS, at)
    said = (f"{offer.made:%Y-%m-%dT%H:%M}", f"{offer.until:%Y-%m-%dT%H:%M}", offer.late)
    assert said == (made, until, late)


def test_nothing_is_offered_once_it_begins_or_where_it_begins_before_the_morning():
    assert booking.offer(WORKSHOP, TERMS, BEGINS) is None
    early = workshops.read(settings(starts="2026-12-03T07:30", ends="2026-12-03T09:00"))
    assert booking.offer(early, TERMS, datetime(2026, 12, 2, 20, 0, tzinfo=UTC)) is None


def test_by_day_means_the_borough_wall_also_in_summer():
    summer = workshops.read(settings(starts="2026-07-03T18:00", ends="2026-07-03T20:00"))
    assert (
        booking.offer(summer, TERMS, datetime(2026, 6, 20, 5, tzinfo=UTC)).made.hour == 7
    )  # 08:00 British summer time


@given(st.datetimes(min_value=datetime(2026, 10, 1), max_value=datetime(2026, 12, 3, 17)))
def test_an_offer_is_never_in_the_past_never_at_night_and_ends_by_the_start(naive):
    now = naive.replace(tzinfo=UTC)
    offer = booking.offer(WORKSHOP, TERMS, now)
    assert offer is not None
    assert now <= offer.made < offer.until <= BEGINS
    for at in (offer.made, offer.until):
        assert at == BEGINS or TERMS.day_from <= wall.shown(at, "Europe/London").hour < TERMS.day_until


def test_terms_are_kept_as_they_were():
    assert booking.terms_of(booking.terms_text(TERMS)) == TERMS


@given(st.integers(min_value=0, max_value=2**256))
def test_a_code_has_six_letters_without_look_alikes(number):
    code = booking.code_of(number)
    assert len(code) == 6
    assert not set(code) & set("0O1I2Z5S6G8B")


def test_codes_use_every_letter_alike():
    seen = "".join(booking.code_of(n) for n in range(len(booking.CODE_LETTERS) ** 2))
    assert set(seen) == set(booking.CODE_LETTERS)


def test_needs_are_added_up_one_by_one_and_words_stand_without_their_people():
    told = [
        booking.needs_text([("/data/access", "print quiet"), ("/data/children", "2"), ("/data/anything", "")]),
        booking.needs_text([("/data/access", "quiet"), ("/data/access#missing", "a chair with arms")]),
        booking.needs_text([("/data/anything", "I come by bus"), ("/data/children", "1")]),
        "{}",
    ]
    needs = booking.add_up(FORM, told)
    assert needs.codes == {"access": [("print", 1), ("quiet", 2)]}
    assert needs.sums == {"children": 3}
    assert needs.words == ["I come by bus", "a chair with arms"]
    assert booking.add_up(FORM, reversed(told)) == needs


def test_what_the_form_no_longer_asks_is_left_out_of_the_totals():
    needs = booking.add_up(FORM, ['{"gone": "yes", "children": "many"}'])
    assert (needs.codes, needs.sums, needs.words) == ({}, {}, [])


def test_a_workshop_knows_its_instants():
    drawn = workshops.read(settings(booking="draw", signup={"closes": "2026-07-01T12:00"}))
    assert drawn.begins - drawn.over == timedelta(hours=-2)
    assert drawn.drawn_at == datetime(2026, 7, 1, 11, tzinfo=UTC)
    assert WORKSHOP.drawn_at is None
