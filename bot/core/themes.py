"""What a person asked to hear of: themes, each in the same areas ("" is everywhere)."""

from __future__ import annotations

from collections.abc import Iterable

EVERYWHERE = ""


def chosen(interests: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The themes of (theme, area) pairs."""
    return frozenset(theme for theme, _ in interests)


def wanted(themes: Iterable[str], areas: Iterable[str]) -> frozenset[tuple[str, str]]:
    """The pairs that say: these themes in these areas; without an area, everywhere."""
    where = frozenset(areas) or frozenset({EVERYWHERE})
    return frozenset((theme, area) for theme in themes for area in where)
