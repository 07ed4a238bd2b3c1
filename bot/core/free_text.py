"""A person's own words: what may be typed or spoken where free text is asked."""

from __future__ import annotations

from bot.core.inputs import Input, Sent, Typed
from bot.core.question import Outcome, Refused, Value
from bot.core.reading import clean, digits
from bot.core.screen import Line, Plain, Say

MOST_LETTERS = 4_000


def read_words(given: Input, *, digits_only: bool = False) -> Outcome:
    """Take typed words (cleaned, at most 4,000 characters) or a voice note, kept as "voice:<reference>"."""
    if isinstance(given, Sent) and given.kind in ("voice", "audio"):
        return Value(f"voice:{given.reference}")
    if not isinstance(given, Typed):
        return Refused(Say("text.words"))
    text = clean(given.text)
    if digits_only:
        text = digits(text).replace(" ", "")
    if not text:
        return Refused(Say("text.empty"))
    if len(text) > MOST_LETTERS:
        return Refused(Say("text.long", {"most": MOST_LETTERS, "count": len(text)}))
    return Value(text)


def words_of(value: str) -> Line:
    """Show words as they were typed; a voice note by its name."""
    return Say("answer.voice") if value.startswith("voice:") else Plain(value)
