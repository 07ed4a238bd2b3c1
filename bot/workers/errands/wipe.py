"""After an assisted answer: its questions and what was typed go from the champion's chat."""

from __future__ import annotations

import json

from bot.actions import assist
from bot.ports import ActivityId, Errand, Pen, PersonId, Store


class WipeChat:
    """Deletes what the session left in the chat; doing it again is harmless."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def __call__(self, errand: Errand, pen: Pen) -> None:
        """Messages older than the messenger allows stay; the champion was told what may."""
        person, activity = PersonId(int(errand.values["card"])), ActivityId(int(errand.values["activity"]))
        rows = await self._store.read(lambda tx: tx.assisted.of(person))
        row = next((each for each in rows if each.activity == activity and each.champion == errand.person), None)
        chat = await self._store.read(lambda tx: tx.people.chat_cipher(errand.person))
        if row is None or not chat:
            return
        messages = json.loads(row.messages)
        if messages:
            await pen.delete(chat, messages)
            await self._store.write(lambda tx: assist.wiped(tx, person, activity))
