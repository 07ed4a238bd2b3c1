"""Calendar files (RFC 5545): one workshop for one's own calendar, or all open ones as a feed.

The UID of a workshop never changes and names nobody; whoever imports a newer file gets the entry changed, not doubled,
since its SEQUENCE is higher. The library folds lines at 75 octets and ends them in CRLF.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from bot.core.appointment import Appointment
from bot.core.wall import instant

_PRODUCT = "-//Evenhand//Workshops//EN"
_ALARM_BEFORE = timedelta(hours=2)
_REFRESH = timedelta(hours=6)
_LONDON = "Europe/London"


def one(entry: Appointment) -> bytes:
    """A file with one workshop; that of a cancelled one marks the entry as cancelled (METHOD:CANCEL)."""
    return bytes(_calendar([entry], "CANCEL" if entry.cancelled else "PUBLISH").to_ical())


def feed(entries: Iterable[Appointment], name: str) -> bytes:
    """All of them in one file, which a calendar that subscribed asks for again every few hours."""
    made = _calendar(entries, "PUBLISH")
    for key in ("NAME", "X-WR-CALNAME"):
        made.add(key, name)
    made.add("REFRESH-INTERVAL", _REFRESH, parameters={"VALUE": "DURATION"})
    made.add("X-PUBLISHED-TTL", "PT6H")
    return bytes(made.to_ical())


def _calendar(entries: Iterable[Appointment], method: str) -> Calendar:
    made = Calendar()
    made.add("PRODID", _PRODUCT)
    made.add("VERSION", "2.0")
    made.add("CALSCALE", "GREGORIAN")
    made.add("METHOD", method)
    events = [(entry, _event(entry)) for entry in entries]
    if any(entry.zone == _LONDON for entry, _ in events):
        made.add_component(_london())
    for _, event in events:
        made.add_component(event)
    if any(entry.zone != _LONDON for entry, _ in events):
        made.add_missing_timezones()
    return made


def _event(entry: Appointment) -> Event:
    zone = ZoneInfo(entry.zone)
    event = Event()
    event.add("UID", entry.uid)
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTAMP", entry.changed)
    event.add("LAST-MODIFIED", entry.changed)
    # Through the instant, so that a time which the clocks leave out is written as the one that they show.
    event.add("DTSTART", instant(entry.starts, entry.zone).astimezone(zone))
    event.add("DTEND", instant(entry.ends, entry.zone).astimezone(zone))
    event.add("SUMMARY", entry.title)
    event.add("LOCATION", entry.place)
    event.add("DESCRIPTION", entry.about)
    if entry.url:
        event.add("URL", entry.url)
    event.add("STATUS", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("TRANSP", "OPAQUE")
    if entry.alarm:
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", entry.alarm)
        alarm.add("TRIGGER", -_ALARM_BEFORE)
        event.add_component(alarm)
    return event


def _london() -> Timezone:
    """Both rules as they hold since 1996: the last Sundays of March and October, at 01:00 UTC."""
    zone = Timezone()
    zone.add("TZID", _LONDON)
    summer = TimezoneDaylight()
    summer.add("DTSTART", datetime(1996, 3, 31, 1))  # noqa: DTZ001  VTIMEZONE counts in wall time
    _rule(summer, "BST", timedelta(), timedelta(hours=1), 3)
    winter = TimezoneStandard()
    winter.add("DTSTART", datetime(1996, 10, 27, 2))  # noqa: DTZ001  as above
    _rule(winter, "GMT", timedelta(hours=1), timedelta(), 10)
    zone.add_component(summer)
    zone.add_component(winter)
    return zone


def _rule(
    part: TimezoneDaylight | TimezoneStandard, name: str, before: timedelta, after: timedelta, month: int
) -> None:
    part.add("TZNAME", name)
    part.add("TZOFFSETFROM", before)
    part.add("TZOFFSETTO", after)
    part.add("RRULE", {"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"})
