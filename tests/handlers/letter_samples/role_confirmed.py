"""Yes; no; and a yes that was taken back before it could be told."""

from __future__ import annotations

from bot.ports import Held, Lane, millis
from tests.handlers.letter_cast import Cast


def sample(cast: Cast):
    grace, bob = cast.person("Grace"), cast.person("Bob")
    cast.tx.people.grant(grace.id, Held("champion"), grace.id, millis(cast.now))
    return [
        cast.occasion(
            who, object_=who.id, content={"role": "champion", "yes": yes}, class_="confirmation",
            lane=Lane.CONFIRMATIONS,
        )
        for who, yes in ((grace, True), (bob, False), (bob, True))
    ]  # fmt: skip
