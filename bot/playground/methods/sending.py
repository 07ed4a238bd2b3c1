"""sendMessage, sendLocation, sendChatAction."""

from __future__ import annotations

from bot.playground import compose
from bot.playground.chat import Json
from bot.playground.method import SENDING, method
from bot.playground.params import Params
from bot.playground.refusal import bad
from bot.playground.world import World

ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip
PREVIEW = frozenset({"is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"})
MOST_LATITUDE, MOST_LONGITUDE = 90, 180


def send_message(world: World, params: Params) -> Json:
    """A text message."""
    chat = world.open_chat(params)
    preview = params.data("link_preview_options") or {}
    if not isinstance(preview, dict) or preview.keys() - PREVIEW:
        raise bad("can't parse link preview options JSON object")
    extra: Json = {"link_preview_options": preview} if preview else {}
    return compose.send(world, chat, params, compose.text(params), extra=extra)


def send_location(world: World, params: Params) -> Json:
    """A point on the map."""
    chat = world.open_chat(params)
    latitude, longitude = params.real("latitude"), params.real("longitude")
    if abs(latitude) > MOST_LATITUDE or abs(longitude) > MOST_LONGITUDE:
        raise bad("wrong location specified")
    return compose.send(world, chat, params, {"location": {"latitude": latitude, "longitude": longitude}})


def send_chat_action(world: World, params: Params) -> bool:
    """Shows for a few seconds what the bot is doing."""
    chat = world.open_chat(params)
    action = params.text("action")
    if action not in ACTIONS:
        raise bad("wrong parameter action in request")
    chat.tell("action", {"action": action})
    return True


METHODS = (
    method("sendMessage", send_message, SENDING + "text parse_mode entities link_preview_options"),
    method(
        "sendLocation",
        send_location,
        SENDING + "latitude longitude horizontal_accuracy live_period heading proximity_alert_radius",
    ),
    method(
        "sendChatAction",
        send_chat_action,
        "business_connection_id chat_id message_thread_id action",
    ),
)
