"""One update through one transaction: acknowledged after commit, never before, never twice with effect.

Updates of one person go one at a time in the order of their ids; people do not wait for each other. The update's id is
stored in the same transaction as its effects. A rule that was run into stores nothing but that id. A fault is told with
a reference, counted, and after five tries the update is parked, so that one poisonous update cannot stop the rest.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar

import structlog

from bot.core.errors import Rule
from bot.core.screen import Block, Say, Screen
from bot.ports import Heard, Reception, Reply, SessionRow, Store, Tx, Unheard, Voice, millis
from bot.storage.faults import StorageFault
from bot.telegram.incoming import Arrival, Reader
from bot.workers.bucket import Buckets
from bot.workers.drawing import Drawing
from bot.workers.fault import new_reference, told, traced
from bot.workers.turnstile import Turnstile

_log = structlog.get_logger("intake")
_ALBUMS_REMEMBERED, _HEARD_OF_ALBUM = 1000, 2
TRIES = 5
_TOLD_REMEMBERED = 10_000

Redraw = Callable[[Tx, SessionRow], tuple[bytes, Reply] | None]
"""The present screen of a session as (chat ciphertext, reply); None where there is nobody to show it to."""

T = TypeVar("T")


class Full(asyncio.QueueFull):
    """More is in hand than may be: whoever brings updates should bring fewer, or later."""


class Faulty(Exception):  # noqa: N818  a fault of ours that is not settled yet
    """Not acknowledged: the same update should be brought again. The message is the reference in the log."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Numbers of content/policy.toml and of the house: updates a minute and at once from one person; updates in hand
    and replies to be drawn before more is refused."""

    per_minute: float = 60
    burst: float = 30
    in_hand: int = 1000
    to_draw: int = 4000


class Intake:
    """Takes updates for one bot. `clock` gives zoned UTC instants (the civil clock)."""

    def __init__(
        self,
        store: Store,
        reception: Reception,
        reader: Reader,
        drawing: Drawing,
        voice: Voice,
        *,
        redraw: Redraw = lambda _tx, _row: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        limits: Limits = Limits(),
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._reception = reception
        self._reader = reader
        self._drawing = drawing
        self._voice = voice
        self._redraw = redraw
        self._clock = clock
        self._limits = limits
        self._buckets = Buckets(limits.per_minute, limits.burst, seconds)
        self._turnstile = Turnstile()
        self._in_hand: dict[int, list[asyncio.Future[None]]] = {}
        self._albums: OrderedDict[tuple[bytes, str], list[int]] = OrderedDict()
        self._told: OrderedDict[int, None] = OrderedDict()
        self.last: datetime | None = None

    @property
    def in_hand(self) -> int:
        """How many updates are being taken."""
        return len(self._in_hand)

    @property
    def to_draw(self) -> int:
        """How many replies wait to be shown."""
        return self._drawing.waiting

    async def take(self, update: Mapping[str, Any]) -> None:
        """Take one update; returns once it may be acknowledged.

        Raises `Full` where too much is in hand, and `Faulty` where it failed and should be brought again.
        """
        self.last = now = self._clock()
        try:
            number = int(update["update_id"])
        except (KeyError, TypeError, ValueError):
            _log.warning("update.without_id")
            return
        if (others := self._in_hand.get(number)) is not None:
            same = asyncio.get_running_loop().create_future()
            others.append(same)
            await same
            return
        try:
            arrival = self._reader.read(update, now)
        except Exception as error:  # noqa: BLE001  whatever its shape, one odd update must not come back for ever
            _log.error("update.unreadable", update=number, **traced(error))
            return
        if arrival is not None and (arrival := self._one_of_album(arrival)) is not None:
            await self._admit(number, arrival)

    async def drain(self, seconds: float) -> bool:
        """Finish what is in hand; nothing new should be brought any more. False where time ran out."""
        end = asyncio.get_running_loop().time() + seconds
        if self._in_hand:
            last = [asyncio.get_running_loop().create_future() for _ in self._in_hand]
            for others, same in zip(self._in_hand.values(), last, strict=True):
                others.append(same)
            await asyncio.wait(last, timeout=seconds)
        left = max(0.1, end - asyncio.get_running_loop().time())
        return await self._drawing.drain(left) and not self._in_hand

    async def _admit(self, number: int, arrival: Arrival) -> None:
        if len(self._in_hand) >= self._limits.in_hand or self._drawing.waiting >= self._limits.to_draw:
            raise Full
        key = arrival.heard.chat_hash
        if not self._buckets.take(key):
            if self._buckets.warn(key) and not arrival.heard.group:
                self._drawing.soon(self._slow_down(arrival), arrival.place)
            return
        self._in_hand[number] = []
        failed: Exception | None = None
        try:
            await self._turnstile.enter(key, number)
            try:
                reply = await self._commit(arrival)
                if reply is not None:  # queued before the next one's turn, so that drawings keep the order of commits
                    self._drawing.soon(reply, arrival.place)
            finally:
                self._turnstile.leave(key)
        except Exception as error:
            failed = error
            raise
        finally:
            for same in self._in_hand.pop(number):
                if not same.done():
                    if failed is None:
                        same.set_result(None)
                    else:
                        same.set_exception(failed)

    async def _commit(self, arrival: Arrival) -> Reply | None:
        """What to draw once all is stored; None for nothing."""
        heard = arrival.heard
        being_drawn = self._drawing.busy(heard.chat_hash)

        def work(tx: Tx) -> Reply | None:
            if tx.updates.fresh(heard.update, millis(heard.now)):
                return self._reception(tx, heard)
            return None if being_drawn or heard.group else self._again(tx, heard)

        try:
            return await self._store.write(work)
        except Rule as rule:
            return await self._ruled(arrival, rule)
        except Exception as error:  # noqa: BLE001  every fault is counted, told and, in the end, parked
            return await self._failed(arrival, error)

    def _again(self, tx: Tx, heard: Heard) -> Reply | None:
        """An update seen before: no second effect, but the screen once more where it was never shown."""
        account = tx.people.account(heard.chat_hash)
        person = tx.people.person(account.active) if account else None
        row = tx.sessions.get(person.session, person.id) if person and person.session else None
        if row is None or row.shown >= row.revision:
            return None
        drawn = self._redraw(tx, row)
        return drawn[1] if drawn else None

    async def _ruled(self, arrival: Arrival, rule: Rule) -> Reply | None:
        heard = arrival.heard

        def work(tx: Tx) -> str | None:
            return self._language(tx, heard) if tx.updates.fresh(heard.update, millis(heard.now)) else None

        try:
            language = await self._store.write(work)
        except Exception as error:  # noqa: BLE001  as in _commit
            return await self._failed(arrival, error)
        if language is None:
            return None
        pressed = bool(arrival.place.query)
        block = Block("body", Say(rule.code, rule.values))
        return Reply((Screen("toast" if pressed else "below", (block,), alert=pressed),), language)

    async def _failed(self, arrival: Arrival, error: Exception) -> Reply | None:
        heard, reference, pressed = arrival.heard, new_reference(), bool(arrival.place.query)
        _log.error("update.fault", update=heard.update, reference=reference, **traced(error))
        if isinstance(error, StorageFault):  # no fault of this update: it comes again until there is room
            self._tell_once(arrival, reference, pressed=pressed)
            raise Faulty(reference)

        def count(tx: Tx) -> tuple[int, str]:
            tries = tx.updates.fail(heard.update, reference, millis(heard.now))
            if tries >= TRIES:
                tx.updates.park(heard.update, reference, millis(heard.now))
            return tries, self._language(tx, heard)

        try:
            tries, language = await self._store.write(count)
        except Exception as worse:  # noqa: BLE001  the store itself is in trouble: nothing is acknowledged
            _log.error("update.fault_uncounted", update=heard.update, reference=reference, **traced(worse))
            raise Faulty(reference) from None
        if tries == 1:
            self._drawing.soon(told(reference, language, pressed=pressed), arrival.place)
        if tries < TRIES:
            raise Faulty(reference)
        _log.error("update.parked", update=heard.update, reference=reference)
        return None

    def _tell_once(self, arrival: Arrival, reference: str, *, pressed: bool) -> None:
        if arrival.heard.update not in self._told:
            self._told[arrival.heard.update] = None
            if len(self._told) > _TOLD_REMEMBERED:
                self._told.popitem(last=False)
            self._drawing.soon(told(reference, self._guess(arrival.heard), pressed=pressed), arrival.place)

    def _language(self, tx: Tx, heard: Heard) -> str:
        account = tx.people.account(heard.chat_hash)
        person = tx.people.person(account.active) if account else None
        return person.language if person else self._guess(heard)

    def _guess(self, heard: Heard) -> str:
        code = heard.hint.partition("-")[0].lower()
        return code if code in self._voice.languages else self._voice.languages[0]

    def _slow_down(self, arrival: Arrival) -> Reply:
        mode: Literal["toast", "below"] = "toast" if arrival.place.query else "below"
        return Reply((Screen(mode, (Block("body", Say("slow_down")),)),), self._guess(arrival.heard))

    def _one_of_album(self, arrival: Arrival) -> Arrival | None:
        """An album comes as one update a file: the first is taken, one more heard as "album", the rest passed over."""
        if not arrival.album:
            return arrival
        heard = arrival.heard
        known = self._albums.setdefault((heard.chat_hash, arrival.album), [])
        if len(self._albums) > _ALBUMS_REMEMBERED:
            self._albums.popitem(last=False)
        if heard.update not in known and len(known) < _HEARD_OF_ALBUM:
            known.append(heard.update)
        match known.index(heard.update) if heard.update in known else None:
            case 0:
                return arrival
            case None:
                return None
            case _:
                return replace(arrival, heard=replace(heard, said=Unheard("album")))
