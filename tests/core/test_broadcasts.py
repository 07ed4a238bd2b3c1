"""The rules of champions' messages by themselves: allowance, working days, elections, areas, whom one may reach."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import areas, elections, working_days
from bot.core.audience import Audience
from bot.core.broadcasts import (
    Remarks,
    Rules,
    allowance,
    decide_by,
    enough,
    held_by,
    noted,
    part,
    permitted,
    remarks,
    rounded,
    text_for,
    written,
)
from bot.core.counts import Line
from bot.core.elections import Period
from bot.core.errors import Rule
from bot.core.frame import Frame, Margin

LONDON = ZoneInfo("Europe/London")
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28)})
SPRING = Period(date(2026, 3, 30), date(2026, 5, 7), "Borough elections")
RULES = Rules(2, 7, 50, 2, 7, 20, 10, 5, 2, 14, ("misleading",), CHRISTMAS, (SPRING,))
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LINES = (Line("north", {"en": "North"}), Line("n1", {}, "north", 5), Line("n2", {}, "north", 6), Line("s1", {}, "", 7))


def ago(**by: float) -> datetime:
    return NOON - timedelta(**by)


@pytest.mark.parametrize(
    ("sent", "left", "next_"),
    [
        ([], 2, None),
        ([ago(days=1)], 1, None),
        ([ago(days=1), ago(days=6)], 0, ago(days=6) + timedelta(days=7)),
        ([ago(days=1), ago(days=7)], 1, None),
        ([ago(days=1), ago(days=2), ago(days=3)], 0, ago(days=2) + timedelta(days=7)),
    ],
)
def test_two_in_seven_days_are_counted_back_from_now(sent, left, next_):
    found = allowance(sent, NOON, RULES)
    assert (found.left, found.next) == (left, next_)


@given(st.lists(st.floats(0, 30 * 24), max_size=8), st.floats(0, 8 * 24))
def test_as_soon_as_the_next_place_is_free_one_may_send(hours, later):
    sent = [ago(hours=each) for each in hours]
    found = allowance(sent, NOON, RULES)
    if found.next is not None:
        assert found.next > NOON
        assert allowance(sent, found.next, RULES).left >= 1
        assert allowance(sent, found.next - timedelta(milliseconds=1), RULES).left == 0
    after = NOON + timedelta(hours=later)
    assert allowance(sent, after, RULES).left >= found.left


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (datetime(2026, 11, 24, 15, 30), datetime(2026, 11, 26, 15, 30)),
        (datetime(2026, 11, 27, 15, 30), datetime(2026, 12, 1, 15, 30)),
        (datetime(2026, 11, 28, 15, 30), datetime(2026, 12, 2, 0, 0)),
        (datetime(2026, 12, 24, 9, 0), datetime(2026, 12, 30, 9, 0)),
        (datetime(2026, 12, 25, 9, 0), datetime(2026, 12, 31, 0, 0)),
    ],
)
def test_two_working_days_leave_out_weekends_and_bank_holidays(asked, due):
    assert decide_by(asked, RULES) == due


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)), st.integers(1, 5))
def test_a_deadline_is_a_working_day_and_never_shorter_than_the_days_named(asked, days):
    due = working_days.later(asked, days, CHRISTMAS)
    assert due - asked >= timedelta(days=days)
    between = [asked.date() + timedelta(days=n) for n in range(1, (due.date() - asked.date()).days + 1)]
    assert sum(working_days.works(day, CHRISTMAS) for day in between) >= days
    assert working_days.works(due.date(), CHRISTMAS) or due.time() == datetime.min.time()


def test_the_wall_time_stays_over_a_clock_change():
    asked = datetime(2026, 3, 27, 15, tzinfo=LONDON)
    due = decide_by(asked, RULES)
    assert (due.hour, due.utcoffset()) == (15, timedelta(hours=1))


def test_a_period_holds_from_its_first_to_its_last_day_unless_overridden():
    for day, held in ((29, None), (30, SPRING), (31, SPRING)):
        assert held_by(RULES, datetime(2026, 3, day, 23, 59), Remarks()) == held
    assert held_by(RULES, datetime(2026, 5, 7, 23, 59), Remarks()) == SPRING
    assert held_by(RULES, datetime(2026, 5, 8), Remarks()) is None
    assert held_by(RULES, datetime(2026, 4, 1), Remarks(override="flood")) is None
    assert elections.following((SPRING,), date(2026, 3, 29)) == SPRING
    assert elections.following((SPRING,), date(2026, 3, 30)) is None


@pytest.mark.parametrize("line", ["", "2026-05-07", "2026-05-07/2026-03-30 Upside down", "2026-03-30/2026-05-07"])
def test_a_period_that_is_none_is_named(line):
    with pytest.raises(ValueError, match=r"period|before"):
        elections.read([line])


def test_periods_are_read_earliest_first():
    later, first = "2028-03-27/2028-05-04 Mayor", "2026-03-30/2026-05-07 Borough elections"
    assert elections.read([later, first])[0] == SPRING


def test_a_group_of_areas_holds_its_own_and_the_borough_all():
    assert areas.within(LINES, "north") == ("n1", "n2")
    assert areas.within(LINES, "") == ("n1", "n2", "s1")
    assert areas.within(LINES, "s1") == ("s1",)
    assert areas.within(LINES, "nowhere") == ()
    assert areas.above(LINES, "n1") == ("n1", "north")
    assert areas.above(LINES, "nowhere") == ()


def test_areas_of_several_frames_are_named_once_groups_first():
    margin = Margin("area", LINES[1:], LINES[:1])
    frames = [Frame((margin,), {}), Frame((margin,), {}), Frame((Margin("tenure", (), ()),), {})]
    assert [line.code for line in areas.of_frames(frames)] == ["north", "n1", "n2", "s1"]


@pytest.mark.parametrize(
    ("audience", "area", "may"),
    [
        (Audience(), "", True),
        (Audience(), "north", False),
        (Audience(areas=("n1",)), "north", True),
        (Audience(areas=("n1", "s1")), "north", False),
        (Audience(areas=("s1",)), "north", False),
        (Audience(source=7), "north", True),
        (Audience(source=8), "", False),
        (Audience(areas=("n1",), source=8), "north", False),
        (Audience(languages=("pl",), areas=("n2",)), "north", True),
        (Audience(took_part=3), "", False),
        (Audience(booked=3), "", False),
        (Audience(theme="safety"), "", False),
        (Audience(role="champion"), "", False),
        (Audience(areas=("nowhere",)), "", False),
    ],
)
def test_a_champion_reaches_their_own_area_or_own_link_and_nobody_else(audience, area, may):
    assert permitted(audience, area, areas.within(LINES, area), 7) is may


@given(st.integers(0, 2000))
def test_no_count_under_ten_is_told_and_others_are_rounded_to_five(count):
    shown = rounded(count, RULES)
    assert (shown == 0) == (count < 10)
    assert shown % 5 == 0
    assert abs(shown - count) <= 2 or count < 10


def test_a_section_of_fewer_than_ten_is_no_audience_and_nobody_none_either():
    with pytest.raises(Rule, match="too_few"):
        enough(Audience(areas=("n1",)), 9, RULES)
    with pytest.raises(Rule, match="too_few"):
        enough(Audience(sections=(("age_band", "16_24"),)), 0, RULES)
    with pytest.raises(Rule, match="nobody"):
        enough(Audience(source=7), 0, RULES)
    enough(Audience(areas=("n1",)), 10, RULES)
    enough(Audience(source=7), 1, RULES)


@pytest.mark.parametrize(("count", "word"), [(0, "none"), (1, "some"), (29, "some"), (30, "half"), (60, "most")])
def test_how_many_are_tired_is_told_in_a_word(count, word):
    assert part(count, 90) == word
    assert part(0, 0) == "none"


def test_a_reader_gets_their_language_else_the_first_that_was_written():
    texts = {"pt": "Olá", "en": "Hello"}
    assert text_for(texts, "en") == ("Hello", "en")
    assert text_for(texts, "so") == ("Olá", "pt")
    assert text_for({}, "so") == ("", "")


def test_words_have_a_beginning_and_an_end():
    assert written("  Hello ", RULES) == "Hello"
    with pytest.raises(Rule, match="empty"):
        written(" ", RULES)
    with pytest.raises(Rule, match="too_long"):
        written("x" * 21, RULES)


def test_remarks_are_read_as_they_were_noted_and_nothing_else_is():
    what = Remarks("misleading", "There is no meeting.", "flood", ("n1", "north"))
    assert remarks(noted(what)) == what
    assert noted(Remarks()) == "{}"
    assert remarks("") == Remarks()
    with pytest.raises(KeyError):
        remarks('{"mood": "bad"}')
