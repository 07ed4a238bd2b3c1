"""Two proposals wait for an officer; a resident, who was an officer once, is not told."""

from __future__ import annotations

from bot.ports import Held, millis
from tests.handlers.letter_cast import Cast


def sample(cast: Cast):
    street, ada, sam = cast.activity("street"), cast.person("Ada"), cast.person("Sam")
    for words in ("Lights on the canal path", "A second library"):
        cast.tx.proposals.add(ada.id, street.id, "", "need", words, "en", millis(cast.now))
    cast.tx.people.grant(sam.id, Held("officer"), sam.id, millis(cast.now))
    return [cast.occasion(sam, class_="duty"), cast.occasion(ada, class_="duty")]
