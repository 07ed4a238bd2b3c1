"""By which words a reader knows what kind of message it is: read from the language files, not from the bot."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = Path(__file__).parents[2] / "content" / "languages"
KINDS: dict[str, tuple[str, ...]] = {
    "broadcast": ("broadcast.from",),
    "nudge": ("nudge.title",),
    "result": ("result.title",),
    "we_did": ("we_did.title",),
    "notice": ("notice.because",),
    "reminder": ("reminder.title",),
    "moved": ("moved.title",),
    "called_off": ("called_off.title",),
    "drawn": ("letter.drawn",),
    "not_drawn": ("letter.not_drawn",),
    "offer": ("offer.title",),
    "place_lost": ("letter.place_lost",),
    "feedback": ("feedback.title",),
    "asked": ("approve.title",),
    "draw_waits": ("draw.stuck", "draw.wants_value"),
    "role_waits": ("role_waits.title",),
    "decided": ("decided.yes", "decided.waits", "decided.no"),
    "role_confirmed": ("role_confirmed.yes", "role_confirmed.no"),
}
"""Sentences of which any one marks a message of this kind."""
UNASKED = frozenset({"broadcast", "nudge"})
SERVICE = frozenset(
    {"result", "we_did", "notice", "moved", "called_off", "drawn", "not_drawn", "offer", "place_lost", "feedback"}
)
APPOINTED = frozenset({"reminder"})
DUTY = frozenset({"asked", "role_waits", "draw_waits"})
CONFIRMATION = frozenset({"decided", "role_confirmed"})
_ISOLATES = re.compile("[\u2066-\u2069\u200e\u200f]")
_GAP = re.compile(r"\\\{(\w+)\\\}")


@cache
def sentences(language: str) -> dict[str, str]:
    """Code -> words."""
    with (LANGUAGES / f"{language}.po").open("rb") as file:
        catalogue = read_po(file)
    return {one.id: _ISOLATES.sub("", str(one.string)) for one in catalogue if one.id and isinstance(one.id, str)}


@cache
def patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(kind, what its words look like in this language); `title` is a group where the sentence names something."""
    known = sentences(language)
    return tuple((kind, _pattern(known[code])) for kind, codes in KINDS.items() for code in codes if code in known)


def kinds(text: str, language: str) -> dict[str, str]:
    """The kinds of message that a text holds in this language, each with the title it names."""
    found: dict[str, str] = {}
    for kind, pattern in patterns(language):
        for hit in pattern.finditer(text):
            found.setdefault(kind, hit.groupdict().get("title") or "")
    return found


def _pattern(sentence: str) -> re.Pattern[str]:
    escaped, seen = re.escape(sentence), set()

    def gap(hit: re.Match[str]) -> str:
        name = hit[1]
        if name != "title" or name in seen:
            return ".+"
        seen.add(name)
        return "(?P<title>.+)"

    return re.compile("^" + _GAP.sub(gap, escaped) + "$", re.MULTILINE)
