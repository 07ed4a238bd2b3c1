"""Wall times and instants, also on the nights when the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import wall

LONDON = "Europe/London"
ZONES = (LONDON, "America/New_York", "Australia/Lord_Howe", "Asia/Dhaka", "Africa/Casablanca")
zones = st.sampled_from(ZONES)
minutes = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31)).map(lambda t: t.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("2026-03-29T00:59", "2026-03-29T00:59"),
        ("2026-03-29T01:00", "2026-03-29T01:00"),  # does not exist: an hour later on the wall, 02:00
        ("2026-03-29T01:30", "2026-03-29T01:30"),
        ("2026-03-29T02:00", "2026-03-29T01:00"),
        ("2026-03-29T18:00", "2026-03-29T17:00"),
        ("2026-10-25T00:30", "2026-10-24T23:30"),
        ("2026-10-25T01:30", "2026-10-25T00:30"),  # happens twice: the first
        ("2026-10-25T02:00", "2026-10-25T02:00"),
        ("2027-03-28T01:15", "2027-03-28T01:15"),
        ("2027-10-31T01:15", "2027-10-31T00:15"),
        ("2026-07-01T18:00", "2026-07-01T17:00"),
        ("2026-12-01T18:00", "2026-12-01T18:00"),
    ],
)
def test_a_reminder_on_either_night_of_the_clock_change_has_one_instant(said, at):
    assert wall.read(said, LONDON) == datetime.fromisoformat(at).replace(tzinfo=UTC)


def test_a_time_that_does_not_exist_is_shown_as_moved_forward_by_the_gap():
    at = wall.instant(datetime(2026, 3, 29, 1, 30), LONDON)
    assert wall.shown(at, LONDON) == datetime(2026, 3, 29, 2, 30)
    howe = wall.instant(datetime(2026, 10, 4, 2, 10), "Australia/Lord_Howe")  # the clocks jump by half an hour there
    assert wall.shown(howe, "Australia/Lord_Howe") == datetime(2026, 10, 4, 2, 40)


@given(minutes, zones)
def test_what_the_wall_shows_at_the_instant_of_a_wall_time_is_that_time_or_after_the_gap(said, zone):
    at = wall.instant(said, zone)
    back = wall.shown(at, zone)
    assert back == said or timedelta(0) < back - said <= timedelta(hours=1)
    assert at == wall.instant(back, zone)


@given(minutes, zones)
def test_an_instant_read_off_the_wall_comes_back_or_is_the_first_of_two(moment, zone):
    at = moment.replace(tzinfo=UTC)
    again = wall.instant(wall.shown(at, zone), zone)
    assert again == at or (again < at and at.astimezone(ZoneInfo(zone)).fold == 1)


@given(minutes, minutes, zones)
def test_a_later_wall_time_is_never_an_earlier_instant_but_within_a_gap(one, other, zone):
    first, second = sorted((one, other))
    gap = wall.shown(wall.instant(first, zone), zone) != first
    assert gap or wall.instant(first, zone) <= wall.instant(second, zone)


@given(minutes, st.integers(1, 60), zones)
def test_days_later_shows_the_same_time_on_the_wall(moment, days, zone):
    at = moment.replace(tzinfo=UTC)
    before, after = wall.shown(at, zone), wall.shown(wall.days_later(at, days, zone), zone)
    assert after - before - timedelta(days=days) in (timedelta(0), timedelta(hours=1), timedelta(minutes=30))


def test_a_week_later_over_the_spring_change_is_an_hour_less():
    friday = wall.read("2026-03-27T18:00", LONDON)
    assert wall.days_later(friday, 7, LONDON) - friday == timedelta(days=7, hours=-1)
    assert wall.on(date(2026, 3, 30), time(9), LONDON) == datetime(2026, 3, 30, 8, tzinfo=UTC)


def test_a_wall_time_with_a_zone_and_an_instant_without_one_are_refused():
    with pytest.raises(ValueError, match="zone"):
        wall.instant(datetime(2026, 1, 1, tzinfo=UTC), LONDON)
    with pytest.raises(ValueError, match="zone"):
        wall.shown(datetime(2026, 1, 1), LONDON)
