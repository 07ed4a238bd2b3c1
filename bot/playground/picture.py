"""The JSON in which a stored file appears inside a message."""

from __future__ import annotations

from bot.playground.chat import Json
from bot.playground.files import Stored, check_photo
from bot.playground.params import Params
from bot.playground.refusal import bad

KINDS = ("photo", "document", "voice", "audio", "video")


def reference(stored: Stored) -> Json:
    """The fields that every file has."""
    return {"file_id": stored.file_id, "file_unique_id": stored.unique, "file_size": len(stored.content)}


def media(kind: str, stored: Stored, params: Params) -> Json:
    """The field of a message that holds this file, by its kind."""
    found: Json = reference(stored)
    named = {"file_name": stored.name, "mime_type": stored.mime}
    seconds = params.whole("duration", 0)
    match kind:
        case "photo":
            width, height = check_photo(stored)
            return {"photo": [{**found, "width": width, "height": height}]}
        case "document":
            return {"document": {**found, **named}}
        case "voice":
            return {"voice": {**found, "duration": seconds, "mime_type": stored.mime}}
        case "audio":
            labels = {name: params.text(name) for name in ("performer", "title") if params.has(name)}
            return {"audio": {**found, **named, **labels, "duration": seconds}}
        case "video":
            size = {"width": params.whole("width", 0), "height": params.whole("height", 0)}
            return {"video": {**found, **named, **size, "duration": seconds}}
        case _:
            raise bad(f"can't parse InputMedia: unknown type {kind}")
