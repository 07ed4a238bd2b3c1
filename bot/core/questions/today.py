"""The day on which the form was begun."""

from __future__ import annotations

from bot.core.instance import Instance
from bot.core.plan import Place
from bot.core.question import Unasked


class Today(Unasked):
    """A date where the survey is."""

    name = "today"

    def compute(self, instance: Instance, place: Place) -> str | None:
        """The session's opening day."""
        _ = self, place
        return instance.opened.date().isoformat()
