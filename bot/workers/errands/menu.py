"""Show a person the commands menu of their roles, after a role or their language has changed."""

from __future__ import annotations

from bot.ports import Errand, Pen, Store
from bot.telegram.keys import Ring
from bot.telegram.office import Office


class ShowMenu:
    """Asks the messenger; where it fails, commands work all the same."""

    def __init__(self, store: Store, ring: Ring, desk: Office) -> None:
        self._store, self._ring, self._desk = store, ring, desk

    async def __call__(self, errand: Errand, pen: Pen) -> None:  # noqa: ARG002  every errand is handed a pen
        """For the person of the errand."""
        chat, person = await self._store.read(
            lambda tx: (tx.people.chat_cipher(errand.person), tx.people.person(errand.person))
        )
        if chat is None or person is None:
            return
        roles = [held.role for held in person.roles if not held.pending]
        await self._desk.show_role(self._ring.unseal(chat), roles, person.language)
