"""One bot, wired (bot/build.py): it starts, runs and stops."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Protocol

import structlog

from bot.actions import invite as invites
from bot.actions.hold import held
from bot.actions.sending import outlook
from bot.catalog.policy import Policy
from bot.catalog.voice import Voice
from bot.ports import Activity, PersonId, Store, Tx
from bot.settings import Settings
from bot.telegram.courier import Courier
from bot.telegram.office import Me
from bot.telegram.office import Office as Desk
from bot.web.feed import Feed
from bot.web.site import Serving, site
from bot.workers.chores import Chores
from bot.workers.drawing import Drawing
from bot.workers.errands.export import WriteExport
from bot.workers.intake import Intake
from bot.workers.memory import settle as settle_memory
from bot.workers.outbox import Sender
from bot.workers.polling import Polling
from bot.workers.redraw import redraw_unshown
from bot.workers.schedule import Schedule
from handlers.redraw import Redraw
from handlers.visit import Office

_log = structlog.get_logger("app")
_PULSE_SECONDS = 2.0
Clock = Callable[[], datetime]


class Part(Protocol):
    """Something that works beside the intake wherever this process sends and ticks: the sender, the filler."""

    def start(self) -> None:
        """Begin; returns at once."""

    async def stop(self) -> None:
        """Finish what is in hand; raises nothing."""


@dataclass(slots=True)
class App:
    """One bot, wired. Made by `build`; `start` it, wait on `run`, `stop` it (which drains)."""

    settings: Settings
    policy: Policy
    voice: Voice
    me: Me
    store: Store
    office: Office
    courier: Courier
    drawing: Drawing
    chores: Chores
    intake: Intake
    schedule: Schedule
    desk: Desk
    exporter: WriteExport
    clock: Clock
    problems: list[str]
    sender: Sender
    _open: AsyncExitStack
    parts: tuple[Part, ...] = ()
    _polling: Polling | None = None
    _polls: asyncio.Task[None] | None = None
    _serving: Serving | None = None
    address: str = ""
    _pulse: tuple[float, Mapping[str, object]] = (float("-inf"), MappingProxyType({}))
    only: str = ""
    """ "web" or "worker" where this process is a part of the bot; "" where it is all of it."""
    _stopped: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> None:
        """Introduce the bot, redraw what a crash left unshown, and listen. Raises BadToken or OSError (port taken)."""
        if self.only == "worker":
            self._work()
            return
        webhook = bool(self.settings.webhook_url)
        if webhook or self.settings.port:
            secret = self.webhook_secret
            app = site(
                self.pulse,
                take=self.intake.take if webhook else None,
                webhook_url=self.settings.webhook_url,
                secret=secret,
                feed=Feed(self._workshops, self.voice, self.me.username),
            )
            self._serving = Serving(app, self.settings.host, self.settings.serve_on)
            await self._serving.start()
            self.address = self._serving.address
        await (
            self.desk.use_webhook(self.settings.webhook_url, self.webhook_secret)
            if webhook
            else self.desk.use_polling()
        )
        await self.desk.introduce()
        redraw = Redraw(self.office, self.clock)
        shown = await redraw_unshown(self.store, self.drawing, redraw, _millis(self.clock()))
        _log.info("started", bot=self.me.username, mode="webhook" if webhook else "polling", redrawn=shown)
        if self.only != "web":
            self._work()
        if not webhook:
            self._polling = Polling(self.courier, self.intake.take)
            self._polls = asyncio.create_task(self._polling.run())
        settle_memory()

    def _work(self) -> None:
        for part in self.parts:  # the sender first looks at the last heartbeat, before there is a new one
            part.start()
        self.schedule.start()

    @property
    def webhook_secret(self) -> str:
        """What the messenger has to send along: derived from the key, so that it survives a restart."""
        return hashlib.sha256(b"webhook:" + self.settings.evenhand_key.encode()).hexdigest()

    async def _workshops(self) -> Sequence[Activity]:
        return await self.store.read(lambda tx: tx.activities.all(("open", "closed")))

    async def run(self) -> None:
        """Until `ask_to_stop`, or until polling dies of a bad token (which is raised)."""
        waiting = asyncio.create_task(self._stopped.wait())
        tasks = {waiting, self._polls} if self._polls else {waiting}
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    def ask_to_stop(self) -> None:
        """Let `run` return."""
        self._stopped.set()

    async def stop(self, seconds: float = 10) -> None:
        """Take nothing new, finish what is in hand, and close."""
        self.schedule.stop()
        await self.schedule.drain(seconds)
        for part in self.parts:
            await part.stop()
        if self._polling is not None:
            await self._polling.stop()
        if self._serving is not None:
            await self._serving.stop()
        if not await self.intake.drain(seconds):
            _log.warning("stopped.with_work_left")
        await self.chores.drain(seconds)
        await self._open.aclose()

    async def pulse(self) -> Mapping[str, object]:
        """What /healthz says: whether the database takes a write, how long ago something was heard, what waits.

        Measured at most every two seconds: whoever asks more often learns no more and costs nothing.
        """
        at, said = self._pulse
        if time.monotonic() - at < _PULSE_SECONDS:
            return said
        try:
            await asyncio.wait_for(self.store.write(lambda tx: tx.notes.put("pulse", str(_millis(self.clock())))), 5)
            writable = True
        except Exception:  # noqa: BLE001  whatever it is, the answer is "not writable"
            writable = False
        heard = self.intake.last
        parked = await self.store.read(lambda tx: tx.updates.parked()) if writable else None
        sending = await self.store.read(lambda tx: outlook(tx, self.clock(), held=held(tx))) if writable else None
        said = {
            "ok": writable,
            "database": writable,
            "in_hand": self.intake.in_hand,
            "to_draw": self.intake.to_draw,
            "parked": parked,
            "to_send": sending.waiting if sending else None,
            "sending_held": sending.held if sending else None,
            "sending_behind_seconds": sending.behind if sending else None,
            "heard_seconds_ago": round((self.clock() - heard).total_seconds()) if heard else None,
        }
        self._pulse = (time.monotonic(), said)
        return said

    async def invite(self, role: str, *, first: bool = False) -> str:
        """A link that gives a role once."""
        code = secrets.token_hex(20)
        hours = self.policy.number("invites.hours")

        def work(tx: Tx) -> None:
            if first:
                tx.invites.drop_first()
            invites.invite(tx, PersonId(0), role, code, "", self.clock(), hours, first=first)

        await self.store.write(work)
        return self.office.link(f"i_{code}")

    async def first_officer(self) -> str:
        """While no officer exists: the start-up link; else nothing."""
        holders = await self.store.read(lambda tx: tx.people.holders("officer"))
        return "" if holders else await self.invite("officer", first=True)


def _millis(now: datetime) -> Any:
    """UTC milliseconds of a zoned instant."""
    return round(now.timestamp() * 1000)
