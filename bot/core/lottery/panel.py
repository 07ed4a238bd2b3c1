"""Targets, panels, lotteries and what comes of them: data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

SCALE = 10**6
"""Weights of panels are whole numbers that add up to this."""


@dataclass(frozen=True, slots=True)
class Target:
    """Of the people drawn, at least `least` and at most `most` have this code."""

    attribute: str
    code: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Change:
    """One target's minimum to lower or maximum to raise: `now` as asked, `to` as would do."""

    attribute: str
    code: str
    side: Literal["min", "max"]
    now: int
    to: int


@dataclass(frozen=True, slots=True)
class Infeasible:
    """The targets cannot be kept together. The changes are a smallest set (units over all targets) that helps.

    `why` is "targets" where no panel at all keeps them, "not_stated" where panels do, but would leave people who did
    not state something under half the mean chance.
    """

    changes: tuple[Change, ...]
    why: Literal["targets", "not_stated"]


@dataclass(frozen=True, slots=True)
class Panel:
    """How many people of which profile (its place in `Lottery.members`), and how often out of `SCALE`."""

    takes: tuple[tuple[int, int], ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Lottery:
    """Everything but the seed. `members` are the ids per profile, sorted; `seats` are filled by every panel.

    `bound` is a proven upper limit on the smallest chance that any lottery could give everybody who can be drawn at
    all: it says how near this one is.
    """

    members: tuple[tuple[str, ...], ...]
    panels: tuple[Panel, ...]
    seats: int
    bound: float

    def chances(self) -> Mapping[str, Fraction]:
        """Each person's chance, exactly. They add up to the seats."""
        taken = [0] * len(self.members)
        for panel in self.panels:
            for place, count in panel.takes:
                taken[place] += panel.weight * count
        return {
            person: Fraction(taken[place], SCALE * len(people))
            for place, people in enumerate(self.members)
            for person in people
        }


@dataclass(frozen=True, slots=True)
class Draw:
    """Who was drawn (ids, sorted), everybody's chance beforehand, the lottery it was and its seed."""

    selected: tuple[str, ...]
    probabilities: Mapping[str, float]
    lottery: Lottery
    seed: str
