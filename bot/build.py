"""The roof: settings, content, store, edge and doors, wired into one bot."""

from __future__ import annotations

import io
import secrets
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import segno

from bot.app import App, Clock
from bot.catalog.contact import contact_rules
from bot.catalog.content import read_frames
from bot.catalog.notices import read_themes
from bot.catalog.policy import read_policy
from bot.catalog.shelf import FormShelf
from bot.catalog.voice import read_voice
from bot.catalog.words import typed_words
from bot.core.limits import Measure
from bot.ports import Errand, Pen
from bot.settings import Settings
from bot.storage import open_store
from bot.telegram.codec import Codec
from bot.telegram.courier import Courier
from bot.telegram.incoming import Reader
from bot.telegram.keys import Ring, parse_keys
from bot.telegram.office import Office as Desk
from bot.telegram.office import library_bot, who
from bot.telegram.render import Renderer
from bot.telegram.uploads import Uploads
from bot.web.feed import PATH as FEED
from bot.workers.carrying import Carrying
from bot.workers.chores import Chores
from bot.workers.drawing import Drawing
from bot.workers.errands.count import CountAudience
from bot.workers.errands.draw import DrawPlaces
from bot.workers.errands.export import WriteExport
from bot.workers.errands.import_form import ImportForm
from bot.workers.errands.menu import ShowMenu
from bot.workers.errands.settle import Settle
from bot.workers.errands.sheet import PrintSheet
from bot.workers.errands.suggest import SuggestLanguage
from bot.workers.errands.wipe import WipeChat
from bot.workers.falling import Falling
from bot.workers.gate import Gate
from bot.workers.intake import Intake, Limits
from bot.workers.nudging import Nudging, nudge_terms
from bot.workers.outbox import Sender
from bot.workers.pen import ChatPen
from bot.workers.schedule import Schedule
from bot.workers.stocktaking import take_notices, take_stock, take_workshops
from handlers.broadcast_preview import Previewing
from handlers.champion import rules as champions_rules
from handlers.doors import COMMANDS
from handlers.reception import Reception
from handlers.redraw import Redraw
from handlers.visit import Office
from handlers.writing import Writing

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
    "sent_messages",
    "booking_needs",
    "bookings",
    "assisted",
    "proposals",
    "broadcasts",
    "agenda",
)
"""Kinds of rows that are erased by age; the rest of [retention.*] belongs to what is not built yet."""


def _civil() -> datetime:
    return datetime.now(UTC)


async def build(
    settings: Settings, *, clock: Clock = _civil, durable: bool = True, limits: Limits | None = None
) -> App:
    """Wire everything. `limits` replaces the policy's (simulated people are quicker than fingers).

    Raises ValueError (content, key), BadToken, ApiError, or a storage fault: one clear line each."""
    policy = read_policy(settings.evenhand_content / "policy.toml")
    voice = read_voice(settings.evenhand_content / "languages", policy.texts("languages.enabled"))
    frames, problems = read_frames(settings.evenhand_content / "frames")
    themes, unread = read_themes(settings.evenhand_content / "notices")
    problems += unread
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
            texts=policy.texts,
            commands=COMMANDS,
            card=ring.card,
            dice=secrets.randbits,
            frames=frames,
            local=lambda instant: instant.astimezone(zone),
            zone=zone.key,
            themes=themes,
            lexicon=typed_words(voice),
            picture=_qr,
            suggests=True,
            feed=_feed(settings.webhook_url),
        )
        library = await opened.enter_async_context(library_bot(settings.root, settings.telegram_bot_token, me))
        renderer = Renderer(voice, codec)
        uploads = Uploads(library, _media_in(settings.evenhand_content / "surveys" / "media"))
        gate = Gate(Measure(factor=settings.evenhand_pace))
        drawing = Drawing(store, renderer, courier, ring, uploads.carry, gate=gate)
        settle = Settle(store, shelf, clock)
        desk = Desk(library, voice, _menus())
        exporter = WriteExport(store, shelf, frames, policy, voice, settle, clock)
        errands: dict[str, Callable[[Errand, Pen], Awaitable[None]]] = {
            "settle": settle,
            "import": ImportForm(store, clock),
            "export": exporter,
            "sheet": PrintSheet(store, voice),
            "count": CountAudience(store, champions_rules(office), Previewing(office), clock),
            "menu": ShowMenu(store, ring, desk),
            "wipe": WipeChat(store),
            "suggest": SuggestLanguage(store, voice, clock),
            "draw": DrawPlaces(store, clock, frames),
        }

        async def errand(asked: Errand, pen: Pen) -> None:
            await errands[asked.name](asked, pen)

        pen = ChatPen(drawing, courier, ring)
        chores = Chores(store, errand, pen)
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
        problems += await take_workshops(store, settings.evenhand_content / "workshops", frames)
        problems += await take_notices(store, settings.evenhand_content / "notices", clock)
        schedule = Schedule(
            store,
            settle,
            shelf,
            clock,
            {kind: timedelta(days=policy.number(f"retention.{kind}")) for kind in _KEPT},
            Falling(store, lambda asked: errand(asked, pen)),
            (Nudging(store, nudge_terms(policy)),),
        )
        sender = Sender(
            store,
            Carrying(renderer, courier, ring, uploads.carry, gate),
            Writing(office),
            contact_rules(policy),
            clock,
            factor=settings.evenhand_pace,
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
            sender,
            opened,
            (sender,),
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


def _feed(webhook_url: str) -> str:
    """The calendar's address beside the webhook's, at the root of the same host."""
    parts = urlsplit(webhook_url)
    return f"{parts.scheme}://{parts.netloc}{FEED}" if parts.netloc else ""


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
