"""What `run`, `web` and `worker` have in common: settings that are refused early, signals, the first officer's link."""

from __future__ import annotations

import asyncio
import re
import signal
import sys
from typing import TYPE_CHECKING

from bot.cli.ending import UNUSABLE, end

if TYPE_CHECKING:
    from bot.app import App
    from bot.settings import Settings


def settings() -> Settings:
    """Read the environment and .env; ends with one line where a setting is malformed."""
    from pydantic import ValidationError

    from bot.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        end(f"The setting {first['loc'][0]} is not usable: {first['msg']}", UNUSABLE)


def demand(given: Settings) -> None:
    """End unless token and key are there: live mode never makes up a key."""
    if not given.telegram_bot_token:
        end("TELEGRAM_BOT_TOKEN is missing. Get one from @BotFather, or try without: python -m bot demo", UNUSABLE)
    if not re.fullmatch(r"\d+:[\w-]+", given.telegram_bot_token):
        end("TELEGRAM_BOT_TOKEN is no token: it is a number, a colon and letters, as @BotFather gave it", UNUSABLE)
    if not given.evenhand_key:
        end(
            "EVENHAND_KEY is missing. Make one with: python -m bot doctor --new-key  (and keep it: without it nobody "
            "can be written to)",
            UNUSABLE,
        )
    if given.webhook_url and not given.webhook_url.startswith(("https://", "http://")):
        end("WEBHOOK_URL has to be a full address, beginning with https://", UNUSABLE)
    if given.webhook_url.startswith("http://") and given.root == "https://api.telegram.org":
        end("WEBHOOK_URL has to begin with https:// (Telegram calls no other)", UNUSABLE)


async def live(app: App) -> None:
    """Start, say the first officer's link, run until a signal, stop cleanly."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, app.ask_to_stop)
    try:
        await app.start()
        # One process says it: each saying makes the one before void.
        link = await app.first_officer() if app.only != "worker" else ""
        if link:
            print(f"No officer yet. The first officer opens this link (once, within a day): {link}", file=sys.stderr)
        await app.run()
    finally:
        await app.stop()
