"""What a closed list lacks, in the person's own words: behind "something is missing" and "other"."""

from __future__ import annotations

from bot.core.free_text import read_words, words_of
from bot.core.inputs import Input
from bot.core.question import Ask, Asked, Face, Outcome
from bot.core.screen import Block, Line, Say


class OwnWords(Asked):
    """The engine's own question, asked right after the list."""

    name = "own_words"
    open_words = True

    def show(self, ask: Ask) -> Face:
        """The engine's own wording in place of a label."""
        code = "missing.ask" if ask.path.endswith("#missing") else "other.ask"
        return Face((Block("title", Say(code)),))

    def read(self, ask: Ask, given: Input) -> Outcome:
        """Take words or voice."""
        _ = self, ask
        return read_words(given)

    def in_words(self, ask: Ask, value: str) -> Line:
        """The person's own words."""
        _ = self, ask
        return words_of(value)
