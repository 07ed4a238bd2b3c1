"""Cutting words to what a message holds, counted in UTF-16 units as the messenger does.

Cuts fall, in this order of liking, at a blank line, a line's end, a sentence's end, a blank; never inside a surrogate
pair, and never inside a grapheme where there is any choice.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

MESSAGE, CAPTION, TOAST, LABEL = 4096, 1024, 200, 60
_BORDERS = (("\n\n",), ("\n",), (". ", "؟ ", "? ", "! ", "। "), (" ",))
_GRAPHEME = regex.compile(r"\X")


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(text: str, room: int) -> Iterator[str]:
    """The text in parts of at most `room` units each, none of them blank."""
    while units(text) > room:
        head = _head(text, room)
        cuts = [max((head.rfind(b) + len(b) for b in borders if b in head), default=0) for borders in _BORDERS]
        # A border in the first half would leave messages nearly empty: then the next kind is looked for.
        cut = next((found for found in cuts if found >= len(head) // 2), max(cuts))
        if cut <= 0:
            cut = _whole_graphemes(text, len(head))
        if part := text[:cut].strip():
            yield part
        text = text[cut:].lstrip()
    if text := text.strip():
        yield text


def trimmed(text: str, room: int) -> str:
    """The text, ended with … where it is longer than `room` units."""
    if units(text) <= room:
        return text
    head = _head(text, room - 1)
    return text[: _whole_graphemes(text, len(head))].rstrip() + "…"


def label(text: str, graphemes: int = LABEL) -> str:
    """A button's words on one line, of at most so many graphemes, ended with … where there were more."""
    if "\n" in text or "  " in text or text != text.strip():
        text = " ".join(text.split())
    if len(text) <= graphemes:
        return text
    parts = _GRAPHEME.findall(text)
    return text if len(parts) <= graphemes else "".join(parts[: graphemes - 1]).rstrip() + "…"


def _head(text: str, room: int) -> str:
    """The longest beginning of at most `room` units; both halves of a pair or none."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * room].decode("utf-16-le", "ignore")


def _whole_graphemes(text: str, length: int) -> int:
    """At most `length` characters, moved back to a grapheme's border (a grapheme of more than 40 is cut)."""
    last = 0
    start = max(0, length - 40)
    for match in _GRAPHEME.finditer(text, start):
        if match.end() > length:
            break
        last = match.end()
    return last or max(1, length)
