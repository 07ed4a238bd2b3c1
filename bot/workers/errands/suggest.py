"""Own words in another language than the person's: ask, once, whether to go on in it. Nothing changes by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.actions.about_you import SUGGESTED
from bot.catalog.detect import detect
from bot.core.screen import Block, Button, Go, Plain, Screen
from bot.ports import Errand, Pen, Reply, Store, Tx, Voice, millis


class SuggestLanguage:
    """Runs after the answer is stored and the next question drawn, so that nobody waits for it."""

    def __init__(self, store: Store, voice: Voice, now: Callable[[], datetime]) -> None:
        self._store, self._voice, self._now = store, voice, now

    async def __call__(self, errand: Errand, pen: Pen) -> None:
        """`values`: text, the words (kept nowhere)."""
        found = await asyncio.to_thread(detect, str(errand.values["text"]), self._voice.languages)
        if not found:
            return

        def mark(tx: Tx) -> tuple[bytes | None, Reply]:
            person = tx.people.person(errand.person)
            if person is None or person.language == found or tx.people.profile(person.id).get(SUGGESTED):
                return None, Reply()
            tx.people.set_profile(person.id, SUGGESTED, found, millis(self._now()))
            own = self._voice.own_name
            asks = tuple(
                Block("body", Plain(self._voice.say("language.suggest", code, {"language": own(found)})))
                for code in (found, person.language)
            )
            rows = tuple((Button(Plain(own(code)), Go("language", code)),) for code in (found, person.language))
            return tx.people.chat_cipher(person.id), Reply(
                (Screen("below", asks, rows),), person.language, person.id, reader=person.reader
            )

        chat, reply = await self._store.write(mark)
        if chat is not None:
            await pen.show(chat, reply)
