"""While the offer stands, in the last day, and once it is over."""

from datetime import datetime, timedelta

from bot.ports import Held, millis
from tests.handlers.letter_cast import Cast
from tests.handlers.workshop_town import booked, opened, settings


def plan(cast: Cast):
    sam = cast.person("Sam")
    cast.tx.people.grant(sam.id, Held("officer"), sam.id, millis(cast.now))
    return opened(cast.tx, sam, settings(datetime(2026, 11, 24, 18)), cast.now)


def sample(cast: Cast):
    made, occasions = plan(cast), []
    for name, class_, hours in (("Ada", "service", 48), ("Bob", "urgent", 3), ("Cleo", "service", 0)):
        who = cast.person(name)
        there = booked(cast.tx, made, who, cast.now, "waiting")
        until = millis(cast.now + timedelta(hours=hours))
        cast.tx.bookings.move(there, "offered", millis(cast.now), until=until)
        occasions.append(cast.occasion(who, object_=made.id, class_=class_))
    return occasions
