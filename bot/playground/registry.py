"""Every Bot API method that is served, by its name in lower case (Telegram does not mind the case)."""

from __future__ import annotations

from bot.playground.method import Method
from bot.playground.methods import (
    answering,
    chats,
    commands,
    deleting,
    describing,
    editing,
    marking,
    media,
    sending,
    updates,
)

FAMILIES = (answering, chats, commands, deleting, describing, editing, marking, media, sending, updates)
METHODS: dict[str, Method] = {one.name.lower(): one for family in FAMILIES for one in family.METHODS}
