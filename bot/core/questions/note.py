"""Words to read: shown above the next question, never answered."""

from __future__ import annotations

from bot.core.instance import Instance
from bot.core.plan import Place
from bot.core.question import Unasked


class Note(Unasked):
    """Shown in order with what follows it."""

    name = "note"

    def compute(self, instance: Instance, place: Place) -> str | None:
        """A note has no value but what its author computes for it."""
        _ = self
        return instance.default(place)
