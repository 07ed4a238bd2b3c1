"""The evening before a workshop, or hours before: when, where, one's code, and what was asked for."""

from __future__ import annotations

from datetime import timedelta

from bot.core import reminders
from bot.core.needs_told import told
from bot.core.screen import Block, Button, Plain, Screen
from bot.ports import ActivityId, Booking
from handlers.letter import Letter, Occasion
from handlers.needs import prepared
from handlers.visit import button, para, sheet
from handlers.workshop_screen import About, about

_SOON = timedelta(hours=4)


def compose(occasion: Occasion) -> tuple[Screen, ...]:
    """Nothing where the workshop moved meanwhile, the place was given back, or the confirmation has just said it."""
    activity = occasion.tx.activities.get(ActivityId(occasion.notice.object))
    if activity is None or activity.state != "open":
        return ()
    shown = about(occasion.office, occasion.person.language, activity)
    booking = occasion.tx.bookings.of(activity.id, occasion.person.id)
    if shown.workshop.starts.isoformat() != occasion.content["starts"] or booking is None:
        return ()
    if booking.state != "confirmed" or occasion.now >= shown.workshop.begins:
        return ()
    if occasion.content["repeats"] and int(occasion.content["due"]) - booking.made < _millis(reminders.YOUNG):
        return ()
    blocks = [para("reminder.title", "title", title=shown.title), *shown.facts(short=True)]
    blocks += [para("booking.code", letters=Plain(booking.code)), *_needs(occasion, shown, booking)]
    return (sheet(*blocks, rows=_rows(occasion, shown)),)


def _needs(occasion: Occasion, shown: About, booking: Booking) -> tuple[Block, ...]:
    form = occasion.office.shelf(occasion.tx, shown.activity.edition)
    given = told(form, booking.needs, occasion.person.language)
    text = prepared(occasion.office, given, occasion.person.language)
    return (
        *((para("reminder.needs", text=Plain(text)),) if text else ()),
        *((para("reminder.private"),) if given.private else ()),
    )


def _rows(occasion: Occasion, shown: About) -> tuple[tuple[Button, ...], ...]:
    number = str(shown.activity.id)
    rows = [
        (button("booking.button.calendar", "calendar", number),),
        (button("booking.button.cancel", "unbook", number),),
    ]
    if shown.workshop.begins - occasion.now <= _SOON:
        rows.insert(0, (button("here.button", "here", number),))
    return tuple(rows)


def _millis(length: timedelta) -> int:
    return round(length.total_seconds() * 1000)


LETTER = Letter("reminder", compose)
