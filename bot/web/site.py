"""The site: the messenger's webhook at the path of its own address, /healthz and /calendar.ics. Served in the bot's
own process."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from bot.web.feed import PATH as FEED
from bot.web.feed import Feed
from bot.web.health import Health, Pulse
from bot.web.webhook import Take, Webhook


def site(
    pulse: Pulse, *, take: Take | None = None, webhook_url: str = "", secret: str = "", feed: Feed | None = None
) -> Starlette:
    """The application. With `take` it serves the path of `webhook_url` (the full public address)."""
    # Routes hold plain functions: Starlette would run a callable object as an application of its own.
    routes = [Route("/healthz", Health(pulse).__call__, methods=["GET"])]
    if feed is not None:
        routes.append(Route(FEED, feed.__call__, methods=["GET"]))
    if take is not None:
        path = urlsplit(webhook_url).path or "/"
        if path in ("/healthz", FEED):
            raise ValueError(f"WEBHOOK_URL must not end in {path}: choose another path")
        routes.append(Route(path, Webhook(take, secret).__call__, methods=["POST"]))
    return Starlette(routes=routes)


class _Server(uvicorn.Server):
    """Leaves signals to the process: `run` stops everything in its own order."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Serving:
    """A site being served. `address` is where, once `start` has returned."""

    def __init__(self, app: Starlette, host: str, port: int) -> None:
        self._where = (host, port)
        self._server = _Server(
            uvicorn.Config(
                app,
                lifespan="off",
                access_log=False,
                log_config=None,
                server_header=False,
                date_header=False,
                timeout_graceful_shutdown=10,
            )
        )
        self._task: asyncio.Task[None] | None = None
        self.address = ""

    async def start(self) -> None:
        """Serve from now on. Raises `OSError` where the port is taken."""
        # Bound here, since the server would end the process where it cannot.
        bound = socket.create_server(self._where, backlog=1024)
        self._task = asyncio.create_task(self._server.serve([bound]))
        while not (self._server.started or self._task.done()):  # noqa: ASYNC110  the server offers no event
            await asyncio.sleep(0.005)
        host, port = bound.getsockname()[:2]
        self.address = f"http://{host}:{port}"

    async def stop(self) -> None:
        """Take nothing new and finish what is being answered."""
        self._server.should_exit = True
        if self._task is not None:
            await self._task
