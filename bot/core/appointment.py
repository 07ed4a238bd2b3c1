"""A workshop as an entry of a calendar, in one language: what a file or a feed holds, and nothing of a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.workshops import Workshop


@dataclass(frozen=True, slots=True)
class Appointment:
    """`uid` never changes; `sequence` rises with each change that a calendar has to notice; `changed` (UTC) is when
    that was. Times are naive wall times of `zone`."""

    uid: str
    sequence: int
    changed: datetime
    starts: datetime
    ends: datetime
    zone: str
    title: str
    place: str
    about: str
    url: str = ""
    cancelled: bool = False
    alarm: str = ""
    """What an alarm of the calendar says two hours before; "" for no alarm."""


def appointment(
    workshop: Workshop, activity: int, changed: int, language: str, bot_name: str, url: str, *, alarm: bool
) -> Appointment:
    """The entry of a workshop. `activity` is its id, which with the bot's name makes the lasting UID; `changed` is in
    UTC milliseconds; `alarm`: for one's own calendar, not for a feed that many subscribe to."""
    title = words(workshop.title, language)
    about = words(workshop.about, language)
    return Appointment(
        uid=f"workshop-{activity}@{bot_name.lower()}",
        sequence=workshop.sequence,
        changed=datetime.fromtimestamp(changed // 1000, tz=UTC),
        starts=workshop.starts,
        ends=workshop.ends,
        zone=workshop.zone,
        title=title,
        place=", ".join(piece for piece in (words(workshop.place, language), workshop.address) if piece),
        about="\n\n".join(piece for piece in (about, url) if piece),
        url=url,
        cancelled=workshop.cancelled,
        alarm=title if alarm and not workshop.cancelled else "",
    )


def words(texts: Mapping[str, str], language: str) -> str:
    """An author's text in the reader's language, else in English, else in whatever there is."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
