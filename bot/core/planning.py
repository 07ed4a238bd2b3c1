"""Planning a workshop step by step: which step comes, and what an answer to it makes of the settings.

The settings grow as the officer answers; they are those of content/workshops/schema.json. An answer is what a button
carries or what was typed. Nothing here is asked twice, and any step can be gone back to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from bot.core import reading
from bot.core.errors import Rule
from bot.core.workshop_words import with_text

STEPS = (
    "title", "about", "place", "step_free", "starts", "ends", "seats", "booking", "closes", "public_value",
    "interpreters", "creche", "fixed", "open", "money", "deadline", "contact",
)  # fmt: skip
TYPED = {
    "title": "title", "about": "about", "place": "place.name", "public_value": "signup.public_value",
    "fixed": "fixed", "open": "open", "money": "money.text", "deadline": "deadline.text",
}  # fmt: skip
"""Steps that are answered in words, and where the words stand."""
OPTIONAL = frozenset({"about", "public_value"})
_ONLY_DRAW = frozenset({"closes", "public_value"})
_TITLE_MAX, _TEXT_MAX = 80, 600
_CLOSING_HOUR = time(18)
_LONGEST = timedelta(hours=14)
"""A workshop ends on the day it begins, or soon after midnight."""


def steps(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """All steps that are asked for this workshop."""
    return tuple(step for step in STEPS if settings.get("booking") == "draw" or step not in _ONLY_DRAW)


def following(settings: Mapping[str, Any], seen: Sequence[str]) -> str:
    """The first step not answered or skipped yet; "" where all are."""
    return next((step for step in steps(settings) if step not in seen), "")


def before(settings: Mapping[str, Any], step: str) -> str:
    """The step before; the first one stays."""
    asked = steps(settings)
    at = asked.index(step) if step in asked else len(asked)
    return asked[max(0, at - 1)]


def take(
    settings: Mapping[str, Any], step: str, said: str, language: str, now: datetime, most_seats: int
) -> dict[str, Any]:
    """The settings with an answer put in. `now` is what the clock on the wall shows (naive).

    Raises Rule("plan.unclear") where it is no answer to this step, and others that say what does not fit.
    """
    said = said.strip()
    if step in TYPED:
        words = " ".join(reading.clean(said).split()) if step == "title" else reading.clean(said)
        most = _TITLE_MAX if step == "title" else _TEXT_MAX
        if not any(letter.isalnum() for letter in words):
            raise Rule("plan.unclear")
        if len(words) > most:
            raise Rule("plan.too_long", most=most)
        return with_text(settings, TYPED[step], language, words)
    match step:
        case "step_free":
            return {**settings, "place": {**settings.get("place", {}), "step_free": _yes(said)}}
        case "starts":
            return _starting(settings, _moment(said, now), now)
        case "ends":
            return _ending(settings, said)
        case "seats":
            return {**settings, "seats": _seats(said, most_seats)}
        case "booking" if said in ("draw", "first_come"):
            return {**settings, "booking": said}
        case "closes":
            return _closing(settings, said, now)
        case "interpreters":
            return _needs(settings, "interpreters", _toggled(settings, said))
        case "creche":
            return _needs(settings, "creche", _yes(said))
        case "contact":
            name, _, reach = reading.clean(said).partition(",")
            if not any(letter.isalnum() for letter in name):
                raise Rule("plan.unclear")
            return {
                **settings,
                "contact": {"name": name.strip()[:_TEXT_MAX], "reach": (reach or name).strip()[:_TEXT_MAX]},
            }
        case _:
            raise Rule("plan.unclear")


def _yes(said: str) -> bool:
    if said not in ("y", "n"):
        raise Rule("plan.unclear")
    return said == "y"


def _seats(said: str, most: int) -> int:
    number = reading.whole(said)
    if number is None or not 1 <= number <= most:
        raise Rule("workshop.seats_odd", most=most)
    return number


def _moment(said: str, now: datetime) -> datetime:
    """A moment as a button carries it (202611271830), or a date and a time typed: "27/11/2026 18:30"."""
    if said.isdecimal() and len(said) == 12:
        try:
            return datetime.strptime(said, "%Y%m%d%H%M")  # noqa: DTZ007  wall time
        except ValueError:
            raise Rule("plan.unclear") from None
    date, _, clock = said.rpartition(" ")
    day, hour = reading.day(date, now.date()), reading.clock(clock)
    if day is None or hour is None:
        raise Rule("plan.unclear")
    return datetime.combine(day, hour)


def _starting(settings: Mapping[str, Any], starts: datetime, now: datetime) -> dict[str, Any]:
    """Another start keeps the length; what no longer fits is asked again by the caller."""
    if starts <= now:
        raise Rule("workshop.past")
    made = {**settings, "starts": _text(starts)}
    if settings.get("starts") and settings.get("ends"):
        length = datetime.fromisoformat(settings["ends"]) - datetime.fromisoformat(settings["starts"])
        made["ends"] = _text(starts + length)
    return made


def _ending(settings: Mapping[str, Any], said: str) -> dict[str, Any]:
    """So many minutes after the start ("m150"), or a time typed ("20:30")."""
    starts = datetime.fromisoformat(settings["starts"])
    if said[:1] == "m" and said[1:].isdecimal():
        ends = starts + timedelta(minutes=min(int(said[1:]), 24 * 60))
    else:
        clock = reading.clock(said)
        if clock is None:
            raise Rule("plan.unclear")
        ends = datetime.combine(starts.date(), clock)
        if ends <= starts:
            ends += timedelta(days=1)
    if not timedelta() < ends - starts <= _LONGEST:
        raise Rule("plan.too_long_day")
    return {**settings, "ends": _text(ends)}


def _closing(settings: Mapping[str, Any], said: str, now: datetime) -> dict[str, Any]:
    """So many days before, at six in the evening ("d7"), or a date and a time typed."""
    starts = datetime.fromisoformat(settings["starts"])
    if said[:1] == "d" and said[1:].isdecimal():
        closes = datetime.combine(starts.date() - timedelta(days=min(int(said[1:]), 365)), _CLOSING_HOUR)
    else:
        closes = _moment(said, now)
    if not now < closes < starts:
        raise Rule("plan.closes_odd")
    return {**settings, "signup": {**settings.get("signup", {}), "closes": _text(closes)}}


def _toggled(settings: Mapping[str, Any], said: str) -> list[str]:
    """The wanted state ("+so", "-so"), so that a double tap does no harm; or "ok": as it is."""
    chosen = list(settings.get("needs", {}).get("interpreters", ()))
    code = said[1:]
    if said == "ok":
        return chosen
    if said[:1] not in ("+", "-") or not code.isalpha() or len(code) > 3:
        raise Rule("plan.unclear")
    return sorted({*chosen, code}) if said[0] == "+" else [one for one in chosen if one != code]


def _needs(settings: Mapping[str, Any], key: str, value: object) -> dict[str, Any]:
    return {**settings, "needs": {**settings.get("needs", {}), key: value}}


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
