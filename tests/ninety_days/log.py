"""The Bot API's delivery log, kept in memory: what reached which chat, when on the civil clock, and on whose account."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

_ISOLATES = re.compile("[\u2066-\u2069\u200e\u200f]")
_CARRIES_WORDS = frozenset({"sendMessage", "sendPhoto", "sendDocument"})


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message as a person reads it. `reply`: the person had just acted, so that it answers them."""

    at: datetime
    chat: int
    text: str
    reply: bool
    file: bool


@dataclass
class Log:
    """Stands where the embedded Bot API writes its delivery log. `acting` are the chats whose people act at present."""

    delivered: list[Delivered] = field(default_factory=list)
    tried: list[tuple[datetime, int, str, bool]] = field(default_factory=list)
    acting: set[int] = field(default_factory=set)
    now: Any = None
    """Gives the civil instant."""

    def deliver(self, kind: str, line: Mapping[str, Any]) -> None:
        """A line of the delivery log."""
        if kind != "done" or line["method"] not in _CARRIES_WORDS:
            return
        message = line["result"]
        text = _ISOLATES.sub("", message.get("text") or message.get("caption") or "")
        chat, at = int(message["chat"]["id"]), self.now().astimezone(UTC)
        self.delivered.append(Delivered(at, chat, text, chat in self.acting, "document" in message))

    def write(self, line: Mapping[str, Any]) -> None:
        """A request as it came, whether or not it was granted."""
        if line["method"] in _CARRIES_WORDS:
            chat = int(line["params"]["chat_id"])
            self.tried.append((self.now().astimezone(UTC), chat, line["method"], chat in self.acting))

    def close(self) -> None:
        """Nothing to close."""
