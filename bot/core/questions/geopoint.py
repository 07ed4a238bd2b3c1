"""A place on the map."""

from __future__ import annotations

import re

from bot.core.inputs import Input, Located, Typed
from bot.core.question import Ask, Asked, Face, Outcome, Refused, Value
from bot.core.reading import digits
from bot.core.screen import Block, Line, Say

_TYPED = re.compile(r"(-?\d{1,3}(?:\.\d+)?)[,\s]+(-?\d{1,3}(?:\.\d+)?)")


class Geopoint(Asked):
    """Sent by the messenger, or typed as degrees. Kept as "latitude longitude 0 accuracy"."""

    name = "geopoint"

    def show(self, ask: Ask) -> Face:
        """How to send one."""
        _ = self, ask
        return Face((Block("hint", Say("geopoint.how")),))

    def read(self, ask: Ask, given: Input) -> Outcome:
        """Take a place on Earth."""
        _ = self, ask
        if isinstance(given, Typed) and (found := _TYPED.fullmatch(digits(given.text).strip())):
            given = Located(float(found[1]), float(found[2]))
        if isinstance(given, Located) and abs(given.latitude) <= 90 and abs(given.longitude) <= 180:
            return Value(f"{given.latitude:.6f} {given.longitude:.6f} 0 {given.accuracy:g}")
        return Refused(Say("geopoint.send", {"example": "51.4613, -0.1156"}))

    def in_words(self, ask: Ask, value: str) -> Line:
        """Latitude and longitude, to about ten metres."""
        _ = self, ask
        latitude, longitude = (f"{float(part):.4f}" for part in value.split()[:2])
        return Say("answer.place", {"latitude": latitude, "longitude": longitude})
