"""A picture."""

from __future__ import annotations

from bot.core.inputs import Input, Sent
from bot.core.question import Ask, Asked, Face, Outcome, Refused, Value
from bot.core.screen import Block, Line, Say


class Image(Asked):
    """A photograph, or a picture sent as a file. Kept as its sort and the messenger's reference to it."""

    name = "image"

    def show(self, ask: Ask) -> Face:
        """How to send one."""
        _ = self, ask
        return Face((Block("hint", Say("image.how")),))

    def read(self, ask: Ask, given: Input) -> Outcome:
        """Take it."""
        _ = self, ask
        if isinstance(given, Sent) and (given.kind == "photo" or given.mime.startswith("image/")):
            return Value(f"{given.kind}:{given.reference}")
        return Refused(Say("image.send"))

    def in_words(self, ask: Ask, value: str) -> Line:
        """What sort of thing was sent."""
        _ = self, ask, value
        return Say("answer.picture")
