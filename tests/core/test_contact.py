"""Nobody is nagged: whether somebody may be written to now, over every kind of message and both clock changes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.core import wall
from bot.core.contact import Contact, Go, Message, Never, Rules, Until, Wishes, decide, joins, quiet_until

LONDON = "Europe/London"
RULES = Rules()
DAY = timedelta(days=1)
STOPPED = Wishes(stopped=True)


def at(text: str) -> datetime:
    """An instant by the clock on the wall of the borough."""
    return wall.read(text, LONDON)


NOON = at("2026-11-10T12:00")
NIGHT = at("2026-11-10T23:00")
MORNING = at("2026-11-11T08:30")


def told(class_, *instants):
    return [Contact(instant, class_) for instant in instants]


def test_what_follows_from_ones_own_act_comes_at_night_and_after_stop():
    assert decide(Message("confirmation"), NIGHT, RULES, STOPPED) == Go()


@pytest.mark.parametrize("class_", ["urgent", "duty", "appointed", "service", "unasked"])
def test_after_stop_nothing_else_comes(class_):
    assert decide(Message(class_), NOON, RULES, STOPPED) == Never("stopped")


def test_a_cancelled_workshop_is_told_at_night():
    assert decide(Message("urgent"), NIGHT, RULES) == Go()


@pytest.mark.parametrize("class_", ["duty", "service", "unasked"])
def test_what_can_wait_waits_for_the_morning(class_):
    assert decide(Message(class_), NIGHT, RULES) == Until(MORNING, "quiet")
    assert decide(Message(class_), MORNING, RULES) == Go()


@pytest.mark.parametrize("class_", ["confirmation", "urgent", "duty", "appointed", "service", "unasked"])
def test_nothing_comes_once_it_is_too_late(class_):
    assert decide(Message(class_, not_after=NOON), NOON, RULES) == Never("expired")
    assert decide(Message(class_, not_after=NOON + DAY), NOON, RULES) == Go()


def test_what_would_have_to_wait_until_it_is_too_late_is_given_up_at_once():
    assert decide(Message("service", not_after=MORNING), NIGHT, RULES) == Never("expired")
    assert decide(Message("service", not_after=MORNING + timedelta(seconds=1)), NIGHT, RULES) == Until(MORNING, "quiet")


def test_a_reminder_meant_for_the_evening_comes_in_the_evening():
    assert decide(Message("appointed", due=NIGHT), NIGHT, RULES) == Go()
    assert decide(Message("appointed", due=NIGHT), NIGHT + timedelta(hours=2), RULES) == Go()


def test_a_reminder_a_few_minutes_late_is_still_on_time_but_one_late_into_the_evening_waits():
    due = at("2026-11-10T19:50")
    assert decide(Message("appointed", due=due), at("2026-11-10T20:05"), RULES) == Go()
    assert decide(Message("appointed", due=due), at("2026-11-10T20:06"), RULES) == Until(MORNING, "quiet")
    assert decide(Message("appointed", due=due, not_after=MORNING), at("2026-11-10T20:06"), RULES) == Never("expired")


def test_a_reminder_of_last_night_does_not_come_in_the_next():
    assert decide(Message("appointed", due=NIGHT - DAY), NIGHT, RULES) == Until(MORNING, "quiet")


def test_a_late_reminder_in_daytime_comes_at_once():
    assert decide(Message("appointed", due=NOON - timedelta(hours=3)), NOON, RULES) == Go()


def test_a_reminder_is_not_held_by_news_of_the_same_day():
    assert decide(Message("appointed", due=NOON), NOON, RULES, contacted=told("service", NOON)) == Go()


@pytest.mark.parametrize("class_", ["service", "appointed"])
def test_news_comes_once_a_day_and_a_reminder_is_the_days(class_):
    before = told(class_, at("2026-11-10T08:30"))
    assert decide(Message("service"), NOON, RULES, contacted=before) == Until(MORNING, "day")
    assert decide(Message("service"), MORNING, RULES, contacted=before) == Go()


def test_news_of_yesterday_evening_does_not_count_for_today():
    assert decide(Message("service"), NOON, RULES, contacted=told("service", at("2026-11-09T23:59"))) == Go()


def test_what_somebody_else_sent_unasked_is_not_the_days_news():
    assert decide(Message("service"), NOON, RULES, contacted=told("unasked", NOON)) == Go()


def test_news_waits_for_the_reminder_of_the_same_day():
    reminder = at("2026-11-10T18:00")
    assert decide(Message("service"), NOON, RULES, appointed=reminder) == Until(reminder, "appointed")
    assert decide(Message("service"), NOON, RULES, appointed=reminder + DAY) == Go()
    assert decide(Message("service"), NOON, RULES, appointed=NOON - timedelta(hours=1)) == Go()


def test_news_that_a_reminder_takes_along_waits_for_nothing_but_is_not_told_too_late_or_after_stop():
    assert joins(Message("service"), NIGHT) == Go()
    assert joins(Message("service", not_after=MORNING), NIGHT) == Go()
    assert joins(Message("service", not_after=NIGHT), NIGHT) == Never("expired")
    assert joins(Message("service"), NOON, STOPPED) == Never("stopped")


def test_two_in_fourteen_days_and_four_in_sixty():
    first, second = NOON - 13 * DAY, NOON - 2 * DAY
    assert decide(Message("unasked"), NOON, RULES, contacted=told("unasked", second)) == Go()
    assert decide(Message("unasked"), NOON, RULES, contacted=told("unasked", second, first)) == Until(
        first + 14 * DAY, "enough"
    )
    four = told("unasked", *(NOON - days * DAY for days in (59, 45, 30, 15)))
    assert decide(Message("unasked"), NOON, RULES, contacted=four) == Until(NOON + DAY, "enough")
    assert decide(Message("unasked"), NOON + DAY, RULES, contacted=four) == Go()


def test_who_was_written_to_enough_is_told_apart_from_what_came_too_late():
    two = told("unasked", NOON - DAY, NOON - DAY)
    assert decide(Message("unasked", not_after=NOON + DAY), NOON, RULES, contacted=two) == Never("enough")


def test_the_end_of_a_window_at_night_is_moved_to_the_morning():
    two = told("unasked", NIGHT - 14 * DAY, NIGHT - 14 * DAY)
    assert decide(Message("unasked"), NOON, RULES, contacted=two) == Until(MORNING, "enough")


def test_news_and_reminders_do_not_use_up_what_may_come_unasked():
    assert decide(Message("unasked"), NOON, RULES, contacted=told("service", *[NOON] * 9)) == Go()


def test_who_wants_less_gets_less_and_who_wants_only_what_was_booked_nothing_unasked():
    one = told("unasked", NOON - DAY)
    less, booked = Wishes(choice="less"), Wishes(choice="booked")
    assert decide(Message("unasked"), NOON, RULES, less) == Go()
    assert decide(Message("unasked"), NOON, RULES, less, one) == Until(NOON + 13 * DAY, "enough")
    assert decide(Message("unasked"), NOON, RULES, booked) == Never("chosen")
    assert decide(Message("service"), NOON, RULES, booked) == Go()


def test_nobody_is_written_to_where_the_policy_allows_none():
    none = Rules(usual=((0, 14 * DAY),))
    assert decide(Message("unasked"), NOON, none) == Until(NOON + 14 * DAY, "enough")


def test_without_quiet_hours_the_night_is_as_good_as_the_day():
    assert decide(Message("duty"), NIGHT, Rules(quiet_from=time(0), quiet_until=time(0))) == Go()


def test_quiet_hours_within_a_day_end_the_same_day():
    lunch = Rules(quiet_from=time(11), quiet_until=time(13))
    assert quiet_until(NOON, lunch) == at("2026-11-10T13:00")
    assert quiet_until(NIGHT, lunch) is None


@pytest.mark.parametrize(
    ("evening", "hours"), [("2026-03-28T20:00", 11.5), ("2026-10-24T20:00", 13.5), ("2026-11-10T20:00", 12.5)]
)
def test_the_quiet_night_follows_the_wall_clock_over_the_clock_change(evening, hours):
    begins = at(evening)
    end = quiet_until(begins, RULES)
    assert end - begins == timedelta(hours=hours)
    assert quiet_until(begins - timedelta(seconds=1), RULES) is None
    assert quiet_until(end, RULES) is None


INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
NEAR_A_CHANGE = st.builds(
    lambda night, hours: night + timedelta(hours=hours),
    st.sampled_from([datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)]),
    st.floats(-30, 30),
)
HOURS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
ANY_RULES = st.builds(Rules, zone=st.sampled_from([LONDON, "America/New_York", "Asia/Dhaka"]), quiet_from=HOURS,
                      quiet_until=HOURS)  # fmt: skip
HISTORY = st.lists(
    st.builds(
        lambda days, class_: (timedelta(days=days), class_),
        st.floats(0, 70), st.sampled_from(["service", "appointed", "unasked", "duty"]),
    ), max_size=9,
)  # fmt: skip


@given(st.one_of(INSTANTS, NEAR_A_CHANGE), ANY_RULES)
def test_the_end_of_quiet_hours_is_later_and_not_quiet(now, rules):
    end = quiet_until(now, rules)
    assume(end is not None)
    assert now < end <= now + timedelta(hours=25)
    again = quiet_until(end, rules)
    assert again is None or again > end
    assert wall.shown(end, rules.zone).time().replace(second=0) >= rules.quiet_until


@settings(max_examples=300)
@given(
    st.one_of(INSTANTS, NEAR_A_CHANGE), ANY_RULES, HISTORY, st.sampled_from(["duty", "service", "unasked"]),
    st.sampled_from(["usual", "less"]), st.none() | st.floats(0, 30),
)  # fmt: skip
def test_who_waits_until_the_instant_named_is_written_to_then_and_never_in_quiet_hours(
    now, rules, history, class_, choice, reminder
):
    """The instant that is named is honest: asked again there, with nothing else sent meanwhile, it goes."""
    contacted = [Contact(now - ago, kind) for ago, kind in history]
    appointed = None if reminder is None else now + timedelta(hours=reminder)
    wishes = Wishes(choice=choice)
    instant, steps = now, 0
    while not isinstance(decision := decide(Message(class_), instant, rules, wishes, contacted, appointed), Go):
        assert isinstance(decision, Until)
        assert decision.at > instant
        instant, steps = decision.at, steps + 1
        assert steps <= 6
    assert quiet_until(instant, rules) is None
    if class_ == "unasked":
        for most, span in rules.less if choice == "less" else rules.usual:
            within = [c for c in contacted if c.class_ == "unasked" and c.at > instant - span]
            assert len(within) < most


@settings(max_examples=60)
@given(st.lists(st.floats(0, 3), min_size=1, max_size=60), st.sampled_from(["usual", "less"]))
def test_however_many_champions_write_no_window_holds_more_than_promised(gaps, choice):
    """Messages are wanted at random times over months and sent whenever allowed: any 14 and any 60 days are counted."""
    now, sent = NOON, []
    for gap in gaps:
        now += timedelta(days=gap)
        if decide(Message("unasked"), now, RULES, Wishes(choice=choice), told("unasked", *sent)) == Go():
            sent.append(now)
    for most, span in RULES.less if choice == "less" else RULES.usual:
        for first in sent:
            assert sum(first <= one < first + span for one in sent) <= most


def test_the_budgets_look_back_sixty_days():
    assert RULES.reach == 60 * DAY
