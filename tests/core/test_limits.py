"""How fast the messenger may be called."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.limits import Measure, Pace


def ran(pace, chats, late=(), begin=0.0):
    """Send to these chats one after the other, as early as allowed, each as late as `late` says; gives the instants."""
    now, out = begin, []
    for number, chat in enumerate(chats):
        now = pace.next(chat, now)
        if number < len(late):
            now = max(now, now + late[number])
        assert pace.take(chat, now)
        out.append(now)
    return out


def most_within(times, window):
    times = sorted(times)
    return max(bisect_left(times, one + window - 1e-9) - index for index, one in enumerate(times))


def test_a_broadcast_uses_the_rate_to_the_full_and_never_goes_over_it():
    times = ran(Pace(0.0), range(1, 2001))
    assert most_within(times, 1.05) == 29
    assert most_within(times, 1.0) <= 30
    assert (len(times) - 1) / (times[-1] - times[0]) > 0.999 * 29 / 1.05


def test_it_is_spread_evenly_and_does_not_burst_in_the_first_second():
    times = ran(Pace(100.0), range(1, 60), begin=100.0)
    assert times[0] >= 101.05, "who sent before may have used the whole window just now"
    assert max(b - a for a, b in pairwise(times)) < 0.037
    assert min(b - a for a, b in pairwise(times)) > 0.036


def test_after_idling_at_most_a_few_go_closer_together():
    pace = Pace(0.0)
    times = ran(pace, range(1, 100), begin=50.0)
    assert most_within(times, 0.1) <= 6
    assert most_within(times, 1.05) <= 29


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 0.4), min_size=120, max_size=120), st.lists(st.floats(0, 8), max_size=40))
def test_lateness_is_caught_up_within_the_window_and_replies_are_made_room_for(late, replies):
    """The sender wakes late now and then, and replies fall in between whenever they like."""
    pace, now, sent, all_of_them = Pace(0.0), 0.0, [], []
    replies.sort()
    for number, delay in enumerate(late):
        taken = False
        while not taken:
            now = pace.next(number, now) + (delay if number % 7 == 0 else 0)
            while replies and replies[0] <= now:
                pace.charge(-9, replies[0])
                all_of_them.append(replies.pop(0))
            taken = pace.take(number, now)
        assert sum(now - 1.05 + 1e-9 < one <= now for one in all_of_them) < 29, "whoever has a choice makes room"
        sent.append(now)
        all_of_them.append(now)
    assert most_within(sent, 1.05) <= 29


def test_a_little_late_each_time_still_uses_97_percent():
    times = ran(Pace(0.0), range(1, 600), late=[0.002] * 599)
    assert (len(times) - 1) / (times[-1] - times[0]) > 0.97 * 29 / 1.05
    assert most_within(times, 1.05) <= 29


def test_one_chat_gets_one_a_second_and_others_need_not_wait_for_it():
    pace = Pace(0.0)
    first, second, third = ran(pace, [5, 5, 5], begin=2.0)
    assert (second - first, third - second) == (1.0, 1.0)
    assert pace.next(6, third) < third + 0.05


def test_a_group_gets_twenty_a_minute():
    times = ran(Pace(0.0), [-7] * 45)
    assert most_within(times, 60.0) == 20
    assert times[20] >= times[0] + 60


def test_a_429_stops_everything_until_its_time_is_over():
    pace = Pace(0.0)
    pace.take(1, 5.0)
    pace.hold(35.0)
    pace.hold(20.0)
    assert not pace.take(2, 34.999)
    assert pace.next(2, 6.0) == 35.0
    assert pace.take(2, 35.0)


def test_replies_take_their_place_in_the_window():
    pace = Pace(0.0)
    for _ in range(29):
        pace.charge(3, 10.0)
    assert pace.next(4, 10.0) >= 11.05


def test_a_flood_of_replies_is_forgotten_a_window_later():
    pace = Pace(0.0)
    for _ in range(5000):
        pace.charge(3, 10.0)
    assert pace.next(4, 10.0) <= 11.1


def test_elsewhere_the_rate_is_scaled():
    times = ran(Pace(0.0, Measure(factor=50)), range(1, 3000))
    assert most_within(times, 1.05) in range(29 * 50 - 2, 29 * 50 + 30)


def test_what_is_remembered_of_chats_stays_small():
    pace = Pace(0.0, Measure(factor=10_000))
    ran(pace, [*range(1, 12_000), *range(-12_000, -1)])
    assert len(pace._chats) < 11_000
    assert len(pace._groups) < 11_000
