"""From a line of a screen to words in the reader's language, with the directions of writing kept apart.

In a right-to-left message every paragraph begins with right-to-left writing: where its first letter is of another
direction, U+200F stands before it and the foreign words are isolated between U+2068 and U+2069. Values inside a
sentence are isolated by the voice itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from bot.core.screen import Line, Plain, Say
from bot.ports import Voice

RIGHT_TO_LEFT_MARK = "\u200f"
_ISOLATE, _POP = "\u2068", "\u2069"
_STRONG = {"L": False, "R": True, "AL": True}


class Wording:
    """Words lines by one voice."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def inline(self, line: Line, language: str) -> str:
        """The words of a line where it stands among others (a button, a toast, a value); no direction marks added."""
        if isinstance(line, Plain):
            return line.text
        values = self._values(line, language) if line.values else line.values
        return self._voice.say(line.code, language, values, line.n)

    def paragraph(self, line: Line, language: str, number: int | None = None) -> str:
        """The words of a line as a paragraph of its own, numbered where a number is given."""
        text = line.text if isinstance(line, Plain) else self.inline(line, language)
        if not self._voice.right_to_left(language):
            return text if number is None else f"{number}. {text}"
        if begins_right_to_left(text):
            return text if number is None else f"{number}. {text}"
        isolated = "\n".join(f"{_ISOLATE}{part}{_POP}" if part else part for part in text.split("\n"))
        return RIGHT_TO_LEFT_MARK + (isolated if number is None else f"{number}. {isolated}")

    def chosen(self, label: str, language: str) -> str:
        """The label of a button that is chosen."""
        return self._voice.say("button.chosen", language, {"label": label})

    def _values(self, say: Say, language: str) -> Mapping[str, object]:
        return {name: self._value(value, language) for name, value in say.values.items()}

    def _value(self, value: str | float | Say | Plain, language: str) -> str | int:
        if isinstance(value, Say | Plain):
            return self.inline(value, language)
        return f"{value:g}" if isinstance(value, float) else value


def begins_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is of a right-to-left script (an isolate counts as what it holds)."""
    for character in text:
        strong = _STRONG.get(unicodedata.bidirectional(character))
        if strong is not None:
            return strong
    return False
