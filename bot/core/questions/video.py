"""A film."""

from __future__ import annotations

from bot.core.inputs import Input, Sent
from bot.core.question import Ask, Asked, Face, Outcome, Refused, Value
from bot.core.screen import Block, Line, Say


class Video(Asked):
    """A video, or one sent as a file. Kept as its sort and the messenger's reference to it."""

    name = "video"
    open_words = True

    def show(self, ask: Ask) -> Face:
        """How to send one."""
        _ = self, ask
        return Face((Block("hint", Say("video.how")),))

    def read(self, ask: Ask, given: Input) -> Outcome:
        """Take it."""
        _ = self, ask
        if isinstance(given, Sent) and (given.kind == "video" or given.mime.startswith("video/")):
            return Value(f"{given.kind}:{given.reference}")
        return Refused(Say("video.send"))

    def in_words(self, ask: Ask, value: str) -> Line:
        """What sort of thing was sent."""
        _ = self, ask, value
        return Say("answer.video")
