"""Words that officers wrote in some languages: in the reader's where they did, else in one there is, which is said."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.screen import Block, Style
from handlers.visit import Office, para, words


def told(office: Office, texts: Mapping[str, str], language: str, style: Style = "body") -> tuple[Block, ...]:
    """The words, and a small line that names their language where it is not the reader's."""
    if not texts:
        return ()
    used = next((code for code in (language, "en") if texts.get(code)), next(iter(texts)))
    block = words(texts[used], style)
    if used == language:
        return (block,)
    return block, para("text.other_language", "small", language=office.voice.own_name(used))
