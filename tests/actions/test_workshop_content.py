"""Workshops of the content folder become drafts, once; an open one is never changed by a file."""

from datetime import UTC, datetime
from pathlib import Path

from bot.catalog.content import read_frames
from bot.workers.stocktaking import take_workshops
from tests.actions.plans import officer

CONTENT = Path(__file__).parents[2] / "content"
FRAMES, _ = read_frames(CONTENT / "frames")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def folder(tmp_path, text=lambda text: text):
    (tmp_path / "schema.json").unlink(missing_ok=True)
    (tmp_path / "schema.json").symlink_to(CONTENT / "workshops" / "schema.json")
    for path in (CONTENT / "workshops").glob("*.yaml"):
        (tmp_path / path.name).write_text(text(path.read_text(encoding="utf-8")), encoding="utf-8")
    return tmp_path


async def workshops(store):
    rows = await store.read(lambda tx: [one for one in tx.activities.all() if one.kind == "workshop"])
    return {one.name: one for one in rows}


async def test_they_are_drafts_with_the_booking_form_and_nothing_opens_by_itself(store, tmp_path):
    await store.write(officer)
    assert await take_workshops(store, folder(tmp_path), FRAMES) == []
    found = await workshops(store)
    assert set(found) == {"specification_one", "specification_two", "drop_in"}
    assert {one.state for one in found.values()} == {"draft"}
    form = await store.read(lambda tx: tx.activities.named("booking"))
    assert {one.edition for one in found.values()} == {form.edition}
    assert {one.pilot for one in found.values()} == {"feeling_safe"}
    assert await take_workshops(store, folder(tmp_path), FRAMES) == []


async def test_without_the_booking_form_each_says_so_in_a_line(store, tmp_path):
    problems = await take_workshops(store, folder(tmp_path), FRAMES)
    assert len(problems) == 3
    assert all("needs surveys/booking.md" in line for line in problems)
    assert await workshops(store) == {}


async def test_a_changed_file_changes_the_draft_and_leaves_an_open_workshop_alone(store, tmp_path):
    await store.write(officer)
    await take_workshops(store, folder(tmp_path), FRAMES)
    first = (await workshops(store))["drop_in"]
    await store.write(lambda tx: tx.activities.change(first.id, state="open"))
    assert await take_workshops(store, folder(tmp_path, lambda text: text.replace("seats: ", "seats: 1")), FRAMES) == []
    found = await workshops(store)
    assert found["drop_in"].settings == first.settings
    assert '"seats": 124' in found["specification_one"].settings


async def test_a_name_that_another_activity_has_is_refused(store, tmp_path):
    def taken(tx):
        officer(tx)
        tx.activities.put("drop_in", "survey", "", "", "{}")

    await store.write(taken)
    (problem,) = await take_workshops(store, folder(tmp_path), FRAMES)
    assert problem.startswith("drop_in.yaml: ")
