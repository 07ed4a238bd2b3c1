"""Files and memberships, read through the Telegram library's own types: rare, many-shaped, and known best by it.

A lesser Bot API server may leave out fields the library insists on; those that say nothing to us are filled in first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import (
    Animation,
    Audio,
    ChatMember,
    ChatMemberUpdated,
    Document,
    Message,
    PhotoSize,
    Video,
    VideoNote,
    Voice,
)

from bot.core.inputs import Sent
from bot.ports import Membership, Unheard

FILES = ("photo", "voice", "audio", "video", "video_note", "document", "animation")
_NOT_TOLD = {"file_unique_id": "-", "width": 0, "height": 0, "duration": 0, "length": 0}
_PRESENT = frozenset({ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER, ChatMember.RESTRICTED})


def file_sent(message: Mapping[str, Any]) -> Sent | Unheard:
    """The file of a message; of a photo's sizes the largest. What the library cannot read is `Unheard`."""
    try:
        read = Message.de_json(_filled(message), None)
        found = read.effective_attachment
    except (TypeError, KeyError, ValueError, AttributeError):
        return Unheard("unreadable")
    caption = read.caption or ""
    match found:
        case (*_, PhotoSize() as photo):
            return Sent("photo", photo.file_id, "image/jpeg", photo.file_size or 0, caption)
        case Voice():
            return Sent("voice", found.file_id, found.mime_type or "audio/ogg", found.file_size or 0, caption)
        case Audio():
            return Sent("audio", found.file_id, found.mime_type or "", found.file_size or 0, caption)
        case Video() | Animation():
            return Sent("video", found.file_id, found.mime_type or "", found.file_size or 0, caption)
        case VideoNote():
            return Sent("video", found.file_id, "video/mp4", found.file_size or 0, caption)
        case Document():
            name = found.file_name or ""
            return Sent("document", found.file_id, found.mime_type or "", found.file_size or 0, caption, name)
        case _:
            return Unheard("unreadable")


def membership(change: Mapping[str, Any]) -> Membership | None:
    """Whether the bot is there: in a private chat unblocked or blocked, in a group added or removed.

    None where nothing changed for us (a promotion, say).
    """
    filled = {"date": 0, **change}
    try:
        read = ChatMemberUpdated.de_json(filled, None)
        before, after = _present(read.old_chat_member), _present(read.new_chat_member)
    except (TypeError, KeyError, ValueError, AttributeError):
        before, after = _raw(change, "old_chat_member"), _raw(change, "new_chat_member")
    return None if before == after else Membership(after)


def _present(member: ChatMember) -> bool:
    return member.status in _PRESENT and getattr(member, "is_member", True) is not False


def _raw(change: Mapping[str, Any], name: str) -> bool:
    return (change.get(name) or {}).get("status") in _PRESENT


def _filled(message: Mapping[str, Any]) -> dict[str, Any]:
    """Only the file and its caption, with the fields the library insists on; strangers' nested messages stay unread."""
    filled: dict[str, Any] = {"message_id": 0, "date": 0, "chat": {"id": 0, "type": "private"}}
    if message.get("caption"):
        filled["caption"] = str(message["caption"])
    for name in FILES:
        if isinstance(found := message.get(name), Mapping):
            filled[name] = {**_NOT_TOLD, **found}
        elif isinstance(found, list):
            filled[name] = [{**_NOT_TOLD, **size} for size in found]
    return filled
