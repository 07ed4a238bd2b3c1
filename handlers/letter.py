"""What a letter is: the kind of notice it words, and how it words it for one person when the turn has come."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core.screen import Screen
from bot.ports import Delivery, Notice, Person, Tx
from handlers.visit import Office


@dataclass(frozen=True, slots=True)
class Occasion:
    """One notice about to be told to one person. `now` is the civil clock, zoned (UTC)."""

    tx: Tx
    office: Office
    notice: Notice
    delivery: Delivery
    person: Person
    now: datetime

    @property
    def content(self) -> Mapping[str, Any]:
        """The notice's content with what is this person's own over it."""
        return {**json.loads(self.notice.content or "{}"), **json.loads(self.delivery.content or "{}")}


@dataclass(frozen=True, slots=True)
class Letter:
    """`kind` is the notice's. `compose` gives screens as doors do (they become one message), or nothing where it is no
    longer true; a `Rule` raised in it counts as nothing. It only reads."""

    kind: str
    compose: Callable[[Occasion], tuple[Screen, ...]]
