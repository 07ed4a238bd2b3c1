"""Words that people type instead of tapping, from the voice: a new language brings its own without any code."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.catalog.voice import Voice
from bot.core.lexicon import LEXICON
from bot.core.reading import plain

_COMMAS = re.compile("[,،]")
_SAID = {"yes": ("words.yes", "button.yes"), "no": ("words.no", "button.no"), "skip": ("skip",), "back": ("back",)}
"""What is typed -> sentences that hold words for it, separated by commas."""


def typed_words(voice: Voice) -> Mapping[str, frozenset[str]]:
    """The engine's own table, and the words of every enabled language."""
    said = {
        meaning: frozenset(
            plain(word)
            for language in voice.languages
            for code in codes
            for word in _COMMAS.split(voice.say(code, language))
        )
        for meaning, codes in _SAID.items()
    }
    return {meaning: words | said.get(meaning, frozenset()) for meaning, words in LEXICON.items()}
