"""What is due for an open workshop: reminders still to come, its end, the question how it was."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.core import workshops
from bot.core.workshop_times import reminder_occurrence, times

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
WORKSHOP = workshops.read({
    "title": {"en": "Write"}, "place": {"name": {"en": "Hall"}}, "starts": "2026-12-03T18:00", "seats": 3,
    "ends": "2026-12-03T20:00", "reminders": ["-1d 18:00", "-2h"], "feedback": "write-feedback",
})  # fmt: skip


def test_all_that_is_to_come_has_its_wall_time_and_its_instant():
    found = [(time.kind, time.occurrence, f"{time.wall:%d %H:%M}", time.at) for time in times(WORKSHOP, NOW)]
    assert found == [
        ("remind", "0", "02 18:00", datetime(2026, 12, 2, 18, tzinfo=UTC)),
        ("remind", "1", "03 16:00", datetime(2026, 12, 3, 16, tzinfo=UTC)),
        ("workshop_over", "", "03 20:00", datetime(2026, 12, 3, 20, tzinfo=UTC)),
        ("feedback", "", "03 21:00", datetime(2026, 12, 3, 21, tzinfo=UTC)),
    ]


def test_a_reminder_whose_time_has_passed_at_opening_is_left_out():
    late = datetime(2026, 12, 3, 9, tzinfo=UTC)
    assert next((time.kind, time.occurrence) for time in times(WORKSHOP, late)) == ("remind", "1")


def test_where_no_feedback_is_asked_none_is_due():
    assert [time.kind for time in times(replace(WORKSHOP, feedback=""), NOW)] == ["remind", "remind", "workshop_over"]


def test_the_end_is_never_too_late_and_a_reminder_is_after_a_quarter_before():
    last = {time.kind: time.not_after for time in times(WORKSHOP, NOW)}
    assert last["workshop_over"] is None
    assert last["remind"] == datetime(2026, 12, 3, 17, 45, tzinfo=UTC)


def test_a_moved_workshops_reminder_has_a_name_of_its_own():
    begins = WORKSHOP.begins
    assert reminder_occurrence("0", begins) != reminder_occurrence("0", begins + timedelta(hours=1))
