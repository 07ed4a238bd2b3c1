"""`demo`: the real bot against the embedded Bot API, with a sample borough that synthetic residents have filled."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import time
import webbrowser
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.actions.hold import HEARTBEAT
from bot.app import App
from bot.build import build
from bot.cli.borough import CivilClock, Filling, SampleFolder, begins, fill_borough, stage_of
from bot.cli.ending import UNUSABLE, end
from bot.cli.live import settings
from bot.logs import set_up_logs
from bot.playground import TOKEN, Playground
from bot.ports import millis
from bot.settings import Settings
from bot.workers.intake import Limits

_LONG_AGO = 1_700_000_000


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


async def open_demo(wanted: Wanted) -> None:
    """Serve the chat page until stopped; where the sample borough does not stand yet, it fills while people look on."""
    try:
        folder = SampleFolder(wanted.folder, fresh=wanted.fresh)
    except OSError as error:
        end(f"{wanted.folder}: cannot be written ({error.strerror}). Choose another with --folder", UNUSABLE)
    given = settings()
    clock = folder.clock(begins(datetime.now(UTC)))
    filling = Filling(wanted.residents, opened=folder.stands, done=folder.stands)
    holder: list[App] = []
    stage = stage_of(given.evenhand_content, lambda seconds: _advance(seconds, clock, holder), filling.words)
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
            _settings(given, folder, url), clock=clock, durable=False, limits=Limits(per_minute=6000, burst=600)
        )
        holder.append(app)
        await app.store.write(lambda tx: tx.notes.put(HEARTBEAT, str(millis(clock()))))  # a sample may rest for days
        stopped = asyncio.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, stopped.set)
        try:
            await app.start()
            show = _Showing(url, wanted, app.problems)
            if not filling.done:
                await _until(_fill(app, playground, filling, show, folder, clock), stopped)
            if not stopped.is_set():
                show.stands()
            if not wanted.leave:
                await stopped.wait()
        finally:
            await app.stop()
    finally:
        await playground.stop()


async def _fill(
    app: App, playground: Playground, filling: Filling, show: _Showing, folder: SampleFolder, clock: CivilClock
) -> None:
    """Fill the borough; the page opens as soon as people can take part."""
    opened = asyncio.Event()
    work = asyncio.create_task(fill_borough(app, playground, show.wanted.seed, filling, opened, clock))
    watching = asyncio.create_task(_watch(filling, show, opened))
    try:
        await work
        folder.stand()
    finally:
        work.cancel()
        watching.cancel()


async def _watch(filling: Filling, show: _Showing, opened: asyncio.Event) -> None:
    """A bar on a terminal, nothing for machines."""
    await opened.wait()
    show.page()
    columns = (TextColumn("Residents answer (once)"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, disable=show.wanted.headless or not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=filling.wanted)
        while True:
            bar.update(task, completed=filling.came)
            await asyncio.sleep(0.25)


async def _until(work: Coroutine[None, None, None], stopped: asyncio.Event) -> None:
    """Wait for the work, unless somebody stops the demo before it is done."""
    doing, waiting = asyncio.create_task(work), asyncio.create_task(stopped.wait())
    await asyncio.wait({doing, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if doing.done():
        doing.result()
    else:
        doing.cancel()
        with suppress(asyncio.CancelledError):
            await doing


def _settings(given: Settings, folder: SampleFolder, url: str) -> Settings:
    """Whatever the environment says of a live bot has no say in the demo, except which content to use."""
    return given.model_copy(
        update={
            "telegram_bot_token": TOKEN,
            "telegram_api_root": url,
            "database_url": str(folder.database),
            "webhook_url": "",
            "port": 0,
            "evenhand_key": folder.key,
        }
    )


async def _advance(seconds: int, clock: CivilClock, holder: list[App]) -> None:
    clock.forward(seconds)
    if holder:
        await holder[0].schedule.tick()


class _Showing:
    """What the terminal and the browser are told: problems and the address at once, the page when it can be used."""

    def __init__(self, url: str, wanted: Wanted, problems: list[str]) -> None:
        self.wanted = wanted
        self._url = url
        self._shown = False
        for line in problems:
            print(f"content: {line}", file=sys.stderr)
        if not wanted.headless:
            print(f"\nEvenhand's sample borough is at {url}", flush=True)
            print("Nothing here leaves this machine. Stop with Ctrl+C.\n", flush=True)

    def page(self) -> None:
        """Open the page in a browser, once."""
        if self._shown or self.wanted.headless or self.wanted.leave:
            return
        self._shown = True
        with suppress(webbrowser.Error, OSError):
            webbrowser.open(self._url)

    def stands(self) -> None:
        """Everybody has answered."""
        if self.wanted.headless:
            print(json.dumps({"ready": True, "url": self._url, "token": TOKEN}), flush=True)
        self.page()
