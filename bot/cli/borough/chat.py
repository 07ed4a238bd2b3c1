"""Somebody of the sample at a chat: waits for words, presses and types what follows."""

from __future__ import annotations

from bot.app import App
from bot.playground import Person
from bot.playground.chat import Json
from bot.playground.people import drawn
from bot.playground.refusal import Refused

LONG = 30.0
"""Seconds to wait for the bot; a laptop may be busy."""


class Chat:
    """A person who reads one language. Raises TimeoutError where the bot keeps silent."""

    def __init__(self, app: App, person: Person) -> None:
        self.person = person
        self._voice = app.voice

    def words(self, code: str, **values: object) -> str:
        """A sentence in the person's language."""
        return self._voice.say(code, self.person.language, values)

    async def says(self, text: str, shows: str) -> str:
        """Type, and wait for a message that holds these words; gives it as drawn."""
        await self.person.say(text)
        return await self.sees(shows)

    async def presses(self, label: str, shows: str) -> str:
        """Press what says this, or its number in a list, and wait for a message that holds these words."""
        await self.person.pick(label)
        return await self.sees(shows)

    async def sees(self, words: str) -> str:
        """Wait for a message with these words; gives it as drawn."""
        message: Json = await self.person.wait_for(words, LONG)
        return drawn(message)

    async def document(self) -> None:
        """Wait for a file."""
        await self.person.wait_for(lambda message: "document" in message, LONG)

    async def offered(self, label: str) -> bool:
        """Whether the newest screen has this button."""
        try:
            return f"[{label}]" in await self.person.screen()
        except (LookupError, Refused):
            return False
