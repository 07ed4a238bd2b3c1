"""What people did, noted by whoever made them do it: half of what the checker reads."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Titles = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Did:
    """One doing: `what` is "language", "stop", "choice", "block", "began", "took_part", "place" …; `value` says more."""

    at: datetime
    chat: int
    what: str
    value: Any = ""


@dataclass
class Diary:
    """Doings in their order, and the titles (by language) under which people read of each thing."""

    titles: Titles = field(default_factory=dict)
    all: list[Did] = field(default_factory=list)
    _by: dict[tuple[int, str], list[Did]] = field(default_factory=lambda: defaultdict(list))

    def note(self, at: datetime, chat: int, what: str, value: Any = "") -> None:
        """Doings of a person are noted in the order of time."""
        did = Did(at, chat, what, value)
        self.all.append(did)
        self._by[chat, what].append(did)

    def of(self, what: str) -> list[Did]:
        """All of one kind."""
        return [did for did in self.all if did.what == what]

    def at(self, chat: int, what: str, instant: datetime, otherwise: Any) -> Any:
        """The last value noted by then."""
        noted = self._by.get((chat, what), [])
        place = bisect_right(noted, instant, key=lambda did: did.at)
        return noted[place - 1].value if place else otherwise

    def values(self, chat: int, what: str, by: datetime | None = None) -> list[Any]:
        """All values noted (by then)."""
        return [did.value for did in self._by.get((chat, what), []) if by is None or did.at <= by]

    def holds(self, chat: int, key: str, by: datetime) -> bool:
        """Whether a place at a workshop was taken and not given back by then."""
        last = [held for (name, held) in self.values(chat, "place", by) if name == key]
        return bool(last and last[-1])

    def within(self, chat: int, what: str, begins: datetime, ends: datetime) -> list[Any]:
        """The values that held at some instant of a stretch of time: the one at its beginning and all noted in it."""
        first = self.at(chat, what, begins, None)
        later = [did.value for did in self._by.get((chat, what), []) if begins < did.at <= ends]
        return [*([] if first is None else [first]), *later]
