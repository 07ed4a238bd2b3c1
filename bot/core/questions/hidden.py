"""A value nobody is shown: its default, or what is computed."""

from __future__ import annotations

from bot.core.instance import Instance
from bot.core.plan import Place
from bot.core.question import Unasked


class Hidden(Unasked):
    """Worked out whenever something asks for it, and at the end; one kept by once() stays as it was first."""

    name = "hidden"

    def compute(self, instance: Instance, place: Place) -> str | None:
        """The formula's value, else the default."""
        _ = self
        return instance.stored(place) or instance.default(place)
