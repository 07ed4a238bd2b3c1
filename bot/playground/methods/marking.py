"""pinChatMessage, unpinChatMessage, unpinAllChatMessages, setMessageReaction."""

from __future__ import annotations

from bot.playground.chat import Chat
from bot.playground.method import method
from bot.playground.params import Params
from bot.playground.refusal import bad
from bot.playground.world import World

REACTIONS = frozenset({
    "👍", "👎", "❤", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢", "🎉", "🤩",
    "🤮", "💩", "🙏", "👌", "🕊", "🤡", "🥱", "🥴", "😍", "🐳", "❤‍🔥", "🌚", "🌭", "💯",
    "🤣", "⚡", "🍌", "🏆", "💔", "🤨", "😐", "🍓", "🍾", "💋", "🖕", "😈", "😴", "😭",
    "🤓", "👻", "👨‍💻", "👀", "🎃", "🙈", "😇", "😨", "🤝", "✍", "🤗", "🫡", "🎅", "🎄",
    "☃", "💅", "🤪", "🗿", "🆒", "💘", "🙉", "🦄", "😘", "💊", "🙊", "😎", "👾", "🤷‍♂",
    "🤷", "🤷‍♀", "😡",
})  # fmt: skip


def _right(chat: Chat) -> None:
    if chat.id < 0 and chat.bot_status != "administrator":
        raise bad("not enough rights to manage pinned messages in the chat")


def pin(world: World, params: Params) -> bool:
    """Pins a message."""
    chat = world.open_chat(params)
    _right(chat)
    number = params.whole("message_id")
    if number not in chat.messages:
        raise bad("message to pin not found")
    chat.pinned.add(number)
    chat.changed("pin", {"message_id": number})
    return True


def unpin(world: World, params: Params) -> bool:
    """Unpins one message, the latest where none is named."""
    chat = world.open_chat(params)
    _right(chat)
    number = params.whole("message_id", max(chat.pinned, default=0))
    if number not in chat.pinned:
        raise bad("message to unpin not found")
    chat.pinned.discard(number)
    chat.changed("unpin", {"message_id": number})
    return True


def unpin_all(world: World, params: Params) -> bool:
    """Unpins every message."""
    chat = world.open_chat(params)
    _right(chat)
    chat.pinned.clear()
    chat.changed("unpin", {})
    return True


def react(world: World, params: Params) -> bool:
    """Sets the bot's one reaction to a message, or none."""
    chat = world.open_chat(params)
    kept = chat.messages.get(params.whole("message_id"))
    if kept is None:
        raise bad("message to react not found")
    reactions = params.rows("reaction")
    if any(not isinstance(r, dict) or r.get("type") != "emoji" or r.get("emoji") not in REACTIONS for r in reactions):
        raise bad("REACTION_INVALID")
    if len(reactions) > 1:
        raise bad("REACTIONS_TOO_MANY")
    kept.reactions = [r["emoji"] for r in reactions]
    kept.rev = chat.changed("reaction", {"message_id": kept.message["message_id"], "reactions": kept.reactions})
    return True


METHODS = (
    method("pinChatMessage", pin, "business_connection_id chat_id message_id disable_notification"),
    method("unpinChatMessage", unpin, "business_connection_id chat_id message_id"),
    method("unpinAllChatMessages", unpin_all, "chat_id"),
    method("setMessageReaction", react, "chat_id message_id reaction is_big"),
)
