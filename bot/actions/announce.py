"""A champion says when and where a session will be, so that many entries at once are expected there."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.errors import Rule
from bot.ports import Announcement, Person, Source, Tx, millis

LONGEST_HOURS = 12
MOST_PEOPLE = 500


def announce(
    tx: Tx, person: Person, source: Source, area: str, place: str, starts: datetime, ends: datetime, number: int,
    now: datetime,
) -> Announcement:  # fmt: skip
    """Keep it; the same place and time again is the same one. Raises Rule("announce.bad") for what is past, upside
    down, or beyond belief."""
    long = timedelta(hours=LONGEST_HOURS)
    if not place or ends <= now or not starts < ends <= starts + long or not 0 < number <= MOST_PEOPLE:
        raise Rule("announce.bad", hours=LONGEST_HOURS)
    for there in tx.announcements.of(source.id, millis(now - long)):
        if (there.place, there.starts, there.ends) == (place, millis(starts), millis(ends)):
            return there
    made = tx.announcements.add(person.id, source.id, area, place, millis(starts), millis(ends), number, millis(now))
    tx.audit.add(person.id, "session.announced", str(made.id), millis(now))
    return made


def call_off(tx: Tx, person: Person, announcement: int, now: datetime) -> bool:
    """Take one's own announcement back; False where there is none."""
    dropped = tx.announcements.drop(announcement, person.id)
    if dropped:
        tx.audit.add(person.id, "session.called_off", str(announcement), millis(now))
    return dropped
