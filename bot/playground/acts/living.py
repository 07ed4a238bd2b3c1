"""Coming, blocking, leaving; groups and who is in them."""

from __future__ import annotations

from bot.playground.act import number, person
from bot.playground.chat import Chat, Json
from bot.playground.refusal import bad
from bot.playground.world import World

FIRST_PERSON, FIRST_GROUP = 5_000_001, -1_001_000_000_001


def arrive(world: World, asked: Json) -> Json:
    """A new person: `first_name`, `language_code`, and `id` where it matters. Returns the `User`."""
    number_ = number(asked, "id", FIRST_PERSON + len(world.people))
    while "id" not in asked and number_ in world.people:
        number_ += 1
    user: Json = {"id": number_, "is_bot": False, "first_name": str(asked.get("first_name") or "Sam")}
    user |= {name: str(asked[name]) for name in ("last_name", "username", "language_code") if asked.get(name)}
    world.people[number_] = user
    if number_ not in world.chats:
        world.chats[number_] = Chat(number_, "private", "", {number_}, keep=world.keep)
    return user


def _status(world: World, chat: Chat, user: Json, old: str, new: str) -> None:
    bot = world.bot
    change = {
        "chat": world.chat_json(chat),
        "from": user,
        "date": world.now(),
        "old_chat_member": _member(bot, old),
        "new_chat_member": _member(bot, new),
    }
    world.inbox.add("my_chat_member", change, chat.id)


def _member(bot: Json, status: str) -> Json:
    return {"user": bot, "status": status, **({"until_date": 0} if status == "kicked" else {})}


def block(world: World, asked: Json) -> Json:
    """Blocks the bot."""
    user = person(world, asked)
    chat = world.chats[user["id"]]
    if not chat.blocked:
        chat.blocked = chat.started = True
        _status(world, chat, user, "member", "kicked")
        chat.changed("blocked", {"blocked": True})
    return {"blocked": True}


def unblock(world: World, asked: Json) -> Json:
    """Lets the bot write again."""
    user = person(world, asked)
    chat = world.chats[user["id"]]
    if chat.blocked:
        chat.blocked = False
        _status(world, chat, user, "kicked", "member")
        chat.changed("blocked", {"blocked": False})
    return {"blocked": False}


def vanish(world: World, asked: Json) -> Json:
    """The person deletes the account; the bot gets 403 from now on."""
    world.chats[person(world, asked)["id"]].gone = True
    return {}


def group(world: World, asked: Json) -> Json:
    """A group in which `person` adds the bot: `title`, `members`, `admin` for a bot with rights. Returns {"chat"}."""
    user = person(world, asked)
    number_ = FIRST_GROUP - sum(one < 0 for one in world.chats)
    members = {user["id"], *(int(one) for one in asked.get("members", []))}
    if members - world.people.keys():
        raise bad("a member nobody knows")
    chat = Chat(number_, "supergroup", str(asked.get("title", "Group")), members, started=True, keep=world.keep)
    chat.bot_status = "administrator" if asked.get("admin") else "member"
    world.chats[number_] = chat
    _status(world, chat, user, "left", "member")
    message = world.post(chat, user, {"new_chat_members": [world.bot]})
    world.inbox.add("message", message, chat.id)
    return {"chat": number_}


def join(world: World, asked: Json) -> Json:
    """A person comes into a group."""
    user = person(world, asked)
    chat = world.chats.get(number(asked, "chat"))
    if chat is None or chat.id > 0:
        raise bad("no such group")
    chat.members.add(user["id"])
    world.inbox.add("message", world.post(chat, user, {"new_chat_members": [user]}), chat.id)
    return {}


def put_out(world: World, asked: Json) -> Json:
    """A person removes the bot from a group."""
    user = person(world, asked)
    chat = world.chats.get(number(asked, "chat"))
    if chat is None or chat.id > 0:
        raise bad("no such group")
    chat.blocked = True
    _status(world, chat, user, "member", "kicked")
    return {}


ACTS = {
    "arrive": arrive,
    "block": block,
    "unblock": unblock,
    "vanish": vanish,
    "group": group,
    "join": join,
    "put_out": put_out,
}
