"""The control API: /control/<act> lets tests and the chat page act as people. Loopback only, JSON only."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.playground.act import Act, number, place
from bot.playground.acts import living, meddling, sharing, speaking, watching
from bot.playground.chat import Json
from bot.playground.refusal import Refused, bad
from bot.playground.world import World

FAMILIES = (living, meddling, sharing, speaking, watching)
ACTS: dict[str, Act] = {name: act for family in FAMILIES for name, act in family.ACTS.items()}
LONGEST_WAIT = 60.0
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def act(world: World, name: str, asked: Json) -> Any:
    """Run one act by name. Raises `Refused`: 404 for an unknown one."""
    if name == "wait":
        return await wait(world, asked)
    found = ACTS.get(name)
    if found is None:
        raise Refused(404, f"no such act: {name}")
    return found(world, asked)


async def wait(world: World, asked: Json) -> Json:
    """The chat as soon as its revision is past `since`, or after `timeout` seconds as it stands."""
    here = place(world, asked)
    since = number(asked, "since", here.rev)
    await here.wait(since, min(LONGEST_WAIT, float(asked.get("timeout", 5))))
    return watching.state(world, here, since)


def trusted(request: web.Request) -> bool:
    """Whether a request comes from this machine and from our own page.

    The Host header stops names rebound to loopback; JSON bodies and Sec-Fetch-Site stop forms of other sites.
    """
    host = request.host.rsplit(":", 1)[0].strip("[]")
    if host not in {"localhost", "127.0.0.1", "::1"}:
        return False
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    try:
        return ipaddress.ip_address(request.remote or "").is_loopback
    except ValueError:
        return False


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Lets only this machine reach the page and the control API; the Bot API itself rests on its token."""
    if request.path.startswith(("/bot", "/file/")) or trusted(request):
        return await handler(request)
    return web.json_response({"ok": False, "error": "only from this machine"}, status=403)


def routes(world: World) -> list[web.RouteDef]:
    """POST /control/<act> with a JSON object; the answer is {"ok", "result"} or {"ok": false, "error"}."""

    async def control(request: web.Request) -> web.StreamResponse:
        try:
            answer = await act(world, request.match_info["act"], await _asked(request))
            return web.json_response({"ok": True, "result": answer})
        except Refused as refused:
            return web.json_response({"ok": False, "error": refused.description}, status=refused.code)
        except (KeyError, TypeError, ValueError) as error:
            return web.json_response({"ok": False, "error": f"{type(error).__name__}: {error}"}, status=400)

    return [web.post("/control/{act}", control)]


async def _asked(request: web.Request) -> Json:
    if request.content_type != "application/json":
        raise Refused(415, "the body must be JSON")
    try:
        asked = json.loads(await request.read() or b"{}")
    except ValueError:
        raise bad("the body is not JSON") from None
    if not isinstance(asked, dict):
        raise bad("the body must be a JSON object")
    return asked
