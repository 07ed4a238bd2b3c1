"""The roof: wires settings, content, store, edge and doors into one bot that starts, runs and stops."""

from __future__ import annotations

import asyncio
import hashlib
import io
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import segno
import structlog

from bot.actions import invite as invites
from bot.catalog.content import read_frames
from bot.catalog.policy import Policy, read_policy
from bot.catalog.shelf import FormShelf
from bot.catalog.voice import Voice, read_voice
from bot.catalog.words import typed_words
from bot.ports import Errand, Pen, PersonId, Store, Tx
from bot.settings import Settings
from bot.storage import open_store
from bot.telegram.codec import Codec
from bot.telegram.courier import Courier
from bot.telegram.incoming import Reader
from bot.telegram.keys import Ring, parse_keys
from bot.telegram.office import Me, library_bot, who
from bot.telegram.office import Office as Desk
from bot.telegram.render import Renderer
from bot.telegram.uploads import Uploads
from bot.web.site import Serving, site
from bot.workers.chores import Chores
from bot.workers.drawing import Drawing
from bot.workers.errands.export import WriteExport
from bot.workers.errands.import_form import ImportForm
from bot.workers.errands.menu import ShowMenu
from bot.workers.errands.settle import Settle
from bot.workers.errands.suggest import SuggestLanguage
from bot.workers.intake import Intake, Limits
from bot.workers.memory import settle as settle_memory
from bot.workers.pen import ChatPen
from bot.workers.polling import Polling
from bot.workers.redraw import redraw_unshown
from bot.workers.schedule import Schedule
from bot.workers.stocktaking import take_stock
from handlers.doors import COMMANDS
from handlers.reception import Reception
from handlers.redraw import Redraw
from handlers.visit import Office

_log = structlog.get_logger("app")
_KEPT = (
    "update_ids",
    "unfinished_sessions",
    "responses",
    "free_text",
    "voice_notes",
    "profile_unused",
    "consent_log",
    "parked_updates",
    "used_invites",
)
"""Kinds of rows that are erased by age; the rest of [retention.*] belongs to what is not built yet."""
_PULSE_SECONDS = 2.0
Clock = Callable[[], datetime]


def _civil() -> datetime:
    return datetime.now(UTC)


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
    _open: AsyncExitStack
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
            self.schedule.start()
            return
        webhook = bool(self.settings.webhook_url)
        if webhook or self.settings.port:
            secret = self.webhook_secret
            app = site(
                self.pulse,
                take=self.intake.take if webhook else None,
                webhook_url=self.settings.webhook_url,
                secret=secret,
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
            self.schedule.start()
        if not webhook:
            self._polling = Polling(self.courier, self.intake.take)
            self._polls = asyncio.create_task(self._polling.run())
        settle_memory()

    @property
    def webhook_secret(self) -> str:
        """What the messenger has to send along: derived from the key, so that it survives a restart."""
        return hashlib.sha256(b"webhook:" + self.settings.evenhand_key.encode()).hexdigest()

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
        said = {
            "ok": writable,
            "database": writable,
            "in_hand": self.intake.in_hand,
            "to_draw": self.intake.to_draw,
            "parked": parked,
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


async def build(
    settings: Settings, *, clock: Clock = _civil, durable: bool = True, limits: Limits | None = None
) -> App:
    """Wire everything. `limits` replaces the policy's (simulated people are quicker than fingers).

    Raises ValueError (content, key), BadToken, ApiError, or a storage fault: one clear line each."""
    policy = read_policy(settings.evenhand_content / "policy.toml")
    voice = read_voice(settings.evenhand_content / "languages", policy.texts("languages.enabled"))
    frames, problems = read_frames(settings.evenhand_content / "frames")
    opened = AsyncExitStack()
    try:
        courier = await opened.enter_async_context(Courier(settings.root, settings.telegram_bot_token))
        me = await who(courier)
        store = await open_store(settings.database_url, bot_id=me.id, durable=durable, ledger=ledger_of(settings))
        opened.push_async_callback(store.close)
        ring = Ring(parse_keys(settings.evenhand_key), me.id)
        codec = Codec(ring)
        shelf = FormShelf()
        zone = ZoneInfo(policy.text("contact.time_zone"))
        office = Office(
            voice=voice,
            shelf=shelf,
            bot_name=me.username,
            number=policy.number,
            dice=secrets.randbits,
            frames=frames,
            local=lambda instant: instant.astimezone(zone),
            lexicon=typed_words(voice),
            picture=_qr,
            suggests=True,
        )
        library = await opened.enter_async_context(library_bot(settings.root, settings.telegram_bot_token))
        drawing = Drawing(
            store,
            Renderer(voice, codec),
            courier,
            ring,
            Uploads(library, _media_in(settings.evenhand_content / "surveys" / "media")).carry,
        )
        settle = Settle(store, shelf, clock)
        desk = Desk(library, voice, _menus())
        exporter = WriteExport(store, shelf, frames, policy, voice, settle, clock)
        errands: dict[str, Callable[[Errand, Pen], Awaitable[None]]] = {
            "settle": settle,
            "import": ImportForm(store, clock),
            "export": exporter,
            "menu": ShowMenu(store, ring, desk),
            "suggest": SuggestLanguage(store, voice, clock),
        }

        async def errand(asked: Errand, pen: Pen) -> None:
            await errands[asked.name](asked, pen)

        chores = Chores(store, errand, ChatPen(drawing, courier))
        drawing.after = chores.after
        intake = Intake(
            store,
            Reception(office),
            Reader(ring, codec, me.username),
            drawing,
            voice,
            redraw=Redraw(office, clock),
            clock=clock,
            limits=limits or Limits(policy.number("rate.updates_per_minute"), policy.number("rate.updates_burst")),
        )
        problems += await take_stock(store, settings.evenhand_content / "surveys", clock)
        schedule = Schedule(
            store, settle, shelf, clock, {kind: timedelta(days=policy.number(f"retention.{kind}")) for kind in _KEPT}
        )
        return App(
            settings,
            policy,
            voice,
            me,
            store,
            office,
            courier,
            drawing,
            chores,
            intake,
            schedule,
            desk,
            exporter,
            clock,
            problems,
            opened,
        )
    except BaseException:
        await opened.aclose()
        raise


def ledger_of(settings: Settings) -> Path | None:
    """Where the ids of the forgotten are kept outside a PostgreSQL database (SQLite keeps them beside its file)."""
    return Path(settings.evenhand_keys_dir) / "forgotten" if settings.evenhand_keys_dir else None


def _menus() -> dict[str, list[str]]:
    menus: dict[str, list[str]] = {}
    for command, role in COMMANDS.items():
        menus.setdefault(role, []).append(command)
    menus.setdefault("officer", []).extend(menus.get("champion", []))
    return menus


def _qr(link: str) -> bytes:
    picture = io.BytesIO()
    segno.make(link, error="m").save(picture, kind="png", scale=12, border=4)
    return picture.getvalue()


def _media_in(folder: Path) -> Callable[[str], bytes | None]:
    """Pictures and recordings of forms stand in one folder, by name."""

    def media(name: str) -> bytes | None:
        path = folder / Path(name).name
        return path.read_bytes() if path.is_file() else None

    return media


def _millis(now: datetime) -> Any:
    return round(now.timestamp() * 1000)
