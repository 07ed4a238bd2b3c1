"""The pen that errands are handed: shows screens and fetches files, outside transactions."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.errors import Rule
from bot.ports import Reply
from bot.telegram.courier import ApiError, Courier, Delivered
from bot.telegram.keys import Ring
from bot.workers.drawing import Drawing

_AT_ONCE = 100


class ChatPen:
    """Keeps the promise of `bot.ports.Pen` for one bot."""

    def __init__(self, drawing: Drawing, courier: Courier, ring: Ring) -> None:
        self._ring = ring
        self._drawing = drawing
        self._courier = courier

    async def show(self, chat_cipher: bytes, reply: Reply) -> int:
        """Draw after whatever the chat is being shown; the id of the last message sent (0: none)."""
        return await self._drawing.show(chat_cipher, reply)

    async def delete(self, chat_cipher: bytes, messages: Sequence[int]) -> None:
        """At most a hundred in one call; one by one where a lesser server lacks that. What is gone stays gone."""
        chat = self._ring.unseal(chat_cipher)
        for at in range(0, len(messages), _AT_ONCE):
            some = list(messages[at : at + _AT_ONCE])
            done = await self._courier.carry("deleteMessages", {"chat_id": chat, "message_ids": some})
            if not isinstance(done, Delivered):
                for one in some:
                    await self._courier.carry("deleteMessage", {"chat_id": chat, "message_id": one})

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
