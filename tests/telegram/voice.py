"""A ten-line voice for tests of the edge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class Parrot:
    """Says the code itself with its values; Arabic is written from right to left."""

    languages: Sequence[str] = ("en", "ar")
    _words: Mapping[tuple[str, str], str] = {
        ("button.chosen", "en"): "✓ {label}",
        ("button.chosen", "ar"): "✓ {label}",
        ("hello", "en"): "Hello {name} <b>",
        ("hello", "ar"): "مرحبا {name}",
    }

    def say(self, code: str, language: str, values: Mapping[str, object] | None = None, n: int | None = None) -> str:
        words = self._words.get((code, language), code)
        return words.format_map({"n": n, **(values or {})})

    def own_name(self, language: str) -> str:
        return language

    def right_to_left(self, language: str) -> bool:
        return language == "ar"

    def reviewed(self, language: str) -> bool:
        return True
