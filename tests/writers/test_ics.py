"""The calendar file a resident gets is read back by a library that did not write it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import vobject

from bot.core.appointment import Appointment, appointment
from bot.core.workshops import read
from bot.writers import ics

ENTRY = Appointment(
    uid="workshop-12@evenhandbot", sequence=0, changed=datetime(2026, 11, 20, 9, tzinfo=UTC),
    starts=datetime(2026, 12, 10, 18), ends=datetime(2026, 12, 10, 20, 30), zone="Europe/London",
    title="Write the specification; part 1, with Zoë", place="Brixton Library, Windrush Square\\2", url="https://t.me/b?start=a_w",
    about="Say what a good evening service is.\n\nŁódź, 北京, مرحبا: " + "long words " * 30, alarm="Write the specification",
)  # fmt: skip


def event(data):
    return vobject.readOne(data.decode()).vevent


def test_what_the_file_says_is_what_the_workshop_is():
    found = event(ics.one(ENTRY))
    assert found.uid.value == "workshop-12@evenhandbot"
    assert found.summary.value == ENTRY.title
    assert found.location.value == ENTRY.place
    assert found.description.value == ENTRY.about
    assert found.sequence.value == "0"
    assert found.status.value == "CONFIRMED"
    assert found.dtstamp.value == ENTRY.changed
    assert found.dtstart.value.astimezone(UTC) == datetime(2026, 12, 10, 18, tzinfo=UTC)
    assert found.dtend.value.astimezone(UTC) == datetime(2026, 12, 10, 20, 30, tzinfo=UTC)
    assert found.valarm.trigger.value == timedelta(hours=-2)
    assert b"DTSTART;TZID=Europe/London:20261210T180000\r\n" in ics.one(ENTRY)


def test_lines_end_as_the_standard_says_and_none_is_longer_than_75_octets():
    data = ics.one(ENTRY)
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    for line in data.split(b"\r\n"):
        line.decode()  # no letter is cut in two


def test_a_calendar_that_knows_only_the_file_finds_the_instant_in_both_years_and_on_both_sides_of_each_change():
    """The zone is renamed to one that no library knows: only the file's own two rules are left."""
    for wall, expected in (
        ("2026-03-28T12:00", "2026-03-28T12:00"), ("2026-03-29T00:30", "2026-03-29T00:30"),
        ("2026-03-29T01:30", "2026-03-29T01:30"), ("2026-03-29T02:30", "2026-03-29T01:30"),
        ("2026-10-24T12:00", "2026-10-24T11:00"), ("2026-10-25T00:30", "2026-10-24T23:30"),
        ("2026-10-25T02:30", "2026-10-25T02:30"), ("2027-03-28T12:00", "2027-03-28T11:00"),
        ("2027-10-31T12:00", "2027-10-31T12:00"), ("2027-10-30T12:00", "2027-10-30T11:00"),
    ):  # fmt: skip
        starts = datetime.fromisoformat(wall)
        data = ics.one(replace(ENTRY, starts=starts, ends=starts + timedelta(hours=4)))
        found = event(data.replace(b"Europe/London", b"Nowhere/Known"))
        assert found.dtstart.value.astimezone(UTC) == datetime.fromisoformat(expected).replace(tzinfo=UTC), wall


def test_a_moved_workshop_keeps_its_uid_and_counts_on():
    first, moved = event(ics.one(ENTRY)), event(ics.one(replace(ENTRY, sequence=1, starts=datetime(2026, 12, 11, 18))))
    assert first.uid.value == moved.uid.value
    assert int(moved.sequence.value) > int(first.sequence.value)


def test_a_cancelled_workshop_says_so_and_rings_no_alarm():
    data = ics.one(replace(ENTRY, sequence=2, cancelled=True, alarm=""))
    book = vobject.readOne(data.decode())
    assert book.method.value == "CANCEL"
    assert book.vevent.status.value == "CANCELLED"
    assert not hasattr(book.vevent, "valarm")


def test_a_feed_holds_every_workshop_once_and_one_zone():
    entries = [replace(ENTRY, uid=f"workshop-{n}@evenhandbot") for n in range(5)]
    data = ics.feed(entries, "Workshops in Lambeth")
    book = vobject.readOne(data.decode())
    assert [one.uid.value for one in book.vevent_list] == [one.uid for one in entries]
    assert data.count(b"BEGIN:VTIMEZONE") == 1
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in data
    assert book.contents["x-wr-calname"][0].value == "Workshops in Lambeth"


def test_an_empty_feed_is_still_a_calendar():
    assert b"BEGIN:VCALENDAR" in ics.feed([], "Workshops")


def test_another_zone_brings_its_own_rules():
    found = event(ics.one(replace(ENTRY, zone="Europe/Warsaw")))
    assert found.dtstart.value.astimezone(UTC) == datetime(2026, 12, 10, 17, tzinfo=UTC)


def test_the_same_workshop_gives_the_same_bytes():
    assert ics.one(ENTRY) == ics.one(ENTRY)


def test_the_entry_speaks_the_readers_language_and_names_no_person():
    workshop = read({
        "title": {"en": "Plan", "pl": "Plan (pl)"}, "about": {"en": "About"}, "starts": "2026-12-10T18:00",
        "place": {"name": {"en": "Library", "pl": "Biblioteka"}, "address": "1 High Street"},
        "ends": "2026-12-10T20:00", "seats": 24, "sequence": 3,
    })  # fmt: skip
    made = appointment(workshop, 12, 1_795_000_000_123, "pl", "EvenhandBot", "https://t.me/x", alarm=True)
    assert (made.title, made.place, made.about) == ("Plan (pl)", "Biblioteka, 1 High Street", "About\n\nhttps://t.me/x")
    assert (made.uid, made.sequence, made.alarm) == ("workshop-12@evenhandbot", 3, "Plan (pl)")
    assert appointment(workshop, 12, 0, "ar", "b", "", alarm=False).title == "Plan"
