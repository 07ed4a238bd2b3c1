"""The delivery log as letters: what each message to others was, by its words in the language its reader had chosen."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tests.ninety_days import wording
from tests.ninety_days.clock import ZONE
from tests.ninety_days.diary import Diary
from tests.ninety_days.log import Log

_TAG = re.compile(r"\b[BNW]\d{4}\b")


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one person; a bundle holds several kinds. `titles` is what each kind names."""

    at: datetime
    chat: int
    titles: Mapping[str, str]
    tags: tuple[str, ...]
    text: str

    @property
    def kinds(self) -> frozenset[str]:
        """What it holds."""
        return frozenset(self.titles)

    @property
    def class_(self) -> str:
        """By what it goes: the least bound kind that it holds takes the others along."""
        for name, kinds in (
            ("confirmation", wording.CONFIRMATION),
            ("appointed", wording.APPOINTED),
            ("duty", wording.DUTY),
            ("service", wording.SERVICE),
            ("unasked", wording.UNASKED),
        ):
            if self.kinds & kinds:
                return name
        return "unknown"

    @property
    def day(self) -> date:
        """The local day."""
        return self.at.astimezone(ZONE).date()


class Reading:
    """All letters in the order of time, and each person's. What answers a person's own doing is no letter."""

    def __init__(self, log: Log, diary: Diary) -> None:
        self.diary, self.tried = diary, log.tried
        self.letters: list[Letter] = []
        for one in log.delivered:
            if not one.reply and one.text:
                language = diary.at(one.chat, "language", one.at, otherwise="en")
                found = wording.kinds(one.text, language)
                self.letters.append(
                    Letter(one.at, one.chat, found, tuple(dict.fromkeys(_TAG.findall(one.text))), one.text)
                )
        self.by_chat: dict[int, list[Letter]] = defaultdict(list)
        for letter in self.letters:
            self.by_chat[letter.chat].append(letter)
        self._keys = {title: key for key, titles in diary.titles.items() for title in titles.values()}

    def about(self, letter: Letter, kind: str) -> str:
        """The survey or workshop that a kind of letter names."""
        return self._keys.get(letter.titles.get(kind, ""), "")

    def of(self, kind: str, key: str = "") -> list[Letter]:
        """Letters of a kind, about one thing where it is named."""
        return [each for each in self.letters if kind in each.kinds and key in ("", self.about(each, kind))]

    def tagged(self, tag: str) -> list[Letter]:
        """Letters with this tag."""
        return [letter for letter in self.letters if tag in letter.tags]

    def residents(self) -> list[int]:
        """Chats of residents."""
        return [did.chat for did in self.diary.of("kind") if did.value == "resident"]
