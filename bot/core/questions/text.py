"""Free text, or a voice note in its place."""

from __future__ import annotations

from bot.core.free_text import read_words, words_of
from bot.core.inputs import Input
from bot.core.question import Ask, Asked, Face, Outcome
from bot.core.screen import Line


class Text(Asked):
    """Typed words, cleaned; a voice note is kept by its reference."""

    name = "text"
    open_words = True

    def show(self, ask: Ask) -> Face:
        """Nothing below the label: people type."""
        _ = self, ask
        return Face()

    def read(self, ask: Ask, given: Input) -> Outcome:
        """Take words or voice."""
        _ = ask
        return read_words(given, digits_only="numbers" in ask.question.appearance)

    def in_words(self, ask: Ask, value: str) -> Line:
        """The person's own words."""
        _ = self, ask
        return words_of(value)
