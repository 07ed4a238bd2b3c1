"""Files go out by the library's own Bot, which knows multipart; once sent, a file goes again by its file id."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from telegram import Bot, InputFile, Message
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.core.screen import Attachment
from bot.telegram.courier import Delivered, Later, Outcome, Refused, Unknown
from bot.telegram.render import Call

Media = Callable[[str], bytes | None]
"""The bytes of a form's media file by its name; None where there is none."""


class Uploads:
    """Carries calls that have a file. `media` finds what an attachment only names."""

    def __init__(self, bot: Bot, media: Media) -> None:
        self._bot = bot
        self._media = media
        self._known: dict[tuple[str, str], str] = {}

    async def carry(self, call: Call) -> Outcome:
        """Send one file and name what became of it."""
        attachment = call.file
        assert attachment is not None, "a call without file goes by the courier"
        key = (attachment.kind, attachment.name)
        known = attachment.reference or (self._known.get(key) if attachment.content is None else None)
        content = attachment.content if known or attachment.content is not None else self._media(attachment.name)
        if not known and content is None:
            return Refused(404, "no such media")
        try:
            message = await self._send(attachment, known or InputFile(content or b"", attachment.name), call.params)
        except RetryAfter as error:
            wait = error.retry_after
            return Later(float(wait if isinstance(wait, int | float) else wait.total_seconds()))
        except Forbidden:
            return Refused(403, "forbidden", blocked=True)
        except BadRequest:
            self._known.pop(key, None)
            return Refused(400, "file refused")
        except (TimedOut, NetworkError) as error:
            return Unknown(type(error).__name__)
        except TelegramError as error:
            return Refused(400, type(error).__name__)
        if known is None and attachment.content is None and (file_id := _file_id(message)):
            self._known[key] = file_id
        return Delivered(message.message_id)

    async def _send(self, attachment: Attachment, file: str | InputFile, params: dict[str, Any]) -> Message:
        match attachment.kind:
            case "image":
                return await self._bot.send_photo(photo=file, **params)
            case "audio":
                return await self._bot.send_audio(audio=file, **params)
            case "video":
                return await self._bot.send_video(video=file, **params)
            case "document":
                return await self._bot.send_document(document=file, **params)


def _file_id(message: Message) -> str:
    found = message.effective_attachment
    if isinstance(found, tuple | list):
        found = found[-1] if found else None
    return str(getattr(found, "file_id", "") or "")
