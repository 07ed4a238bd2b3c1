"""When the form was sent in."""

from __future__ import annotations

from bot.core.instance import Instance
from bot.core.plan import Place
from bot.core.question import Unasked


class End(Unasked):
    """An instant, with its offset."""

    name = "end"

    def compute(self, instance: Instance, place: Place) -> str | None:
        """The present moment, which at the end is the end."""
        _ = self, place
        return instance.now.isoformat(timespec="milliseconds")
