"""What every outgoing message shares: text or caption with entities, markup, the message it replies to."""

from __future__ import annotations

import re
from typing import Any

from bot.playground import entities, keyboard
from bot.playground.chat import Chat, Json, Kept
from bot.playground.params import Params
from bot.playground.refusal import bad
from bot.playground.world import World

MOST_TEXT, MOST_CAPTION = 4096, 1024
ENTITY_KINDS = frozenset({
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic", "underline",
    "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "text_link", "text_mention",
    "custom_emoji", "date_time",
})  # fmt: skip
FLAGS = frozenset({"disable_notification", "protect_content", "allow_paid_broadcast"})
REPLY = frozenset({
    "message_id", "chat_id", "allow_sending_without_reply", "quote", "quote_parse_mode", "quote_entities",
    "quote_position", "checklist_task_id", "poll_option_id",
})  # fmt: skip
UNPAIRED = re.compile("[\ud800-\udfff]")
UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content"
    " and reply markup of the message"
)


def text(params: Params) -> Json:
    """`text` and `entities` of a message, 1 to 4,096 UTF-16 units after parsing."""
    plain, marks = _parsed(params, "text", "entities")
    if not plain:
        raise bad("message text is empty")
    if entities.units(plain) > MOST_TEXT:
        raise bad("message is too long")
    return {"text": plain, "entities": marks} if marks else {"text": plain}


def caption(params: Params) -> Json:
    """`caption` and `caption_entities`, up to 1,024 UTF-16 units after parsing; empty where there is none."""
    plain, marks = _parsed(params, "caption", "caption_entities")
    if entities.units(plain) > MOST_CAPTION:
        raise bad("message caption is too long")
    if not plain:
        return {}
    return {"caption": plain, "caption_entities": marks} if marks else {"caption": plain}


def _parsed(params: Params, name: str, marks_name: str) -> tuple[str, list[Json]]:
    raw = params.text(name)
    if UNPAIRED.search(raw):
        raise bad("strings must be encoded in UTF-8")
    mode = params.text("parse_mode") or None
    if mode is None and params.has(marks_name):
        plain, marks = raw, _given(params.rows(marks_name), entities.units(raw))
    else:
        plain, marks = entities.parse(raw, mode)
    plain, marks = entities.tidy(plain, marks)
    return plain, entities.found(plain, marks)


def _given(marks: list[Any], size: int) -> list[Json]:
    for mark in marks:
        whole = isinstance(mark, dict) and isinstance(mark.get("offset"), int) and isinstance(mark.get("length"), int)
        if not whole or mark.get("type") not in ENTITY_KINDS:
            raise bad("can't parse MessageEntity")
        if mark["offset"] < 0 or mark["length"] <= 0 or mark["offset"] + mark["length"] > size:
            raise bad("entity beyond the text")
    return [dict(mark) for mark in marks]


def answered(params: Params, chat: Chat) -> Json:
    """`reply_to_message` of a message, where it replies to one."""
    reply = params.data("reply_parameters")
    if reply is None:
        return {}
    if not isinstance(reply, dict) or reply.keys() - REPLY or not isinstance(reply.get("message_id"), int):
        raise bad("can't parse reply parameters JSON object")
    kept = chat.messages.get(reply["message_id"])
    if kept is None:
        if reply.get("allow_sending_without_reply") is True:
            return {}
        raise bad("message to be replied not found")
    quoted = {name: value for name, value in kept.message.items() if name != "reply_to_message"}
    return {"reply_to_message": quoted}


def send(world: World, chat: Chat, params: Params, body: Json, *, extra: Json | None = None) -> Json:
    """Post a message of the bot with its markup and reply; charges the flood limits."""
    for name in FLAGS & params.raw.keys():
        params.flag(name)
    markup = keyboard.read(params.data("reply_markup"))
    reply = answered(params, chat)
    world.flood.charge(chat.id)
    plain = markup is not None and "inline_keyboard" not in markup
    if markup is not None and plain:
        chat.reply_keyboard = None if markup.get("remove_keyboard") else markup
        chat.changed("reply_keyboard", {"markup": chat.reply_keyboard})
    shown: Json = {"reply_markup": markup} if markup and markup.get("inline_keyboard") else {}
    return world.post(chat, world.bot, {**reply, **body, **(extra or {}), **shown}, plain_keyboard=plain)


def own(chat: Chat, params: Params, missing: str, foreign: str) -> Kept:
    """The bot's own message that a request names. Raises 400 with the given sentences."""
    if params.has("inline_message_id"):
        raise bad("message identifier is not specified: inline messages are not served here")
    kept = chat.messages.get(params.whole("message_id"))
    if kept is None:
        raise bad(missing)
    if not kept.from_bot or kept.plain_keyboard:
        raise bad(foreign)
    return kept
