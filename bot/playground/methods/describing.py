"""The bot's name, descriptions and menu button, by language."""

from __future__ import annotations

import re

from bot.playground.chat import Json
from bot.playground.entities import units
from bot.playground.method import Method, Now, method
from bot.playground.params import Params
from bot.playground.refusal import bad
from bot.playground.world import World

MOST = {"name": 64, "description": 512, "short_description": 120}
LANGUAGE = re.compile(r"[a-z]{2}|")
BUTTONS = frozenset({"commands", "default", "web_app"})
DEFAULT_MENU: Json = {"type": "default"}


def _language(params: Params) -> str:
    language = params.text("language_code")
    if not LANGUAGE.fullmatch(language):
        raise bad("invalid language code specified")
    return language


def _setter(what: str) -> Now:
    def put(world: World, params: Params) -> bool:
        words, language = params.text(what), _language(params)
        if units(words) > MOST[what]:
            raise bad(f"bot {what.replace('_', ' ')} is too long")
        world.words[what, language] = words
        return True

    return put


def _getter(what: str) -> Now:
    def get(world: World, params: Params) -> Json:
        fallback = world.bot["first_name"] if what == "name" else ""
        words = world.words.get((what, _language(params))) or world.words.get((what, "")) or fallback
        return {what: words}

    return get


def set_chat_menu_button(world: World, params: Params) -> bool:
    """What the button beside the composer opens, in one private chat or by default."""
    button = params.data("menu_button") or DEFAULT_MENU
    if not isinstance(button, dict) or button.get("type") not in BUTTONS:
        raise bad("can't parse menu button: unsupported type specified")
    world.menus[world.chat(params).id if params.has("chat_id") else 0] = button
    return True


def get_chat_menu_button(world: World, params: Params) -> Json:
    """The button of one private chat or the default one."""
    return world.menus.get(world.chat(params).id if params.has("chat_id") else 0, DEFAULT_MENU)


METHODS: tuple[Method, ...] = (
    *(
        made
        for what, title in (("name", "Name"), ("description", "Description"), ("short_description", "ShortDescription"))
        for made in (
            method(f"setMy{title}", _setter(what), f"{what} language_code"),
            method(f"getMy{title}", _getter(what), "language_code"),
        )
    ),
    method("setChatMenuButton", set_chat_menu_button, "chat_id menu_button"),
    method("getChatMenuButton", get_chat_menu_button, "chat_id"),
)
