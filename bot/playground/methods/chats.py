"""getMe, getChat, getChatMember and their kin; leaveChat, close, logOut; getFile."""

from __future__ import annotations

from bot.playground.chat import Chat, Json
from bot.playground.files import MOST_DOWNLOAD
from bot.playground.method import method
from bot.playground.params import Params
from bot.playground.refusal import bad
from bot.playground.world import World

GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"),
    False,
)


def get_me(world: World, _: Params) -> Json:
    """The bot itself, with what only getMe tells."""
    return {
        **world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(world: World, params: Params) -> Json:
    """The full chat, with the fields that are always there."""
    chat = world.chat(params)
    full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": GIFTS}
    pinned = chat.messages.get(max(chat.pinned)) if chat.pinned else None
    return {**world.chat_json(chat), **full, **({"pinned_message": pinned.message} if pinned else {})}


def _member(world: World, chat: Chat, person: int) -> Json:
    if person == world.bot["id"]:
        return {"user": world.bot, "status": "kicked" if chat.blocked else chat.bot_status}
    user = world.people.get(person)
    if user is None:
        raise bad("PARTICIPANT_ID_INVALID")
    return {"user": user, "status": "member" if person in chat.members else "left"}


def get_chat_member(world: World, params: Params) -> Json:
    """One member and their status."""
    return _member(world, world.chat(params), params.whole("user_id"))


def get_chat_member_count(world: World, params: Params) -> int:
    """People in a chat, the bot included."""
    return len(world.chat(params).members) + 1


def get_chat_administrators(world: World, params: Params) -> list[Json]:
    """Those who run a group."""
    chat = world.chat(params)
    if chat.id > 0:
        raise bad("there are no administrators in the private chat")
    return [_member(world, chat, world.bot["id"])] if chat.bot_status == "administrator" else []


def leave_chat(world: World, params: Params) -> bool:
    """Leaves a group."""
    chat = world.open_chat(params)
    if chat.id > 0:
        raise bad("chat member status can't be changed in private chats")
    chat.blocked, chat.bot_status = True, "left"
    chat.changed("left", {})
    return True


def get_file(world: World, params: Params) -> Json:
    """Where to download a file, up to 20 MB."""
    stored = world.files.by_id.get(params.text("file_id"))
    if stored is None:
        raise bad("invalid file_id")
    if len(stored.content) > MOST_DOWNLOAD:
        raise bad("file is too big")
    sized = {"file_id": stored.file_id, "file_unique_id": stored.unique, "file_size": len(stored.content)}
    return {**sized, "file_path": stored.path}


def done(_: World, __: Params) -> bool:
    """Nothing to do on a server that holds one bot."""
    return True


METHODS = (
    method("getMe", get_me),
    method("getChat", get_chat, "chat_id"),
    method("getChatMember", get_chat_member, "chat_id user_id"),
    method("getChatMemberCount", get_chat_member_count, "chat_id"),
    method("getChatAdministrators", get_chat_administrators, "chat_id return_bots"),
    method("leaveChat", leave_chat, "chat_id"),
    method("getFile", get_file, "file_id"),
    method("close", done),
    method("logOut", done),
)
