"""Sending what is no text: photos, documents, voice, stickers, places, contacts, albums."""

from __future__ import annotations

import base64
import binascii

from bot.playground import picture
from bot.playground.act import deliver, person, place
from bot.playground.chat import Chat, Json
from bot.playground.params import Params, Upload
from bot.playground.refusal import bad
from bot.playground.world import World

NAMES = {
    "photo": ("photo.png", "image/png"),
    "document": ("file.bin", "application/octet-stream"),
    "voice": ("voice.ogg", "audio/ogg"),
    "audio": ("audio.mp3", "audio/mpeg"),
    "video": ("video.mp4", "video/mp4"),
}


def _body(world: World, asked: Json, kind: str) -> Json:
    if kind not in NAMES:
        raise bad(f"no such kind of file: {kind}")
    try:
        content = base64.b64decode(str(asked.get("content", "")), validate=True)
    except (binascii.Error, ValueError):
        raise bad("content must be base64") from None
    name, mime = str(asked.get("name") or NAMES[kind][0]), str(asked.get("mime") or NAMES[kind][1])
    stored = world.files.store(kind, Upload(name, mime, content))
    body = picture.media(kind, stored, Params({"duration": asked.get("duration", 0)}))
    return {**body, "caption": str(asked["caption"])} if asked.get("caption") else body


def send_file(world: World, asked: Json) -> Json:
    """A file of `kind` photo, document, voice, audio or video; `content` in base64."""
    body = _body(world, asked, str(asked.get("kind", "document")))
    return _send(world, asked, body)


def album(world: World, asked: Json) -> Json:
    """Several files at once: `items` of {"kind", "content", …}; returns {"messages", "update_ids"}."""
    user, chat = person(world, asked), place(world, asked)
    group = str(9_000_000_000 + world.counts["albums"])
    world.counts["albums"] += 1
    bodies = [_body(world, item, str(item.get("kind", "photo"))) for item in asked.get("items", [])]
    sent = [deliver(world, chat, user, {**body, "media_group_id": group}) for body in bodies]
    return {"messages": [one["message"] for one in sent], "update_ids": [one["update_id"] for one in sent]}


def sticker(world: World, asked: Json) -> Json:
    """A sticker with its emoji."""
    emoji = str(asked.get("emoji", "👍"))
    looks = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular", "emoji": emoji}
    return _send(world, asked, {"sticker": {"file_id": "sticker", "file_unique_id": "sticker", **looks}})


def location(world: World, asked: Json) -> Json:
    """A point on the map."""
    point = {"latitude": float(asked["latitude"]), "longitude": float(asked["longitude"])}
    return _send(world, asked, {"location": point})


def contact(world: World, asked: Json) -> Json:
    """A phone number, the person's own unless `first_name` names another."""
    user = person(world, asked)
    name = str(asked.get("first_name") or user["first_name"])
    card: Json = {"phone_number": str(asked.get("phone_number", "+440000000000")), "first_name": name}
    if "first_name" not in asked:
        card["user_id"] = user["id"]
    return _send(world, asked, {"contact": card})


def _send(world: World, asked: Json, body: Json) -> Json:
    chat: Chat = place(world, asked)
    return deliver(world, chat, person(world, asked), body, reply_to=asked.get("reply_to"))


ACTS = {"send_file": send_file, "album": album, "sticker": sticker, "location": location, "contact": contact}
