"""editMessageText, editMessageCaption, editMessageReplyMarkup."""

from __future__ import annotations

from bot.playground import compose, keyboard
from bot.playground.chat import Chat, Json, Kept
from bot.playground.method import ABOVE, CAPTION, EDITING, method
from bot.playground.params import Params
from bot.playground.refusal import bad
from bot.playground.world import World

MISSING, FOREIGN = "message to edit not found", "message can't be edited"


def _markup(params: Params) -> Json | None:
    value = params.data("reply_markup")
    if value is None:
        return None
    markup = keyboard.inline(value)
    return markup if markup["inline_keyboard"] else None


def _amend(world: World, chat: Chat, kept: Kept, body: Json) -> Json:
    if all(kept.message.get(name) == value for name, value in body.items()):
        raise bad(compose.UNCHANGED)
    return world.amend(chat, kept, body)


def edit_message_text(world: World, params: Params) -> Json:
    """New text; without reply_markup the buttons go."""
    chat = world.open_chat(params)
    body = compose.text(params)
    kept = compose.own(chat, params, MISSING, FOREIGN)
    if "text" not in kept.message:
        raise bad("there is no text in the message to edit")
    return _amend(world, chat, kept, {"entities": None, **body, "reply_markup": _markup(params)})


def edit_message_caption(world: World, params: Params) -> Json:
    """New caption; without reply_markup the buttons go."""
    chat = world.open_chat(params)
    body = compose.caption(params)
    kept = compose.own(chat, params, MISSING, FOREIGN)
    if "text" in kept.message or "location" in kept.message:
        raise bad("there is no caption in the message to edit")
    cleared: Json = {"caption": None, "caption_entities": None}
    return _amend(world, chat, kept, {**cleared, **body, "reply_markup": _markup(params)})


def edit_message_reply_markup(world: World, params: Params) -> Json:
    """New buttons, or none."""
    chat = world.open_chat(params)
    kept = compose.own(chat, params, MISSING, FOREIGN)
    return _amend(world, chat, kept, {"reply_markup": _markup(params)})


METHODS = (
    method(
        "editMessageText", edit_message_text, EDITING + "text parse_mode entities link_preview_options rich_message"
    ),
    method("editMessageCaption", edit_message_caption, EDITING + CAPTION + ABOVE),
    method("editMessageReplyMarkup", edit_message_reply_markup, EDITING),
)
