"""Somebody waits to be a champion; and one whom another officer confirmed meanwhile."""

from __future__ import annotations

from bot.ports import Held, millis
from tests.handlers.letter_cast import Cast


def sample(cast: Cast):
    sam, grace, amina = cast.person("Sam"), cast.person("Grace"), cast.person("Amina")
    cast.tx.people.grant(sam.id, Held("officer"), sam.id, millis(cast.now))
    cast.tx.people.grant(grace.id, Held("champion", pending=True), sam.id, millis(cast.now))
    cast.tx.people.grant(amina.id, Held("champion"), sam.id, millis(cast.now))
    return [cast.occasion(sam, object_=who.id, content={"role": "champion"}, class_="duty") for who in (grace, amina)]
