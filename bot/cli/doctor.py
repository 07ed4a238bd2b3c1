"""`doctor`: what stands in the way of running live, each with its mend."""

from __future__ import annotations

import asyncio
import base64
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.cli.live import settings
from bot.settings import Settings
from bot.storage.probes import probe as probes
from bot.telegram.courier import ApiError, Courier
from bot.telegram.keys import parse_keys
from bot.telegram.office import BadToken, who


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    what: str
    ok: bool
    says: str


def fresh_key() -> str:
    """32 random bytes, base64."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def examine() -> list[Finding]:
    """Look at everything; nothing is changed."""
    given = settings()
    return [_token(given), _key(given), *_database(given), *_folders(given), _webhook(given)]


def _token(given: Settings) -> Finding:
    if not given.telegram_bot_token:
        return Finding("token", ok=False, says="TELEGRAM_BOT_TOKEN is missing; get one from @BotFather")

    async def ask() -> str:
        async with Courier(given.root, given.telegram_bot_token, 10) as courier:
            return (await who(courier)).username

    try:
        return Finding("token", ok=True, says=f"@{asyncio.run(ask())}")
    except BadToken as error:
        return Finding("token", ok=False, says=str(error))
    except ApiError as error:
        return Finding("token", ok=False, says=f"the Bot API at TELEGRAM_API_ROOT does not answer ({error})")


def _key(given: Settings) -> Finding:
    if not given.evenhand_key:
        return Finding("key", ok=False, says="EVENHAND_KEY is missing; make one with: python -m bot doctor --new-key")
    try:
        parse_keys(given.evenhand_key)
    except ValueError as error:
        return Finding("key", ok=False, says=str(error))
    return Finding("key", ok=True, says="set; keep a copy where backups do not go")


def _database(given: Settings) -> Iterator[Finding]:
    for probe in probes(given.database_url):
        fresh = probe.name == "schema" and "empty" in probe.detail and "sqlite" in given.database_url
        yield Finding(probe.name, ok=probe.ok or fresh, says=probe.detail)


def _folders(given: Settings) -> Iterator[Finding]:
    content = given.evenhand_content
    yield Finding("content", ok=(content / "policy.toml").is_file(), says=str(content))
    if given.evenhand_keys_dir:
        folder = Path(given.evenhand_keys_dir)
        private = folder.is_dir() and os.access(folder, os.W_OK) and folder.stat().st_mode & 0o077 == 0
        yield Finding(
            "keys folder",
            ok=private,
            says=f"{folder} {'is private' if private else 'must exist, be writable, mode 0700'}",
        )
    else:
        yield Finding("keys folder", ok=True, says="EVENHAND_KEYS_DIR is not set; needed once votes are held")


def _webhook(given: Settings) -> Finding:
    if not given.webhook_url:
        return Finding("updates", ok=True, says="fetched by polling (WEBHOOK_URL is not set)")
    fits = given.webhook_url.startswith("https://")
    return Finding(
        "updates", ok=fits, says="pushed to WEBHOOK_URL" if fits else "WEBHOOK_URL has to begin with https://"
    )
