"""A synthetic resident: reads each screen as a person would and presses or types something, by given dice.

It knows nothing of forms or data: only the labels it may meet (`Ways`), what it leans to (`leanings`: words of an
option -> weight, 1 where not named) and a few sentences for free text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from bot.playground.chat import Json
from bot.playground.people import Person
from bot.playground.refusal import Refused

_NUMBERED = re.compile(r"^\s*[\u2066-\u2069\u200e\u200f]*(\d+)[.)]\s+(.*?)[\u2066-\u2069]*$", re.MULTILINE)
_ISOLATES = re.compile("[\u2066-\u2069\u200e\u200f]")


@dataclass(frozen=True, slots=True)
class Ways:
    """Button labels in the resident's language: what leads on, what is passed over, what says that all is done."""

    onward: frozenset[str]
    """Pressed wherever they appear: Start, Yes 16 or older, Send, OK."""
    passed: frozenset[str]
    """Never pressed: Back, Talk to a person, Language …"""
    skip: str
    done: re.Pattern[str]
    """The Done button of a multiple choice, with its number."""
    over: str
    """The button of the last screen."""


@dataclass(slots=True)
class Resident:
    """One resident at one chat."""

    person: Person
    dice: Random
    ways: Ways
    leanings: Mapping[str, float] = field(default_factory=dict)
    typed: Sequence[tuple[str, str]] = ()
    """(marker, reply): where the marker stands on a screen, the reply is typed."""
    sentences: Sequence[str] = ()
    most_steps: int = 90
    _tries: int = 0
    _seen: int = 0

    async def take_part(self, payload: str = "") -> bool:
        """From the start parameter to the last screen; False where patience ran out before that."""
        await self.person.start(payload)
        for _ in range(self.most_steps):
            message = await self.person.wait_for(lambda one: bool(_labels(one)), 30)
            if self.ways.over in _labels(message):
                return True
            self._tries = self._tries + 1 if message["message_id"] == self._seen else 0
            self._seen = message["message_id"]
            try:
                await self._step(message)
            except Refused:  # the keyboard changed under the finger: look again
                continue
        return False

    async def _step(self, message: Json) -> None:
        labels = _labels(message)
        for label in labels:
            if label in self.ways.onward:
                await self._press(message, label)
                return
        options = [
            one
            for one in labels
            if one not in self.ways.passed and one != self.ways.skip and not self.ways.done.search(one)
        ]
        done = [one for one in labels if self.ways.done.search(one)]
        named = dict(_NUMBERED.findall(_ISOLATES.sub("", message.get("text", ""))))
        if options:
            if done and (self._tries >= 3 or (self._tries and self.dice.random() < 0.5)):
                await self._press(message, done[0])
                return
            weights = [self._weight(named.get(one, one)) for one in options]
            if known := self._known(message):
                await self.person.say(known)
            elif sum(weights) > 0:
                await self._press(message, self.dice.choices(options, weights)[0])
            elif self.ways.skip in labels:
                await self._press(message, self.ways.skip)
            else:
                await self._press(message, options[0])
            if done:
                self._seen = message["message_id"]
            return
        if self.ways.skip in labels and (self._tries > 1 or self.dice.random() < 0.4):
            await self._press(message, self.ways.skip)
        elif self._tries > 1 or not self.sentences:
            await self.person.say(str(self.dice.randint(15, 23)))
        else:
            await self.person.say(self.dice.choice(self.sentences) if self._tries else str(self.dice.randint(18, 22)))

    def _weight(self, label: str) -> float:
        return self.leanings.get(_ISOLATES.sub("", label).strip(), 1.0)

    def _known(self, message: Json) -> str:
        """What this resident types where a screen holds a certain marker, on the first try."""
        text = _ISOLATES.sub("", message.get("text", ""))
        return next((reply for marker, reply in self.typed if marker in text), "") if self._tries == 0 else ""

    async def _press(self, message: Json, label: str) -> None:
        await self.person.press(label, message_id=message["message_id"])


def _labels(message: Json) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row if "callback_data" in button]
