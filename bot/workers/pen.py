"""The pen that errands are handed: shows screens and fetches files, outside transactions."""

from __future__ import annotations

from bot.core.errors import Rule
from bot.ports import Reply
from bot.telegram.courier import ApiError, Courier
from bot.workers.drawing import Drawing


class ChatPen:
    """Keeps the promise of `bot.ports.Pen` for one bot."""

    def __init__(self, drawing: Drawing, courier: Courier) -> None:
        self._drawing = drawing
        self._courier = courier

    async def show(self, chat_cipher: bytes, reply: Reply) -> int:
        """Draw after whatever the chat is being shown; the id of the last message sent (0: none)."""
        return await self._drawing.show(chat_cipher, reply)

    async def fetch(self, reference: str, limit: int) -> bytes:
        """The bytes of a file a person sent. Raises Rule("file.too_big") or Rule("file.gone")."""
        most = limit // 1_000_000
        try:
            file = await self._courier.ask("getFile", {"file_id": reference})
            if int(file.get("file_size") or 0) > limit:
                raise Rule("file.too_big", most=most)
            return await self._courier.fetch(str(file["file_path"]), limit)
        except ApiError as error:
            too_big = error.code == 413 or "too big" in error.why
            raise (Rule("file.too_big", most=most) if too_big else Rule("file.gone")) from None
        except (KeyError, AttributeError, TypeError):
            raise Rule("file.gone") from None
