"""To somebody whose offer ran out, and to somebody who has asked again since."""

from datetime import datetime

from bot.ports import Held, millis
from tests.handlers.letter_cast import Cast
from tests.handlers.workshop_town import booked, opened, settings


def plan(cast: Cast):
    sam = cast.person("Sam")
    cast.tx.people.grant(sam.id, Held("officer"), sam.id, millis(cast.now))
    return opened(cast.tx, sam, settings(datetime(2026, 11, 24, 18)), cast.now)


def sample(cast: Cast):
    made, ada, bob = plan(cast), cast.person(), cast.person("Bob")
    booked(cast.tx, made, ada, cast.now, "lapsed")
    booked(cast.tx, made, bob, cast.now, "waiting")
    until = {"until": millis(cast.now)}
    return [cast.occasion(who, object_=made.id, content=until) for who in (ada, bob)]
