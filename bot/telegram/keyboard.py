"""A screen's buttons as an inline keyboard: at most 8 in a row and 100 in all, their words unique and short."""

from __future__ import annotations

from typing import Any

from bot.core.screen import Button, Link, Plain
from bot.telegram.codec import Codec
from bot.telegram.split import LABEL, label
from bot.telegram.wording import Wording

IN_ROW, IN_ALL = 8, 100


class Keyboards:
    """Builds keyboards whose data is signed for one chat and session."""

    def __init__(self, wording: Wording, codec: Codec) -> None:
        self._wording = wording
        self._codec = codec

    def build(
        self, rows: tuple[tuple[Button, ...], ...], language: str, session: int, chat_hash: bytes
    ) -> dict[str, Any]:
        """The reply_markup of a message. Raises `ValueError` for a press that does not fit 64 bytes."""
        taken: set[str] = set()
        keyboard: list[list[dict[str, str]]] = []
        left = IN_ALL
        for row in rows:
            for start in range(0, len(row), IN_ROW):
                if part := row[start : start + min(IN_ROW, left)]:
                    keyboard.append([self._button(b, language, session, chat_hash, taken) for b in part])
                    left -= len(part)
        return {"inline_keyboard": keyboard}

    def _button(self, button: Button, language: str, session: int, chat_hash: bytes, taken: set[str]) -> dict[str, str]:
        line = button.label
        words = label(line.text if isinstance(line, Plain) else self._wording.inline(line, language)) or "…"
        if button.chosen:
            words = label(self._wording.chosen(words, language))
        if words in taken:
            words = _unique(words, taken)
        taken.add(words)
        if isinstance(button.press, Link):
            return {"text": words, "url": button.press.url}
        return {"text": words, "callback_data": self._codec.encode(button.press, session, chat_hash)}


def _unique(words: str, taken: set[str]) -> str:
    """Two long labels may be the same once trimmed: the second gets a number, so that their words differ."""
    found, count = words, 1
    while found in taken:
        count += 1
        ending = f" ({count})"
        found = label(words, LABEL - len(ending)) + ending
    return found
