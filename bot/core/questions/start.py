"""When the form was begun."""

from __future__ import annotations

from bot.core.instance import Instance
from bot.core.plan import Place
from bot.core.question import Unasked


class Start(Unasked):
    """An instant, with its offset."""

    name = "start"

    def compute(self, instance: Instance, place: Place) -> str | None:
        """The session's opening."""
        _ = self, place
        return instance.opened.isoformat(timespec="milliseconds")
