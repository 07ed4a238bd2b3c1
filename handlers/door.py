"""What a door is: the words it hears, the right it asks for, what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.ports import Reply
from handlers.visit import Visit


@dataclass(frozen=True, slots=True)
class Door:
    """`name` is both the command and the verb of buttons; `right` a verb of bot/core/rights.py.

    `command` says for whom it stands in the commands menu ("" for a door that only buttons open).
    """

    name: str
    right: str
    hear: Callable[[Visit], Reply]
    command: str = ""
