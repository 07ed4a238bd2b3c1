"""The draw of a workshop's places, step by step (bot/core/draw.py says which): each step once, whatever is killed.

The record is read by `record` and kept by `keep` (bot/actions/places.py), which are handed in as `Book`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal, Protocol

from bot.core import draw as draws
from bot.core import lottery
from bot.core.booking import Terms
from bot.core.draw import Codes, Draw
from bot.core.errors import Rule
from bot.core.reading import clean
from bot.core.workshops import Workshop
from bot.ports import (
    Activity,
    ActivityId,
    Booking,
    Due,
    Lane,
    MessageClass,
    Millis,
    Notice,
    Person,
    PersonId,
    Tx,
    millis,
)

KIND, FORGET = "draw", "forget"
VALUE_MAX = 200
_ASKED_OF_ALL = ("area", "age_band")
"""Kept for "check who is missing"; what else is known of a person only counts where they agreed to "invite_me"."""
_NOBODY = PersonId(0)


class Book(Protocol):
    """Where the record is kept."""

    def of(self, activity: Activity) -> Workshop:
        """The workshop."""

    def record(self, tx: Tx, activity: ActivityId) -> Draw | None:
        """The record."""

    def draw_state(self, tx: Tx, activity: ActivityId) -> str:
        """Its state alone."""

    def keep(self, tx: Tx, activity: ActivityId, kept: Draw) -> None:
        """Keep it."""

    def terms(self, tx: Tx, activity: ActivityId) -> Terms | None:
        """The terms."""

    def promote(self, tx: Tx, activity: ActivityId, now: datetime) -> int:
        """Offer free places on."""


def close(tx: Tx, book: Book, activity: ActivityId, now: datetime) -> bool:
    """Sign-up is over. True where there is something to be done about the draw, now or still."""
    kept = book.record(tx, activity)
    found = tx.activities.get(activity)
    if kept is None or found is None or found.state != "open" or kept.state == "done":
        return False
    if kept.state == "sealed":
        workshop = book.of(found)
        if workshop.drawn_at is None or now < workshop.drawn_at:
            return False  # it was moved; another row is due then
        book.keep(tx, activity, replace(kept, state="closed", closed=millis(now)))
    return True


def listed(
    tx: Tx, workshop: Workshop, above: draws.Parents, activity: ActivityId, after: int, limit: int
) -> tuple[dict[str, Codes], int]:
    """A slice of the list: number -> codes, and where the next begins (0: that was all). Only reads."""
    asking = tx.bookings.in_state(activity, ("requested",), after, limit)
    targets = targets_of(workshop)
    pool: dict[str, Codes] = {str(each.number): draws.coarse(_profile(tx, each), targets, above) for each in asking}
    return pool, asking[-1].place if len(asking) == limit else 0


def targets_of(workshop: Workshop) -> tuple[lottery.Target, ...]:
    """The workshop's targets as the lottery knows them."""
    return tuple(lottery.Target(t.attribute, t.code, t.min, t.max) for t in workshop.targets)


def freeze(tx: Tx, book: Book, activity: Activity, pool: Mapping[str, Codes], now: datetime) -> Draw:
    """Fix the list; only the first one counts. With no more requests than places everybody has one."""
    kept = _record(tx, book, activity.id)
    if kept.state != "closed":
        return kept
    places = tx.seats.pool(activity.id)
    seats = places.cap - places.taken if places else 0
    print_ = draws.fingerprint(pool)
    kept = replace(
        kept, state="frozen", pool=pool, seats=seats, targets=targets_of(book.of(activity)), fingerprint=print_,
        asked=len(pool),
    )  # fmt: skip
    if len(pool) <= seats:
        kept = replace(kept, state="drawn", selected=tuple(sorted(map(int, pool))))
    book.keep(tx, activity.id, kept)
    tx.audit.add(_NOBODY, "draw.listed", f"{activity.id}:{len(pool)}:{print_}", millis(now))
    return kept


def worked_out(
    tx: Tx, book: Book, activity: ActivityId, asked: Draw, answer: lottery.Lottery | lottery.Infeasible, now: datetime
) -> Draw:
    """Keep the lottery of the list `asked` was frozen with, or that its targets cannot be kept (officers are told)."""
    kept = _record(tx, book, activity)
    if kept.state != "frozen" or (kept.fingerprint, kept.targets) != (asked.fingerprint, asked.targets):
        return kept
    if isinstance(answer, lottery.Infeasible):
        kept = replace(kept, state="stuck", changes=answer.changes)
        _duty(tx, activity, f"stuck.{len(kept.relaxed)}", "stuck", now)
    else:
        kept = replace(kept, state="ready", lottery=answer)
        text = draws.answer_text(answer)
        tx.audit.add(_NOBODY, "draw.lottery", f"{activity}:{hashlib.sha256(text.encode()).hexdigest()}", millis(now))
    book.keep(tx, activity, kept)
    return kept


def not_worked_out(tx: Tx, activity: ActivityId, now: datetime) -> None:
    """The lottery could not be worked out in its time; officers are told once, and it is tried again."""
    _duty(tx, activity, "fault", "fault", now)


def relax(tx: Tx, book: Book, by: Person, activity: ActivityId, now: datetime) -> None:
    """Apply the smallest change of the targets; the list and the secret stay. Raises Rule("draw.not_now")."""
    kept = _record(tx, book, activity)
    if kept.state != "stuck":
        raise Rule("draw.not_now")
    targets = draws.relax(kept.targets, kept.changes)
    relaxed = (*kept.relaxed, *kept.changes)
    book.keep(tx, activity, replace(kept, state="frozen", targets=targets, relaxed=relaxed, changes=()))
    tx.audit.add(by.id, "draw.relaxed", f"{activity}:{len(kept.changes)}", millis(now))
    _again(tx, activity, f"relaxed.{len(relaxed)}", now)


def value(tx: Tx, book: Book, by: Person, activity: Activity, said: str, now: datetime) -> None:
    """The public value, as published after sign-up closed; once. Raises Rule("draw.not_now"), Rule("draw.no_value")."""
    kept = _record(tx, book, activity.id)
    said = " ".join(clean(said).split())[:VALUE_MAX]
    if not said:
        raise Rule("draw.no_value")
    if kept.value or kept.state not in ("closed", "frozen", "stuck", "ready") or not book.of(activity).public_value:
        raise Rule("draw.not_now")
    book.keep(tx, activity.id, replace(kept, value=said, named=True))
    tx.audit.add(by.id, "draw.value", f"{activity.id}:{hashlib.sha256(said.encode()).hexdigest()}", millis(now))
    _again(tx, activity.id, "value", now)


def pick(tx: Tx, book: Book, activity: Activity, now: datetime) -> Draw:
    """Draw, where the lottery is known and the public value too (or it was waited for long enough). Once."""
    kept = _record(tx, book, activity.id)
    if kept.state != "ready" or kept.lottery is None:
        return kept
    terms = book.terms(tx, activity.id)
    said = kept.value
    if not said and book.of(activity).public_value and terms is not None:
        until = kept.closed + terms.value_hours * 3_600_000
        if millis(now) < until:
            tx.agenda.put(Due(KIND, activity.id, "wait", "", "", Millis(until)))
            _duty(tx, activity.id, "value", "value", now)
            return kept
    said = said or kept.fingerprint
    seed = lottery.seed_of(kept.secret, said)
    drawn = lottery.draw(kept.lottery, seed)
    selected = tuple(sorted(int(number) for number in drawn.selected))
    waiting = draws.turns(seed, {int(number) for number in kept.pool} - set(selected))
    kept = replace(kept, state="drawn", value=said, seed=seed, selected=selected, waiting=waiting)
    book.keep(tx, activity.id, kept)
    digest = hashlib.sha256(json.dumps([selected, waiting]).encode()).hexdigest()
    tx.audit.add(_NOBODY, "draw.drawn", f"{activity.id}:{digest}", millis(now))
    return kept


def give(tx: Tx, book: Book, activity: ActivityId, kept: Draw, limit: int, now: datetime) -> bool:
    """Give places and turns to a slice of those who asked; False once all have theirs. Harmless when repeated.
    `kept` is the record as it was drawn, which nothing but the end of this changes.

    Letters wait until the last slice. Who gave up meanwhile is passed over, and their place is offered on at the end.
    """
    if book.draw_state(tx, activity) != "drawn":
        return False
    yes, no = (_letter(tx, kind, activity, now) for kind in ("drawn", "not_drawn"))
    selected, turn = set(kept.selected), {number: place for place, number in enumerate(kept.waiting)}
    slots: Sequence[int] = sorted(kept.waiting)
    asking = tx.bookings.in_state(activity, ("requested",), 0, limit)
    for each in asking:
        if each.number in selected and _seat(tx, each, now):
            tx.outbox.add(yes.id, each.person, millis(now))
        else:
            place = slots[turn[each.number]] if each.number in turn else each.place
            tx.bookings.move(each, "waiting", millis(now), place=place)
            tx.outbox.add(no.id, each.person, millis(now))
    if len(asking) == limit:
        return True
    book.keep(tx, activity, replace(kept, state="done"))
    for notice in (yes, no):
        tx.notices.change(notice.id, state="ready")
    tx.audit.add(_NOBODY, "draw.done", f"{activity}:{len(kept.selected)}", millis(now))
    found, terms = tx.activities.get(activity), book.terms(tx, activity)
    if found is not None and terms is not None:
        until = millis(book.of(found).over + timedelta(days=terms.kept_days))
        tx.agenda.put(Due(KIND, activity, FORGET, "", "", until))
    book.promote(tx, activity, now)
    return False


def forget_list(tx: Tx, book: Book, activity: ActivityId) -> None:
    """Some time after the workshop the list goes; its fingerprint, the seed and the numbers drawn stay."""
    kept = book.record(tx, activity)
    if kept is not None and kept.state == "done":
        book.keep(tx, activity, replace(kept, pool={}, lottery=None))


def _seat(tx: Tx, booking: Booking, now: datetime) -> bool:
    at = millis(now)
    if not tx.seats.reserve(booking.activity, booking.person, Millis(at + 1000), at):
        return False
    tx.seats.confirm(booking.activity, booking.person, at)
    return tx.bookings.move(booking, "confirmed", at)


def _profile(tx: Tx, booking: Booking) -> Codes:
    """What the person lets be used: area and age where they agreed to one purpose, all else to the other."""
    profile = tx.people.profile(booking.person)
    agreed = {
        purpose: (latest := tx.consents.latest(booking.person, purpose)) is not None and latest.given
        for purpose in ("who_is_missing", "invite_me")
    }
    return {
        attribute: code
        for attribute, code in profile.items()
        if agreed["who_is_missing" if attribute in _ASKED_OF_ALL else "invite_me"]
    }


def _record(tx: Tx, book: Book, activity: ActivityId) -> Draw:
    kept = book.record(tx, activity)
    if kept is None:
        raise Rule("draw.not_now")
    return kept


def _again(tx: Tx, activity: ActivityId, occurrence: str, now: datetime) -> None:
    tx.agenda.put(Due(KIND, activity, occurrence, "", "", millis(now)))


def _letter(tx: Tx, kind: Literal["drawn", "not_drawn"], activity: ActivityId, now: datetime) -> Notice:
    """Paused while it is being addressed, so that nobody hears before all is done."""
    service: MessageClass = "service"
    notice = tx.notices.make(kind, activity, "", service, Lane.REMINDERS, "{}", _NOBODY, millis(now))
    if notice.state == "ready":
        tx.notices.change(notice.id, state="paused")
    return notice


def _duty(tx: Tx, activity: ActivityId, occurrence: str, why: str, now: datetime) -> None:
    content = json.dumps({"why": why})
    notice = tx.notices.make(
        "draw_waits", activity, occurrence, "duty", Lane.CONFIRMATIONS, content, _NOBODY, millis(now)
    )
    officers: Iterable[Person] = tx.people.holders("officer")
    for officer in officers:
        tx.outbox.add(notice.id, officer.id, millis(now))
