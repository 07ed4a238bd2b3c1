"""What holds for champions' messages to many: allowance, approval, whom they may reach, and what is shown of how many.

Pure: the instants and the rules' numbers (content/policy.toml, [broadcast.*] and [elections.*]) are handed in.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from bot.core.elections import Period, blocking
from bot.core.errors import Rule
from bot.core.working_days import later

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bot.core.audience import Audience


@dataclass(frozen=True, slots=True)
class Rules:
    """The policy's numbers on broadcasts. `grounds` are the only ones on which a message may be refused."""

    per_week: int
    window_days: int
    approval_above: int
    decide_days: int
    send_days: int
    text_max: int
    least: int
    """A section or area with fewer people is no audience; smaller counts are never shown."""
    round_to: int
    worn_times: int
    worn_days: int
    """Who was written to so often in so many days has been written to enough."""
    grounds: tuple[str, ...]
    holidays: frozenset[date]
    quiet_periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is kept beside a broadcast's state: why it was refused, why a pre-election period does not hold it, and
    (`areas`) whose champions may approve where officers stay silent.

    Counting looks at the whole town, so it is done outside the transactions of chats and kept: of the audience
    `counted` (its JSON) there were `count` people at `counted_at` (UTC milliseconds), `worn` of them written to enough.
    """

    ground: str = ""
    words: str = ""
    override: str = ""
    areas: tuple[str, ...] = ()
    counted: str = ""
    counted_at: int = 0
    count: int = 0
    worn: int = 0


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many messages a champion has sent in the window, how many are left, and when the next place is free again
    (None while one is left)."""

    used: int
    left: int
    next: datetime | None


def remarks(text: str) -> Remarks:
    """Read what `noted` wrote; "" is nothing noted. Raises KeyError for what nobody notes."""
    given = json.loads(text or "{}")
    if unknown := set(given) - {field.name for field in fields(Remarks)}:
        raise KeyError(*sorted(unknown))
    return Remarks(**{**given, "areas": tuple(given.get("areas", ()))})


def noted(what: Remarks) -> str:
    """Write as JSON; what is empty is left out."""
    return json.dumps({key: value for key, value in asdict(what).items() if value}, sort_keys=True, ensure_ascii=False)


def is_counted(what: Remarks, audience: str, now: datetime) -> bool:
    """Whether the people of an audience were counted, and not longer than a day ago."""
    fresh = timedelta(days=1) > now - datetime.fromtimestamp(what.counted_at / 1000, tz=now.tzinfo)
    return bool(what.counted_at) and what.counted == audience and fresh


def allowance(sent: Sequence[datetime], now: datetime, rules: Rules) -> Allowance:
    """What may still be sent, from the instants at which messages were sent (or approval was asked)."""
    window = timedelta(days=rules.window_days)
    recent = sorted(at for at in sent if at > now - window)
    left = max(0, rules.per_week - len(recent))
    return Allowance(len(recent), left, None if left else recent[-rules.per_week] + window)


def decide_by(asked: datetime, rules: Rules) -> datetime:
    """Until when officers may refuse; `asked` in the borough's wall time."""
    return later(asked, rules.decide_days, rules.holidays)


def held_by(rules: Rules, now: datetime, what: Remarks) -> Period | None:
    """The pre-election period that holds a message back at a wall time; None where an officer overrode it."""
    return None if what.override else blocking(rules.quiet_periods, now.date())


def permitted(audience: Audience, area: str, single: Collection[str], own_source: int) -> bool:
    """Whether a champion may write to these people. `single` are the areas that the role for `area` holds.

    Those who came by their own link, wherever they live; otherwise people of their own area only. Nobody by a list, by
    what they answered or asked for, or by role.
    """
    if audience.took_part or audience.booked or audience.theme or audience.role:
        return False
    if audience.source and audience.source != own_source:
        return False
    if not set(audience.areas) <= set(single):
        return False
    return bool(audience.source or audience.areas or not area)


def profiled(audience: Audience) -> bool:
    """Whether people are chosen by what they said of themselves, so that a small group must not be one."""
    return bool(audience.areas or audience.sections)


def enough(audience: Audience, count: int, rules: Rules) -> None:
    """Raise Rule where nobody would get it, or where so few share what they are chosen by that they are no audience."""
    if profiled(audience) and count < rules.least:
        raise Rule("broadcast.too_few", least=rules.least)
    if not count:
        raise Rule("broadcast.nobody")


def rounded(count: int, rules: Rules) -> int:
    """A count as it may be shown: 0 for fewer than the least, else the nearest multiple of the step."""
    return 0 if count < rules.least else (count + rules.round_to // 2) // rules.round_to * rules.round_to


def part(count: int, of: int) -> str:
    """How many of an audience, in a word: none, some, half, most."""
    if not count or not of:
        return "none"
    share = count / of
    return "some" if share < 1 / 3 else "half" if share < 2 / 3 else "most"  # thirds: nothing finer can be told


def text_for(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """(words, their language) for a reader: in the reader's language, else the first that was written."""
    read = language if texts.get(language) else next(iter(texts), "")
    return texts.get(read, ""), read


def written(text: str, rules: Rules) -> str:
    """A champion's words as kept. Raises Rule("broadcast.empty") or Rule("broadcast.too_long")."""
    bare = text.strip()
    if not bare:
        raise Rule("broadcast.empty")
    if len(bare) > rules.text_max:
        raise Rule("broadcast.too_long", most=rules.text_max, count=len(bare))
    return bare
