"""A sound recording."""

from __future__ import annotations

from bot.core.inputs import Input, Sent
from bot.core.question import Ask, Asked, Face, Outcome, Refused, Value
from bot.core.screen import Block, Line, Say


class Audio(Asked):
    """A voice message or a recording. Kept as its sort and the messenger's reference to it."""

    name = "audio"
    open_words = True

    def show(self, ask: Ask) -> Face:
        """How to send one."""
        _ = self, ask
        return Face((Block("hint", Say("audio.how")),))

    def read(self, ask: Ask, given: Input) -> Outcome:
        """Take it."""
        _ = self, ask
        if isinstance(given, Sent) and (given.kind in ("voice", "audio") or given.mime.startswith("audio/")):
            return Value(f"{given.kind}:{given.reference}")
        return Refused(Say("audio.send"))

    def in_words(self, ask: Ask, value: str) -> Line:
        """What sort of thing was sent."""
        _ = self, ask, value
        return Say("answer.recording")
