"""`demo`: the real bot against the embedded Bot API, with a sample borough that synthetic residents have filled."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import secrets
import shutil
import signal
import sys
import time
import webbrowser
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import App, build
from bot.cli.borough import fill_borough, stage_of
from bot.cli.ending import UNUSABLE, end
from bot.cli.live import settings
from bot.logs import set_up_logs
from bot.playground import TOKEN, Playground
from bot.settings import Settings
from bot.workers.intake import Limits

_LONG_AGO = 1_700_000_000
_KEY = "key"
_DATABASE = "sample.sqlite"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The demo's options."""

    port: int
    residents: int
    api_log: Path | None
    headless: bool
    fresh: bool
    leave: bool
    folder: Path
    seed: int


class CivilClock:
    """The sample's own time: the machine's, moved forward by hand. It never goes back."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC) + self._ahead

    def forward(self, seconds: int) -> None:
        """Move on."""
        self._ahead += timedelta(seconds=max(0, seconds))


async def open_demo(wanted: Wanted) -> None:
    """Build the sample borough where it is missing, then serve the chat page until stopped."""
    folder = wanted.folder
    try:
        if wanted.fresh:
            shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        key = _key(folder / _KEY)
    except OSError as error:
        end(f"{folder}: cannot be written ({error.strerror}). Choose another with --folder", UNUSABLE)
    given = settings()
    clock = CivilClock()
    stage = stage_of(given.evenhand_content, lambda seconds: _advance(seconds, clock, holder))
    holder: list[App] = []
    # The bot remembers which updates it has seen: a second start must not number them from 1 again.
    first = int((time.time() - _LONG_AGO) * 100)
    playground = Playground(stage=stage, api_log=wanted.api_log, clock=lambda: clock().timestamp(), first=first)
    try:
        url = await playground.start(port=wanted.port)
    except OSError as error:
        end(f"Port {wanted.port} cannot be used ({error.strerror}). Choose another with --port", UNUSABLE)
    set_up_logs("error", TOKEN)
    try:
        app = await build(
            _settings(given, folder, url, key), clock=clock, durable=False, limits=Limits(per_minute=6000, burst=600)
        )
        holder.append(app)
        stopped = asyncio.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, stopped.set)
        try:
            await app.start()
            building = asyncio.create_task(
                fill_borough(app, playground, wanted.residents, wanted.seed, quiet=wanted.headless)
            )
            await _either(building, stopped)
            _tell(url, wanted, app.problems)
            if not wanted.leave:
                await stopped.wait()
        finally:
            await app.stop()
    finally:
        await playground.stop()


async def _either(building: asyncio.Task[None], stopped: asyncio.Event) -> None:
    """Wait for the borough, unless somebody stops the demo before it stands."""
    waiting = asyncio.create_task(stopped.wait())
    await asyncio.wait({building, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if building.done():
        building.result()
    else:
        building.cancel()
        with suppress(asyncio.CancelledError):
            await building


def _key(path: Path) -> str:
    """The sample's own key, made at first start and kept beside its database."""
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(base64.b64encode(secrets.token_bytes(32)).decode())
    return path.read_text().strip()


def _settings(given: Settings, folder: Path, url: str, key: str) -> Settings:
    """Whatever the environment says of a live bot has no say in the demo, except which content to use."""
    return given.model_copy(
        update={
            "telegram_bot_token": TOKEN,
            "telegram_api_root": url,
            "database_url": str(folder / _DATABASE),
            "webhook_url": "",
            "port": 0,
            "evenhand_key": key,
        }
    )


async def _advance(seconds: int, clock: CivilClock, holder: list[App]) -> None:
    clock.forward(seconds)
    if holder:
        await holder[0].schedule.tick()


def _tell(url: str, wanted: Wanted, problems: list[str]) -> None:
    for line in problems:
        print(f"content: {line}", file=sys.stderr)
    if wanted.headless:
        print(json.dumps({"ready": True, "url": url, "token": TOKEN}), flush=True)
        return
    print(
        f"\nEvenhand's sample borough is open at {url}\nNothing here leaves this machine. Stop with Ctrl+C.\n",
        flush=True,
    )
    if not wanted.leave:
        with suppress(Exception):
            webbrowser.open(url)
