"""/healthz: whether the bot hears, stores and shows, for whoever keeps it running. No person appears in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

Pulse = Callable[[], Awaitable[Mapping[str, object]]]
"""{"ok": bool, …}: measured by whoever can measure it."""


class Health:
    """Answers 200 where `ok` is true, else 503; the body says what was measured."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse

    async def __call__(self, request: Request) -> Response:
        """Measure and answer."""
        del request
        state = await self._pulse()
        return JSONResponse(dict(state), 200 if state.get("ok") else 503, headers={"Cache-Control": "no-store"})
