"""`run`, `web`, `worker`: the parts of one bot in one process or several."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from bot.build import build
from bot.cli.ending import UNUSABLE, end
from bot.cli.live import demand, live, settings
from bot.cli.verbs import verbs
from bot.logs import set_up_logs
from bot.storage.address import parse
from bot.workers.doorbell import Doorbell


async def everything() -> None:
    """Everything in one process."""
    given = settings()
    demand(given)
    set_up_logs(given.evenhand_log, given.telegram_bot_token)
    app = await build(given)
    bell = Doorbell(bell_path(given.database_url), verbs(app))
    try:
        await bell.start()
        await live(app)
    finally:
        await bell.stop()


async def part(which: Literal["web", "worker"]) -> None:
    """The webhook and site, or the schedule, alone: PostgreSQL only, since SQLite has one process."""
    given = settings()
    demand(given)
    if parse(given.database_url).engine == "sqlite":
        end(
            f"`{which}` needs PostgreSQL: SQLite takes one process. Use `run`, or set DATABASE_URL=postgres://…",
            UNUSABLE,
        )
    if which == "web" and not given.webhook_url:
        end("`web` needs WEBHOOK_URL: the full public address that Telegram calls", UNUSABLE)
    set_up_logs(given.evenhand_log, given.telegram_bot_token)
    app = await build(given)
    app.only = which
    await live(app)


def bell_path(url: str) -> Path:
    """Where the running process listens for verbs: beside the SQLite file, or in the working folder."""
    address = parse(url)
    return address.beside(".bell") if address.engine == "sqlite" else Path(".evenhand.bell")
