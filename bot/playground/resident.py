"""A synthetic resident: reads each screen as a person would, and presses or types what was planned for it.

It knows nothing of forms or data: only the labels it may meet (`Ways`) and what it wants to say where a screen shows
certain words (`wishes`). Where nothing is planned it takes what the dice say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from bot.playground.chat import Json
from bot.playground.people import Person
from bot.playground.refusal import Refused

_NUMBERED = re.compile(r"^\s*(\d+)[.)]\s+(.*?)\s*$", re.MULTILINE)
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
    more: str
    """The next page of a long list."""
    chosen: str
    """What stands before the label of a chosen option."""
    over: frozenset[str]
    """The buttons of the last screen."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to answer: these options, or this text; neither is to skip. `typed` words the option."""

    options: tuple[str, ...] = ()
    text: str = ""
    typed: bool = False


@dataclass(slots=True)
class Resident:
    """One resident at one chat."""

    person: Person
    dice: Random
    ways: Ways
    wishes: Mapping[str, Wish] = field(default_factory=dict)
    """Words of a screen -> what to answer there; the longest words found count."""
    patience: int | None = None
    """After so many answered screens the resident puts the phone away; None: never."""
    most_steps: int = 90
    seconds: float = 30
    """How long to wait for the bot."""
    _answered: set[str] = field(default_factory=set)

    async def take_part(self, payload: str = "") -> bool:
        """From the start parameter to the last screen; False where patience ran out before that. Raises TimeoutError
        where the bot keeps silent."""
        await self.person.start(payload)
        return await self.go_on()

    async def go_on(self) -> bool:
        """From the screen at hand to the last one."""
        self._answered.clear()
        for _ in range(self.most_steps):
            message = await self.person.wait_for(lambda one: bool(_labels(one)), self.seconds)
            if not self.ways.over.isdisjoint(_labels(message)):
                return True
            if self.patience is not None and len(self._answered) > self.patience:
                return False
            try:
                await self._step(message)
            except Refused:  # the keyboard changed under the finger: look again
                continue
        return False

    async def _step(self, message: Json) -> None:
        shown = _labels(message)
        onward = next((label for label in shown if label in self.ways.onward), None)
        if onward is not None:
            await self._press(message, onward)
            return
        text = _plain(message.get("text", ""))
        words = max((one for one in self.wishes if one in text), key=len, default="")
        first = words not in self._answered
        self._answered.add(words or text)
        wish = self.wishes.get(words)
        if wish is None:
            await self._as_it_comes(message, shown)
        elif wish.text:
            await self.person.say(wish.text)
        elif wish.options:
            await self._choose(message, shown, text, wish, first=first)
        else:
            await self._press(message, self.ways.skip if self.ways.skip in shown else shown[0])

    async def _choose(self, message: Json, shown: list[str], text: str, wish: Wish, *, first: bool) -> None:
        """Press what is wanted and not yet chosen, on whatever page it stands, then Done."""
        if wish.typed and first:
            await self.person.say(wish.options[0] if len(wish.options) == 1 else ", ".join(wish.options))
            return
        named = dict(_NUMBERED.findall(text))
        for label in shown:
            plain = _plain(label)
            if named.get(plain, plain) in wish.options:
                await self._press(message, label)
                return
        chosen = {_plain(one).removeprefix(self.ways.chosen).strip() for one in shown if self.ways.chosen in one}
        done = next((one for one in shown if self.ways.done.search(one)), None)
        if done is not None and (len(chosen) >= len(wish.options) or self.ways.more not in shown):
            await self._press(message, done)
        elif self.ways.more in shown:
            await self._press(message, self.ways.more)
        else:
            await self.person.say(wish.options[0])

    async def _as_it_comes(self, message: Json, shown: list[str]) -> None:
        done = [one for one in shown if self.ways.done.search(one)]
        options = [
            one
            for one in shown
            if one not in self.ways.passed and one not in done and one not in {self.ways.skip, self.ways.more}
        ]
        if done:
            await self._press(message, done[0])
        elif self.ways.skip in shown:
            await self._press(message, self.ways.skip)
        elif options:
            await self._press(message, self.dice.choice(options))
        else:
            await self.person.say("21")

    async def _press(self, message: Json, label: str) -> None:
        await self.person.press(label, message_id=message["message_id"])


def _plain(text: str) -> str:
    return _ISOLATES.sub("", text).strip()


def _labels(message: Json) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row if "callback_data" in button]
