"""`Playground`: a strict Bot API server on this machine, with a chat page and a way to act as people."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.playground import control
from bot.playground.acts import living
from bot.playground.chat import Json
from bot.playground.door import Door
from bot.playground.journal import Journal
from bot.playground.page import Page
from bot.playground.push import Pusher
from bot.playground.stage import Stage
from bot.playground.world import World

TOKEN = "424242:playground-sample-token"  # noqa: S105 - opens nothing but this server
MOST_BODY = 64 << 20


class Playground:
    """Serves one bot. Start it, give the bot `url` as TELEGRAM_API_ROOT and `token` as its token.

    `strict` turns Telegram's flood limits on. `api_log` gets every request as {"method", "params"}; `delivery_log` is
    fsynced and numbered. `clock` gives the Unix seconds people see. `first` is where the
    numbers of messages and updates go on from. `hook_pause` and `hook_longest` are the first and
    the longest pause, in seconds, before a webhook push is tried again.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "evenhand_sample_bot",
        name: str = "Evenhand",
        stage: Stage | None = None,
        strict: bool = False,
        api_log: Path | None = None,
        delivery_log: Path | None = None,
        clock: Callable[[], float] = time.time,
        query_seconds: float = 60.0,
        keep: int = 2000,
        first: int = 0,
        hook_pause: float = 0.25,
        hook_longest: float = 30.0,
        hook_timeout: float = 60.0,
    ) -> None:
        number = int(token.partition(":")[0])
        bot = {"id": number, "is_bot": True, "first_name": name, "username": username}
        self.token = token
        self.url = ""
        self._requests = Journal(api_log, durable=False) if api_log else None
        self._deliveries = Journal(delivery_log, durable=True) if delivery_log else None
        self.world = World(token, bot, clock, query_seconds=query_seconds, keep=keep, log=self._deliveries, first=first)
        self.world.flood.on = strict
        self.stage = stage or Stage()
        self._pauses = hook_pause, hook_longest, hook_timeout
        self._pusher: Pusher | None = None
        self._runner: web.AppRunner | None = None
        self._door = Door(self.world, self, self._requests)
        for persona in self.stage.personas:
            self._enter(persona.id, persona.first_name, persona.language_code)

    def _enter(self, number: int, first_name: str, language_code: str) -> None:
        living.arrive(self.world, {"id": number, "first_name": first_name, "language_code": language_code})

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Serve from now on; returns the root address, without a slash at its end. `port` 0 takes a free one."""
        app = web.Application(client_max_size=MOST_BODY, middlewares=[control.guard])
        page = Page(self.world, self.stage)
        app.add_routes(
            [
                web.route("*", "/bot{token}/{method}", self._door.api),
                web.get("/file/bot{token}/{path:.+}", self._door.file),
                *page.routes(),
                *control.routes(self.world),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port, backlog=1024)
        await site.start()
        bound = self._runner.addresses[0][1]
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
        self.url = f"http://{shown}:{bound}"
        return self.url

    async def stop(self) -> None:
        """Stop serving and close the logs."""
        await self.unhook()
        if self._runner:
            self.world.inbox.stop_polling()
            await self._runner.cleanup()
            self._runner = None
        for journal in (self._requests, self._deliveries):
            if journal:
                journal.close()

    async def act(self, name: str, /, **asked: object) -> Any:
        """Act as people or meddle, in process: the same acts as POST /control/<name>. Raises `Refused`."""
        return await control.act(self.world, name, asked)

    async def hook(self, url: str, secret: str, most: int) -> None:
        """Push updates to `url` from now on; `most` requests at once."""
        await self.unhook()
        self.world.inbox.stop_polling()
        first, longest, seconds = self._pauses
        reply = self._door.reply_of_webhook
        self._pusher = Pusher(self.world.inbox, url, secret, most, first, longest, seconds, reply)
        waiting = self.world.inbox.take_all()
        self.world.inbox.push = self._pusher
        for one in waiting:
            self._pusher.put(one)

    async def unhook(self) -> bool:
        """Back to polling; whether a webhook was set."""
        pusher, self._pusher = self._pusher, None
        if pusher is None:
            return False
        self.world.inbox.push = None
        self.world.inbox.keep(await pusher.stop())
        return True

    def hook_info(self) -> Json:
        """The `WebhookInfo` without the counts of the inbox."""
        pusher = self._pusher
        if pusher is None:
            return {}
        info: Json = {"url": pusher.url, "max_connections": pusher.most}
        if pusher.last_error:
            info |= {"last_error_date": pusher.last_error_date, "last_error_message": pusher.last_error}
        return info
