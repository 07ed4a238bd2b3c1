"""/calendar.ics: all open workshops as a calendar to subscribe to. Public words only; no person appears in it.

`?lang=pl` asks for a language, `?area=brixton` for the workshops of one area (a code of the frame).
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import Response

from bot.core import workshops
from bot.core.appointment import Appointment, appointment
from bot.ports import Activity, Voice
from bot.writers import ics

PATH = "/calendar.ics"
Shown = Callable[[], Awaitable[Sequence[Activity]]]
"""Every workshop that was ever opened."""
_FRESH_SECONDS = 10.0
"""So long what was read is not read again, whoever asks how often."""
_HEADERS = {"Cache-Control": "public, max-age=300", "Content-Type": "text/calendar; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class _Page:
    body: bytes
    etag: str


class Feed:
    """Answers 200 with the calendar, or 304 where the asker has it already."""

    def __init__(self, shown: Shown, voice: Voice, bot_name: str) -> None:
        self._shown, self._voice, self._bot_name = shown, voice, bot_name
        self._read = float("-inf")
        self._workshops: Sequence[Activity] = ()
        self._changed = 0
        self._pages: dict[tuple[str, str], _Page] = {}

    async def __call__(self, request: Request) -> Response:
        """Never raises for what is asked; an unknown language gets the first one, an unknown area an empty calendar."""
        await self._refresh()
        language = request.query_params.get("lang", "")
        if language not in self._voice.languages:
            language = self._voice.languages[0]
        page = self._page(language, request.query_params.get("area", ""))
        changed = datetime.fromtimestamp(self._changed // 1000, tz=UTC)
        headers = {**_HEADERS, "ETag": page.etag, "Last-Modified": format_datetime(changed, usegmt=True)}
        if _has_it(request, page.etag, changed):
            return Response(status_code=304, headers=headers)
        return Response(page.body, headers=headers)

    async def _refresh(self) -> None:
        if time.monotonic() - self._read < _FRESH_SECONDS:
            return
        found = [one for one in await self._shown() if one.kind == "workshop" and one.opened]
        if found != self._workshops:
            self._pages.clear()
        self._workshops, self._read = found, time.monotonic()
        self._changed = max((max(_changed(one), one.opened, one.closed) for one in found), default=0)

    def _page(self, language: str, area: str) -> _Page:
        known = {str(json.loads(one.settings).get("area", "")) for one in self._workshops}
        key = (language, area if not area or area in known else "-")
        if key not in self._pages:
            entries = [self._entry(one, language) for one in self._workshops if _is_shown(one, area)]
            entries.sort(key=lambda entry: (entry.starts, entry.uid))
            body = ics.feed(entries, self._voice.say("calendar.feed", language))
            self._pages[key] = _Page(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')
        return self._pages[key]

    def _entry(self, activity: Activity, language: str) -> Appointment:
        link = f"https://t.me/{self._bot_name}?start=a_{activity.name}"
        workshop = workshops.read(json.loads(activity.settings))
        return appointment(workshop, activity.id, _changed(activity), language, self._bot_name, link, alarm=False)


def _is_shown(activity: Activity, area: str) -> bool:
    """Open ones, and those called off, so that calendars learn of it."""
    settings = json.loads(activity.settings)
    if area and settings.get("area") != area:
        return False
    return activity.state == "open" or bool(settings.get("cancelled"))


def _changed(activity: Activity) -> int:
    return int(json.loads(activity.settings).get("changed", 0))


def _has_it(request: Request, etag: str, changed: datetime) -> bool:
    """An entity tag counts before a date, as the standard has it (RFC 9110, 13.1)."""
    tags = request.headers.get("If-None-Match")
    if tags is not None:
        return tags.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    since = request.headers.get("If-Modified-Since")
    if since is None:
        return False
    try:
        return changed <= parsedate_to_datetime(since).astimezone(UTC)
    except ValueError:
        return False
