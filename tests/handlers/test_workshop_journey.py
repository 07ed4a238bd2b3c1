"""A resident and a workshop from signing up to saying how it was, with everything that is written to them on the way."""

import asyncio
import json
from datetime import timedelta

import vobject

from tests.handlers.broadcasting import TUESDAY, at, brought, due, forged, times
from tests.handlers.workshop_town import opened, settings


async def workshop(town, name="drop_in", days=9, **changes):
    """Nine days after that Tuesday at six, opened by an officer."""
    at(town, TUESDAY)
    officer = await town.officer()
    row = await officer.row()
    starts = (town.app.office.local(town.clock()) + timedelta(days=days)).replace(
        tzinfo=None, hour=18, minute=0, second=0, microsecond=0
    )
    given = settings(starts, name, reminders=["-1d 18:00", "-2h"], **changes)
    made = await town.write(lambda tx: opened(tx, row, given, town.clock()))
    return officer, made, starts


async def signs_up(town, who, made):
    """Through the booking form, skipping all of it; area and age are asked only once."""
    await who.starts()
    await forged(town, who, "join", str(made.id))
    seen = await who.presses("Yes, 16")
    while "[Send my answers]" not in seen:
        seen = await who.presses("Skip")
    return await who.presses("Send my answers")


def set_clock(town, moment):
    """The town's clock at a wall time of the borough (in winter the same as UTC)."""
    town.clock.ahead += moment - town.app.office.local(town.clock()).replace(tzinfo=None)


async def file_of(town, who, number=-1):
    files = [one for one in await who.messages() if "document" in one]
    found = await town.app.courier.ask("getFile", {"file_id": files[number]["document"]["file_id"]})
    return vobject.readOne((await town.app.courier.fetch(found["file_path"], 100_000)).decode()).vevent


async def test_from_signing_up_to_saying_how_it_was(either):
    town = either
    officer, made, starts = await workshop(town)
    ada, eve = await town.arrive(), await town.arrive("Eve")
    seen = await signs_up(town, ada, made)
    [booking] = await town.rows("bookings")
    assert booking["state"] == "confirmed", seen
    await forged(town, ada, "calendar", str(made.id))
    first = await file_of(town, ada)

    # it moves, far ahead of its start: a service message with a file that changes the same entry
    to = starts + timedelta(days=1, hours=1)
    await forged(town, officer, "workshop_move", f"{made.id}.m.{to:%Y%m%d%H%M}")
    await officer.goes(f"{to + timedelta(hours=2):%H:%M}", "The same place", "Yes, move it and tell all")
    told = await brought(town, ada, "has moved")
    assert "19:00" in told
    second = await file_of(town, ada)
    assert first.uid.value == second.uid.value
    assert int(second.sequence.value) == int(first.sequence.value) + 1
    assert second.dtstart.value - first.dtstart.value == timedelta(days=1, hours=1)

    # reminders of the new start, and none of the old
    set_clock(town, starts - timedelta(days=1, minutes=-1))
    await due(town)
    set_clock(town, to - timedelta(days=1) - timedelta(hours=1, minutes=-1))
    await due(town)
    assert "Your code at the door" in await brought(town, ada, "Reminder: Drop in")
    set_clock(town, to - timedelta(hours=2) + timedelta(minutes=1))
    await due(town)
    for _ in range(100):
        if await times(ada, "Reminder: Drop in") == 2:
            break
        await town.rest()
        await asyncio.sleep(0.05)
    assert await times(ada, "Reminder: Drop in") == 2

    # at the door
    code = booking["code"]
    assert f"{code}: checked in" in await officer.says(f"/checkin {code.lower()}")

    # over, and asked an hour later; nobody else can answer
    set_clock(town, to + timedelta(hours=3, minutes=1))
    await due(town)
    assert (await town.activity("plan")).state == "closed"
    assert await times(ada, "How was") == 0, "it is late in the evening"
    set_clock(town, (to + timedelta(days=1)).replace(hour=10))
    await brought(town, ada, "How was “Drop in")
    seen = await ada.presses("Say how it was")
    assert "After the workshop: Drop in" in seen
    seen = await ada.goes("Start", "Mostly")
    assert "A few people took over" in await where(ada, seen)
    survey = await town.activity("plan-feedback")
    assert "Nothing is open at the moment" in await eve.starts(), "the feedback stands in no list"
    await forged(town, eve, "join", str(survey.id))
    seen = await eve.presses("Yes, 16")
    assert "for those who were at the workshop" in seen.text + seen.toast
    assert await times(eve, "How was") == 0

    # after two weeks it closes, and is exported like any survey: one answer shows nothing
    set_clock(town, to + timedelta(days=16))
    await due(town)
    assert (await town.activity("plan-feedback")).state == "closed"
    await officer.says("/activities")
    seen = await officer.goes("After the workshop: Drop in", "Export", "Spreadsheets")
    assert "Release 1 of “After the workshop: Drop in" in seen
    assert not town.playground.world.problems


async def where(who, seen):
    """Where area and age are asked in between, they are skipped."""
    for _ in range(6):
        if "took over" in seen.text:
            return seen
        seen = await who.presses("Skip")
    return seen


async def test_a_move_two_days_before_comes_at_once_also_by_night_and_is_logged(town):
    officer, made, starts = await workshop(town)
    ada = await town.arrive()
    await signs_up(town, ada, made)
    set_clock(town, starts - timedelta(hours=43))  # eleven in the evening
    to = starts + timedelta(hours=1)
    await forged(town, officer, "workshop_move", f"{made.id}.m.{to:%Y%m%d%H%M}")
    await officer.goes(f"{to + timedelta(hours=2):%H:%M}", "The same place", "Yes, move it and tell all")
    await brought(town, ada, "has moved")
    assert "message.urgent" in [one["verb"] for one in await town.rows("audit")]


async def test_called_off_everybody_hears_why_and_the_calendar_loses_it(town):
    officer, made, starts = await workshop(town)
    ada = await town.arrive()
    await signs_up(town, ada, made)
    await forged(town, officer, "workshop_off", str(made.id))
    await officer.says("The hall is cold.")
    await officer.presses("Yes, cancel it and tell all")
    assert "Why: The hall is cold." in await brought(town, ada, "is cancelled")
    found = await file_of(town, ada)
    assert found.status.value == "CANCELLED"
    set_clock(town, starts - timedelta(hours=2) + timedelta(minutes=1))
    await due(town)
    assert await times(ada, "Reminder") == 0
    assert [one["taken"] for one in await town.rows("pools")] == [0]


async def test_who_signed_up_in_the_last_day_is_not_told_the_same_the_same_evening(town):
    _, made, starts = await workshop(town)
    early, late = await town.arrive(), await town.arrive("Late")
    await signs_up(town, early, made)
    set_clock(town, starts - timedelta(days=1, hours=1))
    await signs_up(town, late, made)
    set_clock(town, starts - timedelta(days=1) + timedelta(minutes=1))
    await due(town)
    await brought(town, early, "Reminder: Drop in")
    for _ in range(40):
        rows = [one for one in await town.rows("deliveries") if one["state"] < 10]
        if not rows:
            break
        await asyncio.sleep(0.05)
    assert await times(late, "Reminder: Drop in") == 0
    set_clock(town, starts - timedelta(hours=2) + timedelta(minutes=1))
    await due(town)
    await brought(town, late, "Reminder: Drop in")


async def test_who_gave_the_place_back_is_not_reminded(town):
    _, made, starts = await workshop(town)
    ada = await town.arrive()
    await signs_up(town, ada, made)
    await forged(town, ada, "unbook", str(made.id))
    await ada.presses("Yes")
    set_clock(town, starts - timedelta(days=1) + timedelta(minutes=1))
    await due(town)
    assert await times(ada, "Reminder") == 0
    assert json.loads((await town.activity("plan")).settings)["sequence"] == 0
