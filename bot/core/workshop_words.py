"""The words of a workshop, by language: which there are, and which a language lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

TEXTS = ("title", "about", "place.name", "fixed", "open", "money.text", "deadline.text", "signup.public_value")
"""Where a workshop's settings hold words by language, in the order in which they are asked for."""


def texts_at(settings: Mapping[str, Any], path: str) -> Mapping[str, str]:
    """The words at "money.text" by language; nothing where there are none."""
    found: Any = settings
    for step in path.split("."):
        found = found.get(step, {}) if isinstance(found, Mapping) else {}
    return found if isinstance(found, Mapping) else {}


def with_text(settings: Mapping[str, Any], path: str, language: str, words: str) -> dict[str, Any]:
    """The settings with these words put in."""
    first, _, rest = path.partition(".")
    inside = settings.get(first) or {}
    return {**settings, first: with_text(inside, rest, language, words) if rest else {**inside, language: words}}


def gaps(settings: Mapping[str, Any], languages: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """By language, what it has no words for though another one has; languages without a gap are left out."""
    said = [(path, texts_at(settings, path)) for path in TEXTS]
    missing = {
        language: tuple(path for path, texts in said if texts and language not in texts) for language in languages
    }
    return {language: paths for language, paths in missing.items() if paths}
