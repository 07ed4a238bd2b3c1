"""The chat page: its files, what it knows of the stage, the live stream, and the clock it may move."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

from aiohttp import web

from bot.playground.act import place
from bot.playground.acts import living, watching
from bot.playground.chat import Json, Listener
from bot.playground.refusal import Refused
from bot.playground.stage import Stage
from bot.playground.world import World

STATIC = Path(__file__).parent / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self';"
    " connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
SHOWN_INLINE = ("image/png", "image/jpeg", "image/gif", "image/webp", "audio/", "video/")
HEARTBEAT_SECONDS = 15
LONGEST_JUMP = 366 * 86_400


class Page:
    """Routes of the page; `world` is the Bot API's memory, `stage` what the demo gave."""

    def __init__(self, world: World, stage: Stage) -> None:
        self._world = world
        self._stage = stage

    def routes(self) -> list[web.RouteDef]:
        """Everything the browser asks for."""
        return [
            web.get("/", self._index),
            web.get("/static/{name}", self._static),
            web.get("/control/stage", self._told),
            web.get("/control/events", self._events),
            web.get("/control/file/{file_id}", self._file),
            web.post("/control/newcomer", self._newcomer),
            web.post("/control/advance", self._advance),
        ]

    async def _index(self, _: web.Request) -> web.StreamResponse:
        return _static("page.html")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        return _static(request.match_info["name"])

    async def _told(self, _: web.Request) -> web.StreamResponse:
        stage, world = self._stage, self._world
        told = {
            "title": stage.title,
            "about": stage.about,
            "bot": {"name": world.bot["first_name"], "username": world.bot["username"]},
            "personas": [asdict(one) for one in stage.personas],
            "languages": dict(stage.languages),
            "newcomer": {"hints": stage.newcomer_hints, "payload": stage.newcomer_payload},
            "now": world.clock(),
            "travel": stage.advance is not None,
            "progress": stage.progress(),
        }
        return web.json_response(told, headers=HEADERS)

    async def _newcomer(self, request: web.Request) -> web.StreamResponse:
        asked: Json = await request.json()
        code = str(asked.get("language_code", "en"))
        user = living.arrive(self._world, {"first_name": "Newcomer", "language_code": code})
        return web.json_response({"ok": True, "result": user}, headers=HEADERS)

    async def _advance(self, request: web.Request) -> web.StreamResponse:
        if self._stage.advance is None:
            return web.json_response({"ok": False, "error": "the clock stands by itself"}, status=404)
        seconds = int((await request.json()).get("seconds", 0))
        if not 0 < seconds <= LONGEST_JUMP:
            return web.json_response({"ok": False, "error": "forward only, up to a year"}, status=400)
        await self._stage.advance(seconds)
        return web.json_response({"ok": True, "result": {"now": self._world.clock()}})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        stored = self._world.files.by_id.get(request.match_info["file_id"])
        if stored is None:
            return web.Response(status=404)
        inline = stored.kind != "document" and stored.mime.startswith(SHOWN_INLINE)
        kind = stored.mime if inline else "application/octet-stream"
        headers = {**HEADERS, "Content-Type": kind}
        if not inline:
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stored.name, safe='')}"
        return web.Response(body=stored.content, headers=headers)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        try:
            here = place(self._world, {"person": request.query.get("person")})
        except Refused as refused:
            return web.json_response({"ok": False, "error": refused.description}, status=404)
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        queue: Listener = asyncio.Queue()
        numbers = [int(one) for one in request.query.get("others", "").split(",") if one.isdigit()]
        heard = [here, *(self._world.chats[one] for one in numbers if one in self._world.chats)]
        for chat in heard:
            chat.listeners.add(queue)
        try:
            await _tell(response, "state", watching.state(self._world, here))
            await self._stream(response, queue, here.id)
        except ConnectionResetError:
            return response
        finally:
            for chat in heard:
                chat.listeners.discard(queue)

    async def _stream(self, response: web.StreamResponse, queue: Listener, here: int) -> NoReturn:
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    chat, event, body = await queue.get()
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if chat == here:
                await _tell(response, event, body)
            elif event == "message" and body["from"]["is_bot"]:
                await _tell(response, "elsewhere", {"person": chat})


async def _tell(response: web.StreamResponse, event: str, body: Json) -> None:
    await response.write(f"event: {event}\ndata: {json.dumps(body, ensure_ascii=False)}\n\n".encode(errors="replace"))


def _static(name: str) -> web.StreamResponse:
    path = STATIC / name
    if path.parent != STATIC or path.suffix not in KINDS or not path.is_file():
        return web.Response(status=404)
    return web.Response(body=path.read_bytes(), content_type=KINDS[path.suffix], charset="utf-8", headers=HEADERS)
