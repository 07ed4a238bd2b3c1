"""A champion's message to many, from its first word until it is asked for: everything can still be changed."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.core.audience import Audience, dumps, loads
from bot.core.broadcasts import (
    Allowance,
    Rules,
    allowance,
    enough,
    held_by,
    is_counted,
    noted,
    permitted,
    profiled,
    remarks,
    written,
)
from bot.core.elections import Period
from bot.core.errors import Rule
from bot.ports import Activity, ActivityId, Broadcast, Person, Tx, millis

_COUNTED = ("waiting", "approved", "sending", "paused", "done")


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a champion may write to: the role's area ("" everywhere), the single areas in it, their own root source
    (0: none), and (`around`) the area with those it belongs to."""

    area: str
    single: tuple[str, ...]
    source: int
    around: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What sending would mean now. `count` and `worn` are for rounding only, never shown as they are."""

    count: int
    worn: int
    small: bool
    """Too few people share what they are chosen by."""
    asks: bool
    """Somebody has to approve it first."""
    allowance: Allowance
    held: Period | None


def own(tx: Tx, person: Person, number: int) -> Broadcast:
    """The person's own message. Raises Rule("not_yours") for another's or none, and where the role for its area is
    gone."""
    found = tx.broadcasts.get(number)
    if found is None or found.person != person.id or not _still_champion(person, found.area):
        raise Rule("not_yours")
    return found


def draft(tx: Tx, person: Person, number: int) -> Broadcast:
    """The same, to be changed. Raises Rule("broadcast.no_draft") for one that was asked for or sent."""
    found = own(tx, person, number)
    if found.state not in ("draft", "refused"):
        raise Rule("broadcast.no_draft")
    return found


def begin(tx: Tx, person: Person, activity: Activity, area: str, now: datetime) -> Broadcast:
    """A new draft about an activity; an untouched one is taken up again, so that two taps make one."""
    for there in tx.broadcasts.of(person.id):
        if there.state == "draft" and there.area == area and not json.loads(there.texts or "{}"):
            tx.broadcasts.change(there.id, activity=activity.id)
            return _again(tx, there)
    made = tx.broadcasts.draft(person.id, activity.id, area, millis(now))
    tx.audit.add(person.id, "broadcast.begun", str(made.id), millis(now))
    return made


def lead_to(tx: Tx, found: Broadcast, activity: ActivityId) -> None:
    """Let its button lead to another activity."""
    tx.broadcasts.change(found.id, activity=activity)


def write(tx: Tx, found: Broadcast, language: str, words: str, rules: Rules) -> None:
    """Keep the words of one language; none take the language out again. Raises Rule where they do not fit."""
    texts = json.loads(found.texts or "{}")
    if words:
        texts[language] = written(words, rules)
    else:
        texts.pop(language, None)
    tx.broadcasts.change(found.id, texts=json.dumps(texts, ensure_ascii=False))


def picture(tx: Tx, found: Broadcast, reference: str) -> None:
    """Keep the messenger's own reference of a picture; "" takes it away."""
    tx.broadcasts.change(found.id, picture=reference)


def aim(tx: Tx, found: Broadcast, audience: Audience, reach: Reach) -> None:
    """Choose the audience. Raises Rule("not_yours") for people this champion may not write to."""
    if not permitted(audience, reach.area, reach.single, reach.source):
        raise Rule("not_yours")
    tx.broadcasts.change(found.id, audience=dumps(audience))


def sent_at(tx: Tx, person: Person) -> list[datetime]:
    """When the person's messages were sent or asked for: what the allowance counts. Refused ones do not count, nor
    those that were cancelled before any was sent."""
    mine = tx.broadcasts.of(person.id)
    counted = (each for each in mine if each.asked and (each.state in _COUNTED or each.notice))
    return [datetime.fromtimestamp(each.asked / 1000, tz=UTC) for each in counted]


def count(tx: Tx, found: Broadcast, rules: Rules, now: datetime) -> tuple[int, int]:
    """(how many people the audience holds, how many of them were written to enough lately). Looks at the whole town:
    for a reading transaction; see `counted`."""
    audience = loads(found.audience)
    since = millis(now - timedelta(days=rules.worn_days))
    number = tx.notices.count(audience)
    return number, tx.notices.worn(audience, since, rules.worn_times) if number else 0


def counted(tx: Tx, found: Broadcast, audience: str, number: int, worn: int, now: datetime) -> None:
    """Keep what was counted of an audience; nothing where another was chosen meanwhile, or it is on its way."""
    there = _again(tx, found)
    if there.audience == audience and there.state in ("draft", "refused"):
        kept = replace(remarks(there.reason), counted=audience, counted_at=millis(now), count=number, worn=worn)
        tx.broadcasts.change(there.id, reason=noted(kept))


def preview(tx: Tx, person: Person, found: Broadcast, rules: Rules, now: datetime) -> Preview:
    """What sending would mean now, by what was counted; `now` is the borough's wall time with its zone."""
    what = remarks(found.reason)
    return Preview(
        what.count,
        what.worn,
        profiled(loads(found.audience)) and what.count < rules.least,
        what.count > rules.approval_above,
        allowance(sent_at(tx, person), now, rules),
        held_by(rules, now, what),
    )


def ready(tx: Tx, person: Person, found: Broadcast, reach: Reach, rules: Rules, now: datetime) -> int:
    """Check everything that sending needs; gives how many people it would reach. Raises Rule for what is missing.

    Whoever counts last decides: an audience that was not counted as it stands reaches nobody."""
    audience = loads(found.audience)
    if not json.loads(found.texts or "{}"):
        raise Rule("broadcast.empty")
    if not permitted(audience, reach.area, reach.single, reach.source):
        raise Rule("not_yours")
    may = allowance(sent_at(tx, person), now, rules)
    if not may.left:
        raise Rule("broadcast.used_up", most=rules.per_week, days=rules.window_days)
    what = remarks(found.reason)
    number = what.count if is_counted(what, found.audience, now) else 0
    enough(audience, number, rules)
    return number


def discard(tx: Tx, person: Person, found: Broadcast, now: datetime) -> None:
    """Throw a draft (or a refused one) away; a second tap finds it gone already."""
    if found.state in ("draft", "refused") and tx.broadcasts.move(found, "cancelled"):
        tx.audit.add(person.id, "broadcast.discarded", str(found.id), millis(now))


def areas_of(person: Person) -> Collection[str]:
    """The areas of the person's confirmed champion roles; "" for everywhere."""
    return [held.area for held in person.roles if held.role == "champion" and not held.pending]


def _still_champion(person: Person, area: str) -> bool:
    return any(mine in ("", area) for mine in areas_of(person))


def _again(tx: Tx, found: Broadcast) -> Broadcast:
    there = tx.broadcasts.get(found.id)
    if there is None:
        raise Rule("not_yours")
    return there
