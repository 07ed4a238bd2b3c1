"""setMyCommands, getMyCommands, deleteMyCommands."""

from __future__ import annotations

import re
from typing import Any

from bot.playground.chat import Json
from bot.playground.entities import units
from bot.playground.method import method
from bot.playground.params import Params
from bot.playground.refusal import bad
from bot.playground.world import World

NAME = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"[a-z]{2}|")
MOST, MOST_DESCRIPTION = 100, 256
BROAD = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
NARROW = frozenset({"chat", "chat_administrators", "chat_member"})


def _place(world: World, params: Params) -> tuple[str, str]:
    language = params.text("language_code")
    if not LANGUAGE.fullmatch(language):
        raise bad("invalid language code specified")
    scope: Any = params.data("scope") or {"type": "default"}
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind in BROAD:
        return str(kind), language
    if kind not in NARROW:
        raise bad("can't parse BotCommandScope: unsupported type specified")
    chat = world.chat(Params(scope))
    if kind == "chat_member":
        return f"{kind}:{chat.id}:{Params(scope).whole('user_id')}", language
    return f"{kind}:{chat.id}", language


def set_my_commands(world: World, params: Params) -> bool:
    """The list for one scope and language."""
    if not params.has("commands"):
        raise bad("parameter commands is required")
    commands = params.rows("commands")
    place = _place(world, params)
    if len(commands) > MOST:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    world.commands[place] = [_command(one) for one in commands]
    return True


def _command(one: Any) -> Json:
    if not isinstance(one, dict) or set(one) != {"command", "description"}:
        raise bad("can't parse BotCommand: expected command and description")
    name, description = str(one["command"]), str(one["description"]).strip()
    if not NAME.fullmatch(name):
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= units(description) <= MOST_DESCRIPTION:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def get_my_commands(world: World, params: Params) -> list[Json]:
    """The list set for exactly this scope and language."""
    return world.commands.get(_place(world, params), [])


def delete_my_commands(world: World, params: Params) -> bool:
    """Forgets the list of one scope and language."""
    world.commands.pop(_place(world, params), None)
    return True


METHODS = (
    method("setMyCommands", set_my_commands, "commands scope language_code"),
    method("getMyCommands", get_my_commands, "scope language_code"),
    method("deleteMyCommands", delete_my_commands, "scope language_code"),
)
