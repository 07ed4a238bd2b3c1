"""From a reply to the calls that show it. The one place where text becomes markup, and so the one that escapes.

A screen's paragraphs are packed into messages of at most 4,096 UTF-16 units; the keyboard stands under the last one.
`replace` edits the message the input belongs to (the pressed one, else the reply's own), or goes below where there is
none; `toast` answers the press, or is said below where nothing was pressed or a screen reader would miss it. Files go
before the words they belong to, so that the message with the buttons is always one of text, which can be edited.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.core.screen import Attachment, Block, Say, Screen, Style
from bot.ports import Reply, Voice
from bot.telegram.codec import Codec
from bot.telegram.keyboard import Keyboards
from bot.telegram.split import CAPTION, MESSAGE, TOAST, pieces, trimmed, units
from bot.telegram.wording import Wording

_OPEN: dict[Style, tuple[str, str]] = {
    "title": ("<b>", "</b>"),
    "warning": ("<b>", "</b>"),
    "answer": ("<blockquote>", "</blockquote>"),
    "card": ("<blockquote>", "</blockquote>"),
}
_SLANT: frozenset[Style] = frozenset({"hint", "small"})
_ITALIC_ENDS = "\u0530"
"""Scripts before this code point (Latin, Greek, Cyrillic) have italics; slanting others hurts reading."""
_NO_PREVIEW = {"is_disabled": True}


@dataclass(frozen=True, slots=True)
class Place:
    """Where to show: the chat, and the press that is answered (`query` "" and `message` 0 where there was none)."""

    chat: int
    chat_hash: bytes
    query: str = ""
    message: int = 0
    thread: int = 0
    """The topic of a group's message; 0 outside topics."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `holds`: its message shows the session's present question. `instead`: what to send where the message
    to edit is no more. `file` goes by the uploads' road."""

    method: str
    params: dict[str, Any]
    holds: bool = False
    file: Attachment | None = None


class Renderer:
    """Renders replies by one voice and one bot's codec."""

    def __init__(self, voice: Voice, codec: Codec) -> None:
        self.wording = Wording(voice)
        self._keyboards = Keyboards(self.wording, codec)

    def calls(self, reply: Reply, place: Place) -> list[Call]:
        """The calls of a reply, in order; the answer to the press first."""
        out = [self._answer(reply, place)] if place.query else []
        for screen in reply.screens:
            if screen.mode == "toast" and place.query and not reply.reader:
                continue
            target = (place.message or reply.edit) if screen.mode == "replace" else 0
            out.extend(self._screen(screen, reply, place, target))
        return out

    def instead(self, call: Call) -> Call:
        """The same words as a new message, for an edit whose message is gone."""
        params = {name: value for name, value in call.params.items() if name != "message_id"}
        return Call("sendMessage", params, call.holds)

    def without_file(self, call: Call, language: str) -> Call:
        """A line in place of a file that cannot be shown."""
        params = {name: value for name, value in call.params.items() if name != "caption"}
        name = call.file.name if call.file else ""
        words = self.wording.paragraph(Say("attachment.missing", {"name": name}), language)
        return Call("sendMessage", {**params, "text": escaped(words), "parse_mode": "HTML"})

    def _answer(self, reply: Reply, place: Place) -> Call:
        toasts = [screen for screen in reply.screens if screen.mode == "toast"]
        params: dict[str, Any] = {"callback_query_id": place.query}
        if toasts:
            words = "\n".join(self._plain(block, reply.language) for s in toasts for block in s.blocks)
            params["text"] = trimmed(words, TOAST)
            if any(screen.alert for screen in toasts):
                params["show_alert"] = True
        return Call("answerCallbackQuery", params)

    def _screen(self, screen: Screen, reply: Reply, place: Place, target: int) -> Iterator[Call]:
        address: dict[str, Any] = {"chat_id": place.chat}
        if place.thread:
            address["message_thread_id"] = place.thread
        for attachment in screen.attachments:
            yield Call(f"send{_METHOD[attachment.kind]}", self._file(attachment, reply, address), file=attachment)
        texts = self.texts(screen.blocks, reply.language)
        if not texts and screen.rows:
            texts = ["…"]
        for index, text in enumerate(texts):
            last = index == len(texts) - 1
            edit = target if index == 0 else 0
            params: dict[str, Any] = {"chat_id": place.chat, "message_id": edit} if edit else dict(address)
            params["text"] = text
            if "<" in text or "&" in text:
                params["parse_mode"] = "HTML"
            if "://" in text or "t.me" in text:
                params["link_preview_options"] = _NO_PREVIEW
            if last and screen.rows:
                params["reply_markup"] = self._keyboards.build(
                    screen.rows, reply.language, reply.session, place.chat_hash
                )
            yield Call("editMessageText" if edit else "sendMessage", params, last and screen.holds)

    def _file(self, attachment: Attachment, reply: Reply, address: dict[str, Any]) -> dict[str, Any]:
        if attachment.caption is None:
            return dict(address)
        words = trimmed(self.wording.paragraph(attachment.caption, reply.language), CAPTION)
        return {**address, "caption": words}

    def _plain(self, block: Block, language: str) -> str:
        return self.wording.inline(block.line, language)

    def texts(self, blocks: tuple[Block, ...], language: str) -> list[str]:
        """The blocks as marked-up messages, each of at most 4,096 units once the markup is parsed."""
        worded = [
            (self.wording.paragraph(b.line, language, b.number if b.style == "option" else None).strip(), b.style)
            for b in blocks
        ]
        if sum(len(words) + 2 for words, _ in worded) <= MESSAGE // 2:  # whatever the letters, it fits
            return _together(worded)
        out: list[str] = []
        message, size, before = "", 0, ""
        for words, style in worded:
            for number, part in enumerate(pieces(words, MESSAGE)):
                long = units(part)
                gap = "" if not message else _gap(before, style)
                if message and (size + len(gap) + long > MESSAGE or number):
                    out.append(message)
                    message, size, gap = "", 0, ""
                message += gap + _marked(part, style)
                size += len(gap) + long
            before = style
        if message:
            out.append(message)
        return out


def _together(worded: list[tuple[str, Style]]) -> list[str]:
    message, before = "", ""
    for words, style in worded:
        if words:
            message += (_gap(before, style) if message else "") + _marked(words, style)
            before = style
    return [message] if message else []


def _gap(before: str, style: Style) -> str:
    return "\n" if style == before == "option" else "\n\n"


_METHOD = {"image": "Photo", "audio": "Audio", "video": "Video", "document": "Document"}


def _marked(text: str, style: Style) -> str:
    if style in _SLANT:
        opened, closed = ("<i>", "</i>") if _has_italics(text) else ("", "")
    else:
        opened, closed = _OPEN.get(style, ("", ""))
    return f"{opened}{escaped(text)}{closed}"


def escaped(text: str) -> str:
    """Text that means itself in HTML parse mode."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


def _has_italics(text: str) -> bool:
    return next((letter < _ITALIC_ENDS for letter in text if letter.isalpha()), True)
