"""Reminders come at the hour that people's clocks show, once, also on the nights when the clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.reminders import last_use, read

LONDON = "Europe/London"


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts", "reminder", "expected"),
    [
        ("2026-12-10T18:00", "-1d 18:00", "2026-12-09T18:00"),
        ("2026-07-10T18:00", "-1d 18:00", "2026-07-09T17:00"),
        # the clocks go forward on 29 March 2026 and 28 March 2027, at 01:00
        ("2026-03-29T10:00", "-1d 18:00", "2026-03-28T18:00"),
        ("2026-03-30T10:00", "-1d 18:00", "2026-03-29T17:00"),
        ("2026-03-30T10:00", "-1d 01:30", "2026-03-29T01:30"),
        ("2026-03-29T02:30", "-2h", "2026-03-28T23:30"),
        ("2027-03-29T10:00", "-1d 01:30", "2027-03-28T01:30"),
        ("2027-03-28T10:00", "-12h", "2027-03-27T21:00"),
        # and back on 25 October 2026 and 31 October 2027, at 02:00
        ("2026-10-26T10:00", "-1d 01:30", "2026-10-25T00:30"),
        ("2026-10-26T10:00", "-1d 18:00", "2026-10-25T18:00"),
        ("2026-10-25T03:00", "-2h", "2026-10-25T01:00"),
        ("2026-10-25T10:00", "-1d 18:00", "2026-10-24T17:00"),
        ("2027-11-01T10:00", "-1d 01:30", "2027-10-31T00:30"),
        ("2027-10-31T10:00", "-12h", "2027-10-30T22:00"),
    ],
)
def test_a_reminder_is_due_when_the_clock_on_the_wall_says_so(starts, reminder, expected):
    assert read(reminder).at(datetime.fromisoformat(starts), LONDON) == utc(expected)


def test_two_hours_before_are_two_hours_that_pass_on_every_day_of_two_years():
    reminder, day = read("-2h"), datetime(2026, 1, 1, 9)
    for number in range(730):
        starts = day + timedelta(days=number)
        assert starts.replace(tzinfo=ZoneInfo(LONDON)).astimezone(UTC) - reminder.at(starts, LONDON) == timedelta(
            hours=2
        )
        assert read("-1d 18:00").wall(starts, LONDON) == datetime(
            starts.year, starts.month, starts.day, 18
        ) - timedelta(days=1)


def test_the_wall_time_of_hours_before_is_what_the_clock_shows_then():
    assert read("-2h").wall(datetime(2026, 3, 29, 2, 30), LONDON) == datetime(2026, 3, 28, 23, 30)


def test_a_reminder_is_of_no_use_in_the_last_quarter_of_an_hour():
    assert last_use(datetime(2026, 7, 1, 18), LONDON) == utc("2026-07-01T16:45")


def test_only_days_before_repeat_what_a_fresh_confirmation_said():
    assert read("-1d 18:00").repeats_confirmation
    assert not read("-2h").repeats_confirmation


@pytest.mark.parametrize("text", ["", "1d 18:00", "-1d", "-1d 25:00", "-h", "-1d 18:00 ", "-2h30", "-1000h", "in time"])
def test_what_is_no_reminder_is_refused_with_how_to_write_one(text):
    with pytest.raises(ValueError, match=r"is no reminder|must be in"):
        read(text)
