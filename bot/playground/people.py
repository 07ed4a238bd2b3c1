"""`Person`: a resident, champion or officer at the other end of the chat, for tests and simulations."""

from __future__ import annotations

import asyncio
import base64
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from bot.playground.chat import Json
from bot.playground.refusal import Refused

Do = Callable[..., Awaitable[Any]]
Expected = str | Callable[[Json], bool]
_NUMBERED = re.compile(r"^\W*(\d+)\. (.*)$", re.MULTILINE)
"""A line of a list that is chosen from by number."""


def over_http(session: aiohttp.ClientSession, root: str) -> Do:
    """Acts through the control API of a playground in another process. Raises `Refused`."""

    async def do(name: str, /, **asked: object) -> Any:
        async with session.post(f"{root}/control/{name}", json=asked) as response:
            body = await response.json()
        if not body.get("ok"):
            raise Refused(response.status, str(body.get("error")))
        return body["result"]

    return do


class Person:
    """One person. `do` is `Playground.act` or what `over_http` returns; make one with `await Person.arrive(...)`."""

    def __init__(self, do: Do, user: Json) -> None:
        self._do = do
        self.id: int = user["id"]
        self.name: str = user["first_name"]
        self.language: str = user.get("language_code", "")
        self.mark = 0

    @classmethod
    async def arrive(cls, do: Do, name: str = "Sam", language: str = "en", *, number: int | None = None) -> Person:
        """A new person, or the known one with this `number`."""
        named = {} if number is None else {"id": number}
        return cls(do, await do("arrive", first_name=name, language_code=language, **named))

    async def _act(self, name: str, /, **asked: object) -> Any:
        """Act; messages that changed before are old news to `wait_for`."""
        if "chat" not in asked or asked["chat"] is None:
            asked.pop("chat", None)
            self.mark = (await self._do("chat", person=self.id, since=1 << 60))["rev"]
        return await self._do(name, person=self.id, **asked)

    async def say(self, text: str, *, chat: int | None = None, reply_to: int | None = None) -> Json:
        """Sends a text; returns {"message", "update_id"}."""
        return dict(await self._act("say", text=text, chat=chat, reply_to=reply_to))

    async def start(self, payload: str = "") -> Json:
        """Opens the bot's link."""
        return dict(await self._act("start", payload=payload))

    async def edit(self, message_id: int, text: str) -> Json:
        """Changes an earlier message of this person's own."""
        return dict(await self._act("edit", message_id=message_id, text=text))

    async def press(self, label: str, *, message_id: int | None = None) -> Json:
        """Presses the newest button with this label (or holding it); returns {"query_id", …} or {"url"}."""
        return dict(await self._act("press", label=label, message_id=message_id))

    async def pick(self, label: str) -> Json:
        """Presses what says this in the newest message that offers it: a button with (or holding) these words, or the
        number that stands before them in a list. Raises LookupError where nothing does."""
        for message in reversed(await self.messages()):
            shown = [one["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", []) for one in row]
            numbers = [hit[1] for hit in _NUMBERED.finditer(message.get("text", "")) if label in hit[2]]
            exact, holding = [one for one in shown if one == label], [one for one in shown if label in one]
            for found in (*exact, *holding, *(one for one in numbers if one in shown)):
                return await self.press(found, message_id=message["message_id"])
        raise LookupError(f"nothing says {label!r} to {self.name}")

    async def press_at(self, row: int, column: int = 0, *, message_id: int | None = None) -> Json:
        """Presses by place, in the newest keyboard unless a message is named."""
        return dict(await self._act("press", row=row, column=column, message_id=message_id))

    async def forge(self, data: str, *, message_id: int | None = None) -> Json:
        """Sends button data of one's own making."""
        named = {} if message_id is None else {"message_id": message_id}
        return dict(await self._act("press", data=data, **named))

    async def answer(self, pressed: Json, timeout: float = 5.0) -> Json:  # noqa: ASYNC109 - the wait is the point
        """What the bot answered to a press: {"text", "show_alert"}. Raises TimeoutError."""
        until = time.monotonic() + timeout
        rev = (await self._do("chat", person=self.id, since=1 << 60))["rev"]
        while True:
            found = await self._do("answer", query_id=pressed["query_id"])
            if not found.get("pending"):
                return dict(found)
            left = until - time.monotonic()
            if left <= 0:
                message = f"no answer to {self.name}'s press in {timeout} s"
                raise TimeoutError(message)
            rev = (await self._do("wait", person=self.id, since=rev, timeout=min(left, 0.5)))["rev"]

    async def send(self, kind: str, content: bytes, **more: object) -> Json:
        """Sends a photo, document, voice, audio or video; `name`, `mime`, `caption` where they matter."""
        return dict(await self._act("send_file", kind=kind, content=base64.b64encode(content).decode(), **more))

    async def album(self, *items: tuple[str, bytes]) -> Json:
        """Sends (kind, content) pairs as one album."""
        packed = [{"kind": kind, "content": base64.b64encode(content).decode()} for kind, content in items]
        return dict(await self._act("album", items=packed))

    async def share(self, what: str, **more: object) -> Json:
        """Sends a `sticker`, `location` (latitude, longitude) or `contact`."""
        return dict(await self._act(what, **more))

    async def block(self) -> None:
        """Blocks the bot."""
        await self._do("block", person=self.id)

    async def unblock(self) -> None:
        """Lets it write again."""
        await self._do("unblock", person=self.id)

    async def commands(self) -> list[Json]:
        """The commands menu as this person sees it."""
        return list((await self._do("commands", person=self.id))["commands"])

    async def views(self) -> list[Json]:
        """All messages as they stand: {"message", "rev", "bot", "reactions"}."""
        return list((await self._do("chat", person=self.id))["messages"])

    async def messages(self, *, bot_only: bool = True) -> list[Json]:
        """Messages as they stand, oldest first."""
        return [one["message"] for one in await self.views() if one["bot"] or not bot_only]

    async def last(self) -> Json:
        """The bot's newest message. Raises LookupError where it said nothing."""
        said = await self.messages()
        if not said:
            message = f"the bot said nothing to {self.name}"
            raise LookupError(message)
        return said[-1]

    async def screen(self) -> str:
        """The bot's newest message as plain text, with each row of buttons in brackets."""
        return drawn(await self.last())

    async def wait_for(self, expected: Expected, timeout: float = 5.0) -> Json:  # noqa: ASYNC109
        """The newest message of the bot, sent or edited since this person last acted, that holds `expected`.

        `expected` is a piece of `drawn` text or a test of the message. Raises TimeoutError with what was there.
        """
        until = time.monotonic() + timeout
        while True:
            state = await self._do("chat", person=self.id, since=self.mark)
            for one in reversed(state["messages"]):
                if one["bot"] and _fits(one["message"], expected):
                    return dict(one["message"])
            left = until - time.monotonic()
            if left <= 0:
                shown = "\n---\n".join(drawn(one) for one in (await self.messages())[-3:])
                message = f"{self.name} waited {timeout} s for {expected!r}; the bot's last messages:\n{shown}"
                raise TimeoutError(message)
            await self._do("wait", person=self.id, since=state["rev"], timeout=left)

    async def quiet(self, seconds: float = 0.2) -> None:
        """Waits until nothing has changed in the chat for so long."""
        rev = -1
        while True:
            now = (await self._do("chat", person=self.id, since=1 << 60))["rev"]
            if now == rev:
                return
            rev = now
            await asyncio.sleep(seconds)


def drawn(message: Json) -> str:
    """A message as plain text: what it says, then its buttons row by row in brackets."""
    kinds = [kind for kind in ("photo", "document", "voice", "audio", "video", "location") if kind in message]
    lines = [f"<{kind}>" for kind in kinds]
    lines.append(message.get("text") or message.get("caption") or "")
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    lines += [" ".join(f"[{button['text']}]" for button in row) for row in rows]
    return "\n".join(line for line in lines if line)


def _fits(message: Json, expected: Expected) -> bool:
    return expected in drawn(message) if isinstance(expected, str) else expected(message)
