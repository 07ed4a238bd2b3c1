"""What people read of a workshop: when, where, for whom it is made easy, how places are given; and one's own place."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.actions import places
from bot.core import workshops
from bot.core.mark import mark
from bot.core.screen import Block, Button, Plain, Screen
from bot.core.workshops import Workshop
from bot.ports import Activity, Booking, Person, Tx, millis
from handlers.visit import Office, button, in_language, para, sheet, words

HOLDING = ("confirmed", "attended")
ASKING = ("requested", "waiting", "offered", "confirmed")


@dataclass(frozen=True, slots=True)
class About:
    """A workshop as one person reads it."""

    office: Office
    language: str
    activity: Activity
    workshop: Workshop

    @property
    def title(self) -> Plain:
        """Its title in the person's language."""
        return Plain(in_language(self.workshop.title, self.language) or self.activity.name)

    def facts(self, *, short: bool = False) -> tuple[Block, ...]:
        """When and where, and what is there for whom; `short` for a list or a letter."""
        shop, voice, language = self.workshop, self.office.voice, self.language
        end = shop.ends if shop.ends.date() != shop.starts.date() else None
        until = voice.moment(end, language) if end else f"{shop.ends:%H:%M}"
        blocks = [para("workshop.when", start=Plain(voice.moment(shop.starts, language)), end=Plain(until))]
        where = ", ".join(piece for piece in (in_language(shop.place, language), shop.address) if piece)
        blocks.append(para("workshop.where", place=Plain(where)))
        if shop.step_free:
            blocks.append(para("workshop.step_free"))
        if short:
            return tuple(blocks)
        if shop.creche:
            blocks.append(para("workshop.creche"))
        if shop.interpreters:
            names = ", ".join(voice.own_name(code) for code in shop.interpreters)
            blocks.append(para("workshop.interpreters", languages=Plain(names)))
        if shop.companions:
            blocks.append(para("workshop.companions"))
        return tuple(blocks)

    def giving(self, tx: Tx) -> tuple[Block, ...]:
        """How its places are given, in words; and what the draw hangs on."""
        shop = self.workshop
        blocks = [para("workshop.seats", count=shop.seats)]
        if shop.drawn_at is None:
            return (*blocks, para("workshop.first_come"))
        state = places.draw_state(tx, self.activity.id)
        if state == "done":
            return (*blocks, para("workshop.drawn"))
        if state not in ("", "sealed"):
            return (*blocks, para("workshop.drawing"))
        closes = self.office.moment(millis(shop.drawn_at), self.language)
        blocks.append(para("workshop.draw", date=Plain(closes), count=shop.seats))
        if shop.targets:
            blocks += [para("workshop.targets"), para("workshop.list_checked", "small")]
        return tuple(blocks)

    def mine(self, booking: Booking, *, reference: bool = True) -> tuple[Block, ...]:
        """Where the person stands, with what has to be shown or named."""
        shop, state = self.workshop, booking.state
        blocks: list[Block] = []
        match state:
            case "requested":
                closes = self.office.moment(millis(shop.drawn_at), self.language) if shop.drawn_at else ""
                blocks += [para("booking.requested", date=Plain(closes)), para("booking.number", count=booking.number)]
            case "offered":
                until = self.office.moment(booking.until, self.language)
                blocks.append(para("booking.offered", date=Plain(until)))
            case "waiting":
                blocks.append(para("booking.waiting"))
            case "confirmed" | "attended":
                blocks.append(para("booking.confirmed" if state == "confirmed" else "booking.attended"))
                blocks.append(para("booking.code", letters=Plain(booking.code)))
            case _:
                return ()
        if reference:
            named = mark(f"{self.office.bot_name}:{booking.id}")
            blocks.append(para("booking.reference", "small", reference=named))
        return tuple(blocks)

    def steps(self, booking: Booking, own: str) -> tuple[tuple[Button, ...], ...]:
        """What can be done about it; `own` marks the person (see Visit.own)."""
        number = str(self.activity.id)
        rows: list[tuple[Button, ...]] = []
        if booking.state == "offered":
            rows.append(
                (button("offer.yes", "offer", f"{number}.y.{own}"), button("offer.no", "offer", f"{number}.n.{own}"))
            )
        if booking.state == "confirmed":
            rows.append((button("booking.button.calendar", "calendar", number),))
        if booking.state in ASKING:
            rows.append((button("booking.button.needs", "change", number),))
            give_up = "booking.button.cancel" if booking.state == "confirmed" else "booking.button.withdraw"
            rows.append((button(give_up, "unbook", number),))
        return tuple(rows)


def about(office: Office, language: str, activity: Activity) -> About:
    """Raises Rule("workshop.gone") for what is none, or one called off."""
    return About(office, language, activity, places.of(activity))


def receipt(office: Office, tx: Tx, person: Person, activity: Activity) -> tuple[Screen, ...]:
    """Where the person stands, after the form was sent in; nothing where they gave up, or it was called off."""
    mine = tx.bookings.of(activity.id, person.id)
    workshop = workshops.read(json.loads(activity.settings))
    if mine is None or workshop.cancelled or mine.state not in (*ASKING, *HOLDING):
        return ()
    shown = About(office, person.language, activity, workshop)
    rows = shown.steps(mine, mark(str(person.id)))
    return (sheet(words(shown.title.text, "title"), *shown.facts(short=True), *shown.mine(mine), rows=rows),)


def said_openly(activity: Activity, language: str) -> tuple[Block, ...]:
    """What is fixed and what is open, the money, and by when is decided; who to ask; whether it is made up."""
    settings = json.loads(activity.settings)
    blocks = [
        para(f"welcome.{key}", text=Plain(in_language(settings[key], language)))
        for key in ("fixed", "open")
        if settings.get(key)
    ]
    if settings.get("money", {}).get("text"):
        amount = f"£{int(settings['money'].get('amount', 0)):,}"
        money = in_language(settings["money"]["text"], language).replace("{amount}", amount)
        blocks.append(para("welcome.money", text=Plain(money)))
    if settings.get("deadline", {}).get("text"):
        blocks.append(words(in_language(settings["deadline"]["text"], language)))
    if settings.get("sample"):
        blocks.insert(0, para("welcome.sample", "warning"))
    return tuple(blocks)


def subscribe(office: Office, language: str) -> tuple[Block, ...]:
    """The address of all workshops for one's own calendar, where the bot can be reached from outside."""
    if not office.feed:
        return ()
    return (para("workshop.subscribe", "small", address=Plain(f"{office.feed}?lang={language}")),)


def sealed(about: About, tx: Tx) -> tuple[Block, ...]:
    """What the draw hangs on, published before anybody can know how it ends."""
    kept = places.record(tx, about.activity.id)
    if kept is None:
        return ()
    blocks = [para("workshop.sealed", "small", hash=Plain(kept.commitment))]
    if about.workshop.public_value:
        what = Plain(in_language(about.workshop.public_value, about.language))
        blocks.append(para("workshop.public_value", "small", what=what))
    return tuple(blocks)
