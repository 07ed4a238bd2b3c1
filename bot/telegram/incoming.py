"""One raw update, read into what the bot hears.

Presses and words are read from the JSON as it came (the lean road: a library object costs more than a whole stored
answer); files and memberships go through the Telegram library's types (bot/telegram/ordinary.py). What is of no use
gives None and is acknowledged all the same: channel posts, other bots, service messages, talk in groups that is not for
us. In a group only a command for this bot, a press on its button, or its own coming and going is heard.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core.inputs import Located, Typed
from bot.ports import Command, Heard, Said, Stale, Unheard
from bot.telegram.codec import Codec
from bot.telegram.keys import Ring
from bot.telegram.ordinary import FILES, file_sent, membership
from bot.telegram.render import Place

Json = Mapping[str, Any]

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update asked for; everything else the messenger need not even send."""

_UNHEARD = ("sticker", "contact", "dice", "poll", "game", "story", "paid_media", "checklist", "gift", "invoice")
_GROUPS = frozenset({"group", "supergroup"})


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as heard, with what only the edge may know: where to answer, and its album ("" for none)."""

    heard: Heard
    place: Place
    album: str = ""


class Reader:
    """Reads updates for one bot. `username` is its name without @ ("" where unknown: every command is then ours)."""

    def __init__(self, ring: Ring, codec: Codec, username: str = "") -> None:
        self._ring = ring
        self._codec = codec
        self._username = username.lower()

    def read(self, update: Json, now: datetime) -> Arrival | None:
        """What was heard, or None. Raises KeyError, TypeError or ValueError for an update no Bot API would send."""
        number = int(update["update_id"])
        if (query := update.get("callback_query")) is not None:
            return self._press(number, query, now)
        if (message := update.get("message")) is not None:
            return self._message(number, message, now)
        if (edited := update.get("edited_message")) is not None:
            return self._edited(number, edited, now)
        if (member := update.get("my_chat_member")) is not None:
            return self._member(number, member, now)
        return None

    def _press(self, number: int, query: Json, now: datetime) -> Arrival | None:
        sender = query["from"]
        if sender.get("is_bot"):
            return None
        message = query.get("message")
        if message is None:
            # Sent by inline mode or too old to be told: the person's own chat is where it can be answered.
            alone = {"id": sender["id"], "type": "private"}
            return self._arrive(number, alone, sender, now, Stale(), query=str(query["id"]))
        chat = message["chat"]
        chat_hash, _ = self._ring.known(int(chat["id"]))
        said = self._codec.decode(str(query.get("data") or ""), chat_hash)
        # An inaccessible message (its date is 0) cannot be edited: the answer goes below it.
        editable = int(message["message_id"]) if message.get("date", 1) else 0
        return self._arrive(number, chat, sender, now, said, query=str(query["id"]), message=editable, within=message)

    def _message(self, number: int, message: Json, now: datetime) -> Arrival | None:
        chat, sender = message["chat"], message.get("from") or {}
        kind = chat.get("type", "private")
        if sender.get("is_bot") or (kind != "private" and kind not in _GROUPS):
            return None
        said: Said | None
        if (text := message.get("text")) is not None:
            said = self._words(str(text))
        elif kind in _GROUPS:
            return None
        elif (place := message.get("location")) is not None:
            said = Located(
                float(place["latitude"]), float(place["longitude"]), float(place.get("horizontal_accuracy") or 0)
            )
        elif any(name in message for name in FILES):
            said = file_sent(message)
        else:
            said = next((Unheard(name) for name in _UNHEARD if name in message), None)
        if said is None or (kind in _GROUPS and not isinstance(said, Command)):
            return None
        album = str(message.get("media_group_id") or "")
        return self._arrive(number, chat, sender, now, said, within=message, album=album)

    def _edited(self, number: int, message: Json, now: datetime) -> Arrival | None:
        chat, sender = message["chat"], message.get("from") or {}
        live = (message.get("location") or {}).get("live_period")
        if chat.get("type", "private") != "private" or sender.get("is_bot") or live:
            return None
        return self._arrive(number, chat, sender, now, Unheard("edited"))

    def _member(self, number: int, change: Json, now: datetime) -> Arrival | None:
        chat, sender = change["chat"], change.get("from") or {}
        if chat.get("type") == "channel":
            return None
        said = membership(change)
        return None if said is None else self._arrive(number, chat, sender, now, said)

    def _words(self, text: str) -> Said | None:
        """A command of ours, or words; None for a command that names another bot."""
        if not text.startswith("/") or len(text) < 2 or not (text[1].isascii() and text[1].isalnum()):
            return Typed(text)
        head, _, argument = text[1:].partition(" ") if "\n" not in text else _first_word(text[1:])
        name, _, addressee = head.partition("@")
        if addressee and self._username and addressee.lower() != self._username:
            return None
        return Command(name.lower(), argument.strip())

    def _arrive(
        self,
        number: int,
        chat: Json,
        sender: Json,
        now: datetime,
        said: Said,
        *,
        query: str = "",
        message: int = 0,
        within: Json | None = None,
        album: str = "",
    ) -> Arrival:
        chat_id = int(chat["id"])
        chat_hash, chat_cipher = self._ring.known(chat_id)
        group = chat.get("type", "private") in _GROUPS
        thread = int(within.get("message_thread_id") or 0) if group and within and within.get("is_topic_message") else 0
        own = 0 if query or within is None else int(within.get("message_id") or 0)
        hint = str(sender.get("language_code") or "")
        heard = Heard(number, now, chat_hash, chat_cipher, hint, said, message, group, own)
        return Arrival(heard, Place(chat_id, chat_hash, query, message, thread), album)


def _first_word(text: str) -> tuple[str, str, str]:
    parts = text.split(None, 1)
    return parts[0], " ", parts[1] if len(parts) > 1 else ""
