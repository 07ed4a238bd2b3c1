"""A computed value."""

from __future__ import annotations

from bot.core.instance import Instance
from bot.core.plan import Place
from bot.core.question import Unasked


class Calculate(Unasked):
    """Worked out whenever something asks for it, and at the end; one kept by once() stays as it was first."""

    name = "calculate"

    def compute(self, instance: Instance, place: Place) -> str | None:
        """The formula's value, else the default."""
        _ = self
        return instance.stored(place) or instance.default(place)
