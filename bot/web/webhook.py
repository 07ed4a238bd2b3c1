"""The messenger's door: one update a request, acknowledged with 200 only once it is stored.

The secret is compared in constant time before a byte of the body is read, and the body is bounded. Whatever cannot be
taken now (too much in hand, a fault of ours) is answered 503 or 500, and the messenger brings it again.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

_log = structlog.get_logger("webhook")
_HEADER = "x-telegram-bot-api-secret-token"
MOST_BODY = 1 << 20

Take = Callable[[dict[str, Any]], Awaitable[None]]
"""Returns once the update may be acknowledged; raises `asyncio.QueueFull` where too much is in hand."""


class Webhook:
    """Answers POSTs of one bot's updates."""

    def __init__(self, take: Take, secret: str) -> None:
        if not secret:
            raise ValueError("a webhook without a secret would take updates from anybody")
        self._take = take
        self._secret = secret.encode()

    async def __call__(self, request: Request) -> Response:
        """Take the request's update."""
        given = request.headers.get(_HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, self._secret):
            return Response(status_code=403)
        try:
            body = await _bounded(request)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return Response(status_code=413)
        try:
            update = json.loads(body)
        except ValueError:
            return Response(status_code=400)
        if not isinstance(update, dict):
            return Response(status_code=400)
        try:
            await self._take(update)
        except asyncio.QueueFull:
            return Response(status_code=503, headers={"Retry-After": "1"})
        except Exception as error:  # noqa: BLE001  logged where it happened; the messenger brings the update again
            _log.info("webhook.not_taken", error=type(error).__name__)
            return Response(status_code=500)
        return Response(status_code=200)


async def _bounded(request: Request) -> bytes | None:
    """The body, or None where it is larger than it may be."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > MOST_BODY:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BODY:
            return None
    return bytes(body)
