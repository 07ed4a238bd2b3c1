"""At the door of a workshop: codes are typed, nobody gives a name; a resident can also check in alone."""

import json
from datetime import timedelta

import pytest

from bot.core.screen import Go
from bot.ports import Held, millis
from tests.handlers.workshop_town import POSTER, booked, opened, settings, text

NEEDS = text(interpreter="so", creche="yes", children="2", access="wheelchair")


@pytest.fixture
async def workshop(town):
    """Two hours from now, in Brixton; Ada (ADA347) and Eve (EVE347) have places, Zoe waits."""
    officer = await town.officer()
    starts = town.app.office.local(town.clock()).replace(tzinfo=None, second=0, microsecond=0) + timedelta(days=8)
    town.boss, town.cast = officer, {name: await town.arrive(name) for name in ("Ada", "Eve", "Zoe")}
    people = {}
    for name, who in town.cast.items():
        await who.starts()
        people[name] = await who.row()
    row = await officer.row()

    def work(tx):
        made = opened(tx, row, settings(starts, area="brixton"), town.clock())
        booked(tx, made, people["Ada"], town.clock(), code="ADA347", needs=NEEDS)
        booked(tx, made, people["Eve"], town.clock(), code="EVE347")
        booked(tx, made, people["Zoe"], town.clock(), "waiting", code="QQQ347")
        return made

    made = await town.write(work)
    town.clock.forward(days=8, hours=-2)
    return made


async def states(town):
    return {one["code"]: one["state"] for one in await town.rows("bookings")}


async def grants(town, who, area):
    person = await who.row()
    await town.write(lambda tx: tx.people.grant(person.id, Held("champion", area), person.id, millis(town.clock())))


async def press(town, who, verb, argument):
    codec, ring = town.app.intake._reader._codec, town.app.intake._reader._ring
    return await who.forges(codec.encode(Go(verb, argument), 0, ring.look_up(who.person.id)))


async def test_an_officer_types_code_after_code_and_reads_what_is_prepared_without_a_name(town, workshop):
    seen = await town.boss.says("/checkin")
    assert "Checked in: 0 of 2." in seen
    assert POSTER in seen
    seen = await town.boss.says("ada347")
    assert "ADA347: checked in, number 1." in seen
    assert "interpreter: Soomaali; children to look after: 2; has access needs: please ask" in seen
    assert "wheelchair" not in seen.text.casefold()
    assert "was checked in already" in await town.boss.says("ADA 347")
    assert "belongs to no place here" in await town.boss.says("XXX999")
    assert "no confirmed place" in await town.boss.says("QQQ347")
    assert "Checked in: 2 of 2." in await town.boss.says("EVE347")
    assert await states(town) == {"ADA347": "attended", "EVE347": "attended", "QQQ347": "waiting"}


async def test_a_code_can_be_typed_with_the_command(town, workshop):
    assert "EVE347: checked in" in await town.boss.says("/checkin eve347")


async def test_the_list_for_the_door_has_codes_and_needs_and_crosses(town, workshop):
    await town.boss.says("/checkin")
    await town.boss.says("ADA347")
    seen = await town.boss.presses("List for the door")
    found = await town.app.courier.ask("getFile", {"file_id": seen.files[-1]["document"]["file_id"]})
    lines = (await town.app.courier.fetch(found["file_path"], 100_000)).decode().splitlines()
    assert any(line.startswith("[x] ADA347  interpreter: Soomaali") for line in lines)
    assert "[ ] EVE347" in lines
    assert not [line for line in lines if "QQQ347" in line or "Ada" in line or "wheelchair" in line]


async def test_a_champion_of_the_area_may_and_one_of_another_may_not(town, workshop):
    near, far = await town.arrive("Near"), await town.arrive("Far")
    for who, area in ((near, "brixton"), (far, "norwood")):
        await who.starts()
        await grants(town, who, area)
    assert "Checked in: 0 of 2." in await near.says("/checkin")
    assert "No workshop of yours is on" in await far.says("/checkin")
    await press(town, far, "checkin", f"{workshop.id} ADA347")
    await far.says("/checkin ADA347")
    assert (await states(town))["ADA347"] == "confirmed"


async def test_a_resident_has_no_door_to_check_others_in(town, workshop):
    ada = town.cast["Ada"]
    assert "ADA347: checked in" not in await ada.says("/checkin EVE347")
    await press(town, ada, "checkin", f"{workshop.id} EVE347")
    assert (await states(town))["EVE347"] == "confirmed"


async def test_long_before_nobody_is_checked_in(town, workshop):
    town.clock.forward(days=-3)
    assert "No workshop of yours is on" in await town.boss.says("/checkin")
    assert "belongs to no place here" in await town.boss.says("/checkin ADA347")
    assert (await states(town))["ADA347"] == "confirmed"


async def test_i_am_here_with_the_code_shown_on_site(town, workshop):
    ada, zoe = town.cast["Ada"], town.cast["Zoe"]
    await press(town, ada, "here", str(workshop.id))
    seen = await ada.says(POSTER)
    assert "from an hour before" in seen.text + seen.toast
    town.clock.forward(hours=1, minutes=30)
    assert "type the code" in await press(town, ada, "here", str(workshop.id))
    assert "not today's code" in await ada.says("WRONG1")
    assert "You are checked in" in await ada.says(f"{POSTER[:3]} {POSTER[3:].lower()}")
    await press(town, ada, "here", str(workshop.id))
    assert "already" in await ada.says(POSTER)
    await press(town, zoe, "here", str(workshop.id))
    assert "no confirmed place" in (await zoe.says(POSTER)).text
    assert (await states(town))["ADA347"] == "attended"


async def test_who_has_a_place_finds_the_button_on_the_workshops_page_when_the_doors_are_open(town, workshop):
    ada = town.cast["Ada"]
    assert "[I am here]" not in await press(town, ada, "workshops", str(workshop.id))
    town.clock.forward(hours=1, minutes=30)
    assert "[I am here]" in await press(town, ada, "workshops", str(workshop.id))
    assert "[I am here]" not in await press(town, town.cast["Zoe"], "workshops", str(workshop.id))
    town.clock.forward(hours=1)
    assert "type the code" in await ada.presses("I am here")


async def test_the_calendar_file_comes_by_a_button_in_the_readers_language_and_names_nobody(town, workshop):
    ada = town.cast["Ada"]
    seen = await press(town, ada, "calendar", str(workshop.id))
    assert seen.files[-1]["document"]["file_name"] == "workshop.ics"
    found = await town.app.courier.ask("getFile", {"file_id": seen.files[-1]["document"]["file_id"]})
    data = (await town.app.courier.fetch(found["file_path"], 100_000)).decode()
    assert f"UID:workshop-{workshop.id}@" in data
    assert "SUMMARY:Safer evenings: write the plan\\, part 1" in data
    assert "ADA347" not in data
    assert POSTER not in data
    assert str((await ada.row()).id) not in data


async def test_a_draft_has_no_calendar_file(town, workshop):
    await town.write(lambda tx: tx.activities.put("later", "workshop", "", workshop.edition, json.dumps({"title": {}})))
    draft = await town.activity("later")
    assert (await press(town, town.cast["Ada"], "calendar", str(draft.id))).files == []
