"""Who lives in the simulated borough, drawn from a seed: what each of them will do in ninety days."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.ninety_days.content import LANGUAGES, SURVEYS

THEMES = ("safety", "parks", "housing")
_READ = (70, 12, 8, 10)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a run is."""

    people: int
    champions: int
    days: int
    seed: int
    idle_hours: int = 1
    """How far the clock goes at most where nothing is due."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One resident. `surveys`: name -> (day of the survey on which it is begun, whether finished at once, day on which
    it is gone on with, 0 for never). `later`: what else is done, by day."""

    language: str
    champion: int
    """By whose link they come; -1 alone."""
    comes: int
    invite: str
    surveys: dict[str, tuple[int, bool, int]]
    themes: tuple[str, ...]
    later: dict[int, str]
    workshops: tuple[str, ...]


def draw(size: Size) -> list[Drawn]:
    """The same people for the same size and seed."""
    dice = Random(size.seed)
    return [_one(dice, size, number) for number in range(size.people)]


def _one(dice: Random, size: Size, number: int) -> Drawn:
    language = LANGUAGES[number % 4] if number < 8 else dice.choices(LANGUAGES, _READ)[0]
    surveys = {
        name: (dice.randint(1, 18), dice.random() < 0.75, dice.choice((0, 1, 4)))
        for name in SURVEYS
        if dice.random() < 0.7
    }
    comes = dice.choices((0, 1, 3, 7, 15, 33), (40, 20, 15, 10, 10, 5))[0]
    if number in _LEAVES:
        comes, surveys["street"] = 0, (2, False, 0)
    return Drawn(
        language,
        -1 if dice.random() < 0.1 else dice.randrange(size.champions),
        comes,
        dice.choice(("", "", "1", "1", "2")),
        surveys,
        tuple(theme for theme in THEMES if dice.random() < 0.2),
        _later(dice, size.days, _SURELY.get(number, dice.random())),
        tuple(key for key in ("clocks", "moved", "off", "lots") if dice.random() < 0.35),
    )


_LEAVES = (2, 6, 10)
"""These begin the first survey and leave it, before champions have written much."""
_SURELY = {3: 0.05, 5: 0.12, 7: 0.2, 9: 0.3, 11: 0.4, 13: 0.2}
"""However few people there are, one of them hears less, one only of what was booked, and so on: see below."""


def _later(dice: Random, days: int, throw: float) -> dict[int, str]:
    """Most do nothing of the kind; some hear less, stop, block or read another language, and some of them come back."""
    found: dict[int, str] = {}
    day = dice.randint(3, max(3, days // 2))
    back = min(days - 2, day + dice.randint(2, 25))
    if throw < 0.10:
        found[day] = "less"
    elif throw < 0.16:
        found[day] = "booked"
        if dice.random() < 0.5:
            found[back] = "usual"
    elif throw < 0.28:
        found[day] = dice.choice(("/stop", "stop", "basta"))
        if dice.random() < 0.6:
            found[back] = "start"
    elif throw < 0.36:
        found[day] = "block"
        if dice.random() < 0.6:
            found[back] = "unblock"
    elif throw < 0.44:
        found[day] = "speak " + dice.choice(LANGUAGES)
    return found
