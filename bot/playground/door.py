"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.playground.journal import Journal
from bot.playground.method import Hooks, Method
from bot.playground.params import Params, Upload
from bot.playground.refusal import Refused, bad
from bot.playground.registry import METHODS
from bot.playground.world import World

NOT_FOUND = Refused(404, "Not Found")
UNAUTHORISED = Refused(401, "Unauthorized")
SILENT = frozenset({"getme", "getupdates", "getfile", "getchat", "getchatmember", "getmycommands", "getwebhookinfo"})


class Door:
    """Answers requests from outside; `requests` is the log of every request as it was sent."""

    def __init__(self, world: World, hooks: Hooks, requests: Journal | None) -> None:
        self._world = world
        self._hooks = hooks
        self._requests = requests

    async def api(self, request: web.Request) -> web.StreamResponse:
        """One call of a method."""
        name = request.match_info["method"]
        try:
            if request.match_info["token"] != self._world.token:
                raise UNAUTHORISED if ":" in request.match_info["token"] else NOT_FOUND
            method = METHODS.get(name.lower())
            params = await _read(request)
            if self._requests:
                self._requests.write({"method": method.name if method else name, "params": params.raw})
            if method is None:
                raise NOT_FOUND
            fault, wait = self._world.faults.next(name.lower())
            if wait:
                await asyncio.sleep(wait)
            if fault == "reset":
                return _cut(request)
            if fault in {"429", "500"}:
                raise self._weather(fault)
            result = await self.call(method, params)
            return _cut(request) if fault == "lost" else _reply(200, {"ok": True, "result": result})
        except Refused as refused:
            self._world.refusals.append((name, refused.code, refused.description))
            body: dict[str, Any] = {"ok": False, "error_code": refused.code, "description": refused.description}
            if refused.parameters:
                body["parameters"] = refused.parameters
            return _reply(refused.code, body)

    async def call(self, method: Method, params: Params) -> Any:
        """Run a method. Raises `Refused`."""
        world = self._world
        unknown = params.raw.keys() - method.fields
        if unknown:
            text = json.dumps(dict(params.raw), default=str)
            for field in sorted(unknown):
                if f"attach://{field}" not in text:
                    world.problems.append(f"{method.name}.{field}: unknown parameter")
                    world.deliver("problem", {"method": method.name, "parameter": field})
        if method.call is not None:
            result = method.call(world, params)
        elif method.wait is not None:
            result = await method.wait(world, params, self._hooks)
        world.counts[method.name] += 1
        if world.log and method.name.lower() not in SILENT:
            world.deliver("done", {"method": method.name, "params": params.raw, "result": result})
        return result

    async def reply_of_webhook(self, reply: Mapping[str, Any]) -> None:
        """A method written into the answer to a webhook push; its result is nobody's."""
        method = METHODS.get(str(reply["method"]).lower())
        params = Params({name: value for name, value in reply.items() if name != "method"})
        if self._requests:
            self._requests.write({"method": str(reply["method"]), "params": params.raw})
        try:
            if method is None:
                raise NOT_FOUND
            await self.call(method, params)
        except Refused as refused:
            self._world.refusals.append((str(reply["method"]), refused.code, refused.description))

    async def file(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file."""
        stored = self._world.files.by_path.get(request.match_info["path"])
        if request.match_info["token"] != self._world.token or stored is None:
            return _reply(404, {"ok": False, "error_code": 404, "description": "Not Found"})
        return web.Response(body=stored.content, content_type="application/octet-stream")

    def _weather(self, fault: str) -> Refused:
        if fault == "500":
            return Refused(500, "Internal Server Error")
        seconds = self._world.faults.retry_after
        return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


async def _read(request: web.Request) -> Params:
    """Query, then body: JSON, form or multipart."""
    raw: dict[str, Any] = dict(request.query) if request.query_string else {}
    if not request.can_read_body:
        return Params(raw)
    kind = request.content_type
    if kind == "application/json":
        body = await request.read()
        try:
            given = json.loads(body or b"{}")
        except ValueError:
            raise bad("can't parse request: JSON object expected") from None
        if not isinstance(given, dict):
            raise bad("can't parse request: JSON object expected")
        return Params({**raw, **given} if raw else given)
    uploads: dict[str, Upload] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            uploads[name] = Upload(value.filename, value.content_type, value.file.read())
            raw[name] = "<file>"
        else:
            raw[name] = value if isinstance(value, str) else bytes(value).decode(errors="replace")
    return Params(raw, uploads)


def _reply(status: int, body: Mapping[str, Any]) -> web.Response:
    return web.Response(
        status=status,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(errors="replace"),
        content_type="application/json",
    )


def _cut(request: web.Request) -> web.StreamResponse:
    """Drop the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
