"""A simulated resident: reads the newest screen and presses what is on it; now and then does what people do.

Goes back and changes an answer, taps twice, presses old keyboards, loses patience and presses again, changes what was
sent in. It knows no form and no data: only what the labels say.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bot.catalog.voice import Voice
from tests.torture.street import Street

Json = dict[str, Any]
_ASKED, _OPTION = re.compile(r"#(q\d+)"), re.compile(r"\b(q\d+)=([a-d])\b")
_LONG = 5.0
"""Seconds of silence, with nothing under way, after which a person begins again."""


@dataclass(frozen=True, slots=True)
class Habits:
    """Shares of screens on which a resident does something other than answer."""

    back: float = 0.10
    tap_twice: float = 0.12
    old_keyboard: float = 0.10
    cross: float = 0.06
    change_line: float = 0.4
    change_sent: float = 0.4
    impatient: float = 0.3
    think: float = 0.05


CALM = Habits(0, 0, 0, 0, 0, 0, 0, 0)


@dataclass(slots=True)
class Resident:
    """One person at one chat. `fresh` is the lowest message id that was not looked at yet."""

    street: Street
    person: int
    language: str
    voice: Voice
    dice: Random
    habits: Habits
    pace: Callable[[], Awaitable[None]]
    patience: float = 1.0
    _pressed: set[int] = field(default_factory=set)
    _old: list[Json] = field(default_factory=list)
    _changes: int = 0
    _go_back: bool = False
    _waited: float = 0.0
    asked_again: int = 0
    """How often the person sent /start since nothing came any more."""
    _words: int = 0

    async def live(self, payload: str, going: Callable[[], bool], until: str = "thanks.title") -> bool:
        """From the start parameter to the words `until`; False where `going()` said to stop before."""
        await self.street.arrive(self.person, self.language)
        self.street.say(self.person, f"/start {payload}".strip())
        while going():
            screen = self._screen()
            if screen is None or screen["message_id"] in self._pressed:
                await self._wait(screen)
                continue
            self._waited = 0.0
            if self._ended(screen, until):
                return True
            await self.pace()
            if self.habits.think:
                await self.street.wait(self.person, self.dice.uniform(0, 2 * self.habits.think))
                screen = self._screen() or screen
                if screen["message_id"] in self._pressed:
                    continue
            if not self._options(screen) and not await self._settled(screen):
                continue
            self._act(screen)
        return False

    async def _settled(self, screen: Json) -> bool:
        """Words go to whatever is asked at present, so they are typed once all that was pressed has been answered."""
        for _ in range(3):
            if not self.street.quiet(self.person):
                await self.street.wait(self.person, 0.3)
                return False
            await self.street.wait(self.person, 0.15)
        return self._screen() == screen

    async def _wait(self, screen: Json | None) -> None:
        """Nothing new yet. Some press the same message again; who heard nothing for long begins again."""
        came = await self.street.wait(self.person, self.patience)
        if came:
            return
        self._waited += self.patience if self.street.quiet(self.person) else 0.0
        if self._waited > _LONG:
            self._waited = 0.0
            self.asked_again += 1
            self.street.say(self.person, "/start")
        elif screen is not None and self.dice.random() < self.habits.impatient and (options := self._options(screen)):
            self.street.press(self.person, screen, self.dice.choice(list(options.values())))

    def _ended(self, screen: Json, until: str) -> bool:
        change = self._buttons(screen).get(self.voice.say("button.change_answers", self.language))
        said = screen.get("text", "") + " ".join(self._buttons(screen))
        if not change and self.voice.say(until, self.language) not in said:
            return False
        if change and self._changes == 0 and self.dice.random() < self.habits.change_sent:
            self._changes += 1
            self._press(screen, change)
            return False
        return True

    def _act(self, screen: Json) -> None:
        buttons, options = self._buttons(screen), self._options(screen)
        say = self.voice.say
        if options or (_ASKED.search(screen.get("text", "")) and say("review.send", self.language) not in buttons):
            self._answer(screen, buttons, options)
            return
        send = buttons.get(say("review.send", self.language))
        if send:
            lines = [data for label, data in buttons.items() if label.isdecimal()]
            if lines and self.dice.random() < self.habits.change_line:
                send = self.dice.choice(lines)
            self._press(screen, send)
            return
        for code in ("button.start", "button.continue", "age.yes"):
            label = say(code, self.language, {"age": 16} if code == "age.yes" else {})
            if label in buttons:
                self._press(screen, buttons[label])
                return
        self._pressed.add(screen["message_id"])

    def _answer(self, screen: Json, buttons: Mapping[str, str], options: Mapping[str, str]) -> None:
        throw, habits = self.dice.random(), self.habits
        back = buttons.get(self.voice.say("back", self.language))
        if back and (throw < habits.back or self._go_back):
            self._go_back = False
            self._press(screen, back)
            return
        throw -= habits.back
        if self._old and 0 <= throw < habits.old_keyboard:
            old = self.dice.choice(self._old)
            self.street.press(self.person, old, self.dice.choice(list(self._options(old).values())))
            return
        throw -= habits.old_keyboard
        if not options:
            asked = _ASKED.search(screen["text"])
            self._words += 1
            self._pressed.add(screen["message_id"])
            name = (asked[1] if asked else "q0").replace("q", "#w")
            self.street.say(self.person, f"{name} secretive {self.person}-{self._words}", twice=0.5)
            return
        choices = list(options.values())
        self._old.append(screen)
        self._pressed.add(screen["message_id"])
        first, second = self.dice.choice(choices), self.dice.choice(choices)
        if 0 <= throw < habits.cross:
            self._go_back = self.dice.random() < 0.7  # so that the older press finds its question open again
            self.street.cross(self.person, screen, first, second)
            return
        self.street.press(self.person, screen, first)
        if 0 <= throw - habits.cross < habits.tap_twice:
            self.street.press(self.person, screen, second)

    def _press(self, screen: Json, data: str) -> None:
        self._pressed.add(screen["message_id"])
        self.street.press(self.person, screen, data)

    def _screen(self) -> Json | None:
        """The newest message of the bot with buttons, or one that asks for words."""
        for message in reversed(self.street.messages(self.person)):
            if self._buttons(message) or _ASKED.search(message.get("text", "")):
                return message
        return None

    @staticmethod
    def _buttons(message: Json) -> dict[str, str]:
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        return {one["text"]: one["callback_data"] for row in rows for one in row if "callback_data" in one}

    def _options(self, message: Json) -> dict[str, str]:
        return {label: data for label, data in self._buttons(message).items() if _OPTION.search(label)}
