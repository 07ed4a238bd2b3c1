"""sendPhoto, sendDocument, sendVoice, sendAudio, sendVideo, sendMediaGroup and editMessageMedia."""

from __future__ import annotations

import json
from typing import Any

from bot.playground import compose, keyboard, picture
from bot.playground.chat import Json
from bot.playground.method import ABOVE, CAPTION, EDITING, SENDING, Method, Now, method
from bot.playground.params import Params
from bot.playground.refusal import bad
from bot.playground.world import World

FEWEST_IN_ALBUM, MOST_IN_ALBUM = 2, 10
FIELDS = {
    "photo": "photo has_spoiler" + ABOVE,
    "document": "document thumbnail disable_content_type_detection",
    "voice": "voice duration",
    "audio": "audio duration performer title thumbnail",
    "video": "video duration width height thumbnail cover start_timestamp has_spoiler supports_streaming" + ABOVE,
}


def _sender(kind: str) -> Now:
    def send(world: World, params: Params) -> Json:
        chat = world.open_chat(params)
        stored = world.files.read(params, kind, kind)
        body = {**picture.media(kind, stored, params), **compose.caption(params)}
        return compose.send(world, chat, params, body)

    return send


def _item(world: World, params: Params, item: Any) -> tuple[str, Json]:
    if not isinstance(item, dict) or not isinstance(item.get("media"), str):
        raise bad("can't parse InputMedia: media is not specified")
    kind = str(item.get("type"))
    if kind not in picture.KINDS or kind == "voice":
        raise bad(f"can't parse InputMedia: unknown type {kind}")
    own = Params(item, params.uploads)
    stored = world.files.read(own, "media", kind, attached=item["media"])
    return kind, {**picture.media(kind, stored, own), **compose.caption(own)}


def send_media_group(world: World, params: Params) -> list[Json]:
    """An album: 2 to 10 photos and videos, or documents, or audio files."""
    chat = world.open_chat(params)
    items = params.rows("media")
    if not FEWEST_IN_ALBUM <= len(items) <= MOST_IN_ALBUM:
        raise bad("the album must include 2-10 items")
    bodies = [_item(world, params, item) for item in items]
    kinds = {kind for kind, _ in bodies}
    if kinds != {"photo", "video"} and len(kinds) > 1:
        raise bad("document and audio albums can't be mixed with other media types")
    album = str(7_000_000_000 + world.counts["albums"])
    world.counts["albums"] += 1
    reply = compose.answered(params, chat)
    for _ in bodies:
        world.flood.charge(chat.id)
    return [world.post(chat, world.bot, {**reply, **body, "media_group_id": album}) for _, body in bodies]


def edit_message_media(world: World, params: Params) -> Json:
    """Replaces the file of a message, with its caption."""
    chat = world.open_chat(params)
    kept = compose.own(chat, params, "message to edit not found", "message can't be edited")
    _, body = _item(world, params, params.data("media"))
    if "text" in kept.message:
        body |= {"text": None, "entities": None}
    cleared: Json = dict.fromkeys((*picture.KINDS, "caption", "caption_entities"))
    markup = keyboard.read(params.data("reply_markup"))
    new = {**cleared, **body, "reply_markup": markup if markup and markup["inline_keyboard"] else None}
    if all(json.dumps(kept.message.get(name)) == json.dumps(value) for name, value in new.items()):
        raise bad(compose.UNCHANGED)
    return world.amend(chat, kept, new)


METHODS: tuple[Method, ...] = (
    *(method(f"send{kind.title()}", _sender(kind), SENDING + CAPTION + fields) for kind, fields in FIELDS.items()),
    method(
        "sendMediaGroup",
        send_media_group,
        "business_connection_id chat_id message_thread_id direct_messages_topic_id media disable_notification"
        " protect_content allow_paid_broadcast message_effect_id reply_parameters",
    ),
    method("editMessageMedia", edit_message_media, EDITING + "media"),
)
