"""The calendar that anybody can subscribe to: over real HTTP, read back by a library that did not write it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
import vobject

from bot.ports import Activity, ActivityId, Millis
from bot.web import feed as feeds
from bot.web.feed import Feed
from bot.web.site import Serving, site
from tests.workers.desk import VOICE

SETTINGS: dict[str, Any] = {
    "title": {"en": "Write it", "ar": "نكتب"}, "about": {"en": "We write."}, "fixed": {"en": "x"}, "area": "brixton",
    "place": {"name": {"en": "The library"}, "step_free": True}, "starts": "2027-01-21T18:00", "ends": "2027-01-21T20:00",
    "seats": 3, "booking": "first_come", "poster_code": "SECRET", "changed": 1_796_000_000_000,
}  # fmt: skip


def made(number: int, state: Any = "open", **changes: Any) -> Activity:
    """A workshop as stored."""
    settings = json.dumps(SETTINGS | changes)
    return Activity(
        ActivityId(number), f"w{number}", "workshop", "", "", state, settings, opened=Millis(1_795_000_000_000)
    )


class Shelf:
    """What is stored."""

    def __init__(self) -> None:
        self.activities: list[Activity] = [made(1), made(2, area="norwood", title={"en": "Other"})]
        self.reads = 0

    async def shown(self) -> Sequence[Activity]:
        self.reads += 1
        return tuple(self.activities)


@pytest.fixture
async def public(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Shelf, str, aiohttp.ClientSession]]:
    shelf = Shelf()
    monkeypatch.setattr(feeds, "_FRESH_SECONDS", 0.0)
    serving = Serving(site(_pulse, feed=Feed(shelf.shown, VOICE, "EvenhandBot")), "127.0.0.1", 0)
    await serving.start()
    async with aiohttp.ClientSession() as session:
        yield shelf, f"{serving.address}/calendar.ics", session
    await serving.stop()


async def _pulse() -> dict[str, object]:
    return {"ok": True}


async def test_all_open_workshops_are_in_it_and_nothing_of_a_person_or_a_secret(public: Any) -> None:
    shelf, url, http = public
    shelf.activities += [
        made(3, "draft"),
        replace(made(4), opened=Millis(0)),
        made(5, "closed"),
        replace(made(6), kind="survey"),
    ]
    async with http.get(url) as answer:
        assert (answer.status, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
        text = await answer.text()
    book = vobject.readOne(text)
    assert [one.uid.value for one in book.vevent_list] == ["workshop-1@evenhandbot", "workshop-2@evenhandbot"]
    assert "SECRET" not in text
    assert "ATTENDEE" not in text
    assert "ORGANIZER" not in text
    assert "start=a_w1" in text.replace("\r\n ", "")


async def test_one_that_was_called_off_stays_in_it_as_cancelled(public: Any) -> None:
    shelf, url, http = public
    shelf.activities = [made(1, "closed", cancelled=True, sequence=1)]
    async with http.get(url) as answer:
        (found,) = vobject.readOne(await answer.text()).vevent_list
    assert (found.status.value, found.sequence.value) == ("CANCELLED", "1")


async def test_an_area_and_a_language_can_be_asked_for(public: Any) -> None:
    _, url, http = public
    for query, titles in (
        ("?area=brixton", ["Write it"]), ("?area=nowhere", []), ("?lang=ar", ["نكتب", "Other"]),
        ("?lang=xx&area=norwood", ["Other"]), ("?lang=../../etc&area=%00", []),
    ):  # fmt: skip
        async with http.get(url + query) as answer:
            assert answer.status == 200
            book = vobject.readOne(await answer.text())
            assert [one.summary.value for one in book.contents.get("vevent", [])] == titles, query


async def test_who_has_it_already_is_told_so_until_something_changes(public: Any) -> None:
    shelf, url, http = public
    async with http.get(url) as answer:
        etag, changed = answer.headers["ETag"], answer.headers["Last-Modified"]
    assert changed == "Mon, 30 Nov 2026 00:53:20 GMT"
    for headers in (
        {"If-None-Match": etag},
        {"If-None-Match": f'"x", W/{etag}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": changed},
    ):
        async with http.get(url, headers=headers) as answer:
            assert answer.status == 304, headers
            assert await answer.read() == b""
    for headers in ({"If-None-Match": '"x"', "If-Modified-Since": changed}, {"If-Modified-Since": "nonsense"}):
        async with http.get(url, headers=headers) as answer:
            assert answer.status == 200, headers
    shelf.activities[0] = made(1, sequence=1, starts="2027-01-20T18:00", changed=1_797_000_000_000)
    for headers in ({"If-None-Match": etag}, {"If-Modified-Since": changed}):
        async with http.get(url, headers=headers) as answer:
            assert answer.status == 200
            assert answer.headers["ETag"] != etag
    before = shelf.activities[1]
    shelf.activities[1] = replace(before, state="closed", closed=Millis(1_798_000_000_000))
    async with http.get(url, headers={"If-Modified-Since": changed}) as answer:
        assert answer.status == 200, "one that is over leaves it"


async def test_asking_often_reads_the_database_once_in_ten_seconds(
    public: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf, url, http = public
    monkeypatch.setattr(feeds, "_FRESH_SECONDS", 10.0)
    for number in range(20):
        async with http.get(f"{url}?area=made-up-{number}") as answer:
            assert answer.status == 200
    assert shelf.reads == 1


async def test_nothing_is_written_and_no_webhook_may_stand_in_its_place(public: Any) -> None:
    _, url, http = public
    async with http.post(url, data=b"x") as answer:
        assert answer.status == 405
    async with http.head(url) as answer:
        assert answer.status == 200
    with pytest.raises(ValueError, match=r"calendar\.ics"):
        site(_pulse, take=_take, webhook_url="https://example.org/calendar.ics", secret="s")


async def _take(update: dict[str, Any]) -> None: ...
