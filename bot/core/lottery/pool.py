"""People gathered by profile: whoever is alike for every target is one profile, with a size.

A profile holds per attribute the place of the target its person counts for, or one of two marks. Targets and people
are sorted first, so that their order in a file cannot change who is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.core.lottery.panel import Target

NOT_STATED = -1
NO_TARGET = -2
"""Stated, but a code that no target names: it counts nowhere and gives no claim to the floor."""

Profile = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """Sorted targets; profiles, each with its ids, in one fixed order."""

    targets: tuple[Target, ...]
    profiles: tuple[Profile, ...]
    members: tuple[tuple[str, ...], ...]

    @property
    def people(self) -> int:
        """How many asked for a place."""
        return sum(len(ids) for ids in self.members)

    def unstated(self) -> tuple[bool, ...]:
        """Per profile: did they leave anything out?"""
        return tuple(NOT_STATED in profile for profile in self.profiles)

    def having(self, target: int) -> tuple[int, ...]:
        """The profiles that count for a target."""
        return tuple(place for place, profile in enumerate(self.profiles) if target in profile)


def gather(people: Mapping[str, Mapping[str, str]], targets: Iterable[Target]) -> Pool:
    """Sort people into profiles. Raises ValueError on targets that contradict themselves."""
    ordered = tuple(sorted(targets, key=lambda target: (target.attribute, target.code)))
    places = {(target.attribute, target.code): place for place, target in enumerate(ordered)}
    if len(places) < len(ordered):
        raise ValueError("two targets are for the same code")
    for target in ordered:
        if not target.code:
            raise ValueError(f"a target of {target.attribute} has no code")
        if not 0 <= target.least <= target.most:
            raise ValueError(f"{target.attribute},{target.code}: 0 <= min <= max does not hold")
    attributes = sorted({target.attribute for target in ordered})
    found: dict[Profile, list[str]] = {}
    for person in sorted(people):
        codes = [(name, people[person].get(name, "")) for name in attributes]
        profile = tuple(places.get(pair, NO_TARGET) if pair[1] else NOT_STATED for pair in codes)
        found.setdefault(profile, []).append(person)
    profiles = tuple(sorted(found))
    return Pool(ordered, profiles, tuple(tuple(found[profile]) for profile in profiles))
