"""What every act of a person shares: who acts, in which chat, and how the bot hears of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.playground import entities
from bot.playground.chat import Chat, Json
from bot.playground.refusal import Refused, bad
from bot.playground.world import World

Act = Callable[[World, Json], Json]


def person(world: World, asked: Json) -> Json:
    """The `User` who acts. Raises 400 where nobody has this id."""
    user = world.people.get(number(asked, "person"))
    if user is None:
        raise bad(f"no person {asked.get('person')}")
    return user


def number(asked: Json, name: str, default: int | None = None) -> int:
    """A whole number of an act."""
    value = asked.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise bad(f"{name} must be a whole number")
    try:
        return int(value)
    except ValueError:
        raise bad(f"{name} must be a whole number") from None


def place(world: World, asked: Json) -> Chat:
    """The chat of an act: the person's own with the bot unless `chat` names a group."""
    user = person(world, asked)
    chat = world.chats.get(number(asked, "chat", user["id"]))
    if chat is None or user["id"] not in chat.members:
        raise bad("this person is not in that chat")
    return chat


def deliver(world: World, chat: Chat, user: Json, body: Json, *, reply_to: Any = None) -> Json:
    """Put a person's message into a chat and tell the bot, where it may hear it.

    Returns {"message", "update_id"}; update_id is 0 where the bot is not told.
    """
    if chat.id > 0 and chat.blocked:
        raise Refused(409, "this person has blocked the bot")
    chat.started = True
    if reply_to is not None and (kept := chat.messages.get(int(reply_to))):
        body = {"reply_to_message": kept.message, **body}
    message = world.post(chat, user, body)
    hears = chat.id > 0 or (not chat.blocked and _heard_in_group(world, chat, message))
    number = world.inbox.add("message", message, chat.id) if hears else 0
    return {"message": message, "update_id": number}


def _heard_in_group(world: World, chat: Chat, message: Json) -> bool:
    """Privacy mode: commands not meant for others, replies to the bot, and what Telegram itself says."""
    if chat.bot_status == "administrator" or "text" not in message:
        return chat.bot_status == "administrator" or "reply_to_message" in message
    replied = message.get("reply_to_message", {}).get("from", {}).get("id") == world.bot["id"]
    first = message["text"].split(None, 1)[0]
    addressed = first.startswith("/") and first.partition("@")[2] in {"", world.bot["username"]}
    return replied or addressed


def words(text: str) -> Json:
    """`text` and the entities that Telegram finds by itself."""
    if not text.strip():
        raise bad("nobody can send an empty message")
    marks = entities.found(text, [])
    return {"text": text, "entities": marks} if marks else {"text": text}
