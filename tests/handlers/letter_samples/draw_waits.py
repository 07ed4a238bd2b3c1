"""To an officer: targets that cannot be kept, a value that is waited for, a slow draw, and one that is over."""

from dataclasses import replace
from datetime import datetime

from bot.actions import places
from bot.core.lottery import Change
from bot.ports import Held, millis
from tests.handlers.letter_cast import Cast
from tests.handlers.workshop_town import opened, settings

CHANGES = (Change("area", "brixton", "min", 3, 2), Change("area", "streatham", "max", 8, 9))


def sample(cast: Cast):
    sam = cast.person("Sam")
    cast.tx.people.grant(sam.id, Held("officer"), sam.id, millis(cast.now))
    occasions = []
    for why, state in (("stuck", "stuck"), ("value", "ready"), ("fault", "frozen"), ("value", "done")):
        value = {"en": "the closing figure of the FTSE 100", "ar": "رقم الإغلاق"}
        given = settings(datetime(2026, 11, 24, 18))
        given["signup"]["public_value"] = value
        made = opened(cast.tx, sam, given, cast.now, f"plan_{why}_{state}")
        kept = places.record(cast.tx, made.id)
        places.keep(cast.tx, made.id, replace(kept, state=state, changes=CHANGES, closed=millis(cast.now)))
        occasions.append(
            cast.occasion(sam, object_=made.id, content={"why": why}, class_="duty", occurrence=f"{why}.{state}")
        )
    return occasions
