"""Places at a workshop: for how long one is held or offered, the code at the door, and needs as data and as totals."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from bot.core import wall
from bot.core.form import Form
from bot.core.workshops import Workshop

CODE_LETTERS = "ACDEFHJKLMNPQRTUVWXY3479"
"""Of no two that look or sound alike in print or handwriting (0 O, 1 I, 2 Z, 5 S, 6 G, 8 B are left out)."""
CODE_LENGTH = 6
_SEVERAL = {"select_multiple", "rank"}
_WORDS = {"text", "own_words", "audio"}
_BESIDE = ("#missing", "_other")
"""Own words beside a closed list are kept under the list's name and one of these."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which terms places are given: numbers of the policy as they were when the workshop opened.

    A place is held for `hold_minutes` while somebody signs up. An offer lasts as long as the workshop says, or
    `late_hours` where less than `late_from_hours` are left; it is made, and runs out, only from `day_from` to
    `day_until` (hours on the wall): what would run out at night runs out in the morning, before which nobody else could
    be asked. A draw waits `value_hours` for its public value.
    """

    hold_minutes: int
    late_from_hours: int
    late_hours: int
    day_from: int
    day_until: int
    value_hours: int
    kept_days: int


@dataclass(frozen=True, slots=True)
class Offer:
    """When an offer is made and by when it is to be answered (UTC); `late` where the workshop is near."""

    made: datetime
    until: datetime
    late: bool


def terms_text(terms: Terms) -> str:
    """As JSON."""
    return json.dumps(asdict(terms), sort_keys=True, separators=(",", ":"))


def terms_of(text: str) -> Terms:
    """The terms of `terms_text`."""
    return Terms(**json.loads(text))


def offer(workshop: Workshop, terms: Terms, now: datetime) -> Offer | None:
    """How a place that is free now is offered; None where the workshop begins before anybody could be asked."""
    made = _by_day(now, workshop.zone, terms)
    if made >= workshop.begins:
        return None
    late = workshop.begins - made < timedelta(hours=terms.late_from_hours)
    hours = min(terms.late_hours, workshop.offer_hours) if late else workshop.offer_hours
    over = _by_day(made + timedelta(hours=hours), workshop.zone, terms)
    return Offer(made, min(over, workshop.begins), late)


def _by_day(now: datetime, zone: str, terms: Terms) -> datetime:
    shown = wall.shown(now, zone)
    if terms.day_from <= shown.hour < terms.day_until:
        return now
    morning = shown.replace(hour=terms.day_from, minute=0, second=0, microsecond=0)
    if shown.hour >= terms.day_until:
        morning += timedelta(days=1)
    return wall.instant(morning, zone)


def code_of(number: int) -> str:
    """A check-in code from random bits: six letters and digits without look-alikes."""
    letters = []
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[place])
    return "".join(letters)


def needs_text(answers: Iterable[tuple[str, str]]) -> str:
    """What the booking form was told, as JSON {question name: value}; what was skipped is left out."""
    told = {path.rsplit("/", 1)[-1]: value for path, value in answers if value}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Needs:
    """What the organiser has to provide: how often each code was given, by question; numbers added up, by question;
    own words without their people, in alphabetical order."""

    codes: Mapping[str, Sequence[tuple[str, int]]]
    sums: Mapping[str, int]
    words: Sequence[str]


def add_up(form: Form, told: Iterable[str]) -> Needs:
    """Totals of several people's needs (JSON of `needs_text`), in the form's order. Nobody's needs stand together."""
    codes: dict[str, Counter[str]] = {}
    sums: Counter[str] = Counter()
    words: list[str] = []
    kinds = {question.name: question for question in form.questions()}
    for one in told:
        for name, value in json.loads(one or "{}").items():
            question = kinds.get(name)
            if name.endswith(_BESIDE) or (question is not None and question.kind in _WORDS):
                words.append(value)
            elif question is None:
                continue
            elif question.choices:
                given = value.split() if question.kind in _SEVERAL else [value]
                codes.setdefault(name, Counter()).update(given)
            elif value.isdecimal():
                sums[name] += int(value)
    ordered = {
        name: [(c.code, codes[name][c.code]) for c in form.lists.get(question.choices, ()) if codes[name][c.code]]
        for name, question in kinds.items()
        if name in codes
    }
    return Needs(ordered, {name: sums[name] for name in kinds if name in sums}, sorted(words))
