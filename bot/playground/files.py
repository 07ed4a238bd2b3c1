"""Files that people and the bot sent: by id, in memory, with the limits of the Bot API."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass, field

from bot.playground.params import Params, Upload
from bot.playground.refusal import Refused, bad

MOST_PHOTO, MOST_UPLOAD, MOST_DOWNLOAD = 10 << 20, 50 << 20, 20 << 20
MOST_SIDES, MOST_RATIO = 10_000, 20


@dataclass(frozen=True, slots=True)
class Stored:
    """A file on the server; `kind` is the field it came in (photo, document, voice, …)."""

    file_id: str
    unique: str
    kind: str
    name: str
    mime: str
    content: bytes

    @property
    def path(self) -> str:
        """Path under /file/bot<token>/."""
        return f"{self.kind}s/{self.unique}/{self.name}"


@dataclass(slots=True)
class Files:
    """Every file by its id and its path. The same bytes are kept once."""

    by_id: dict[str, Stored] = field(default_factory=dict)
    by_path: dict[str, Stored] = field(default_factory=dict)

    def store(self, kind: str, upload: Upload) -> Stored:
        """Keep an upload. Raises 400 for an empty one, 413 for one that is too large."""
        if not upload.content:
            raise bad("file must be non-empty")
        if len(upload.content) > MOST_UPLOAD:
            raise Refused(413, "Request Entity Too Large")
        name = "".join(c for c in upload.name.replace("\\", "/").rsplit("/", 1)[-1] if c.isprintable()) or "file"
        seed = kind.encode() + name.encode(errors="replace") + upload.content
        digest = hashlib.blake2b(seed, digest_size=12).hexdigest()
        file_id = f"AgAC-{digest}"
        if file_id not in self.by_id:
            stored = Stored(file_id, digest[:16], kind, name, upload.mime or "application/octet-stream", upload.content)
            self.by_id[file_id] = self.by_path[stored.path] = stored
        return self.by_id[file_id]

    def read(self, params: Params, name: str, kind: str, *, attached: str | None = None) -> Stored:
        """The file of a parameter: uploaded, attached, or known by its id."""
        value = attached if attached is not None else params.raw.get(name)
        if attached is None and name in params.uploads:
            return self.store(kind, params.uploads[name])
        if not isinstance(value, str) or not value:
            raise bad(f"there is no {kind} in the request")
        if value.startswith("attach://"):
            upload = params.uploads.get(value.removeprefix("attach://"))
            if upload is None:
                raise bad(f"can't find the attached file {value}")
            return self.store(kind, upload)
        if value.startswith(("http://", "https://")):
            raise bad("failed to get HTTP URL content")
        stored = self.by_id.get(value)
        if stored is None:
            raise bad("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise bad(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return stored


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG, JPEG, GIF or WebP in pixels. Raises 400 for anything that is no picture."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        return struct.unpack(">II", content[16:24])
    if content[:3] == b"GIF" and len(content) >= 10:
        return struct.unpack("<HH", content[6:10])
    if content[:2] == b"\xff\xd8":
        return _jpeg(content)
    if content[:4] == b"RIFF" and content[8:16] == b"WEBPVP8X":
        width = int.from_bytes(content[24:27], "little") + 1
        return width, int.from_bytes(content[27:30], "little") + 1
    if content[:4] == b"RIFF" and content[8:15] == b"WEBPVP8":
        return 1, 1
    raise bad("IMAGE_PROCESS_FAILED")


def _jpeg(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, size = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + size
    raise bad("IMAGE_PROCESS_FAILED")


def check_photo(stored: Stored) -> tuple[int, int]:
    """Width and height of a photo within Telegram's limits. Raises 400 beyond them."""
    if len(stored.content) > MOST_PHOTO:
        raise bad("file is too big for a photo")
    width, height = picture_size(stored.content)
    if width + height > MOST_SIDES or max(width, height) > MOST_RATIO * max(1, min(width, height)):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return width, height
