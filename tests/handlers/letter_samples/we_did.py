"""Done; promised; promised and missed; refused, in a language that not everybody reads."""

from __future__ import annotations

import json

from bot.core.we_did import Statement, written
from tests.handlers.letter_cast import Cast

DARK = {"en": "The path is dark.", "ar": "الممر مظلم."}


def sample(cast: Cast):
    street = cast.activity("street")
    said = (
        Statement(1, DARK, "did", {"en": "Eleven lamps were put up.", "ar": "رُكّب أحد عشر مصباحًا."}),
        Statement(2, DARK, "will", {"en": "More lamps will come."}, by="2027-03-31"),
        Statement(3, DARK, "will", {"en": "A bench will come."}, "2026-03-31", outcome="missed", outcome_words={"en": "No money was left."}),
        Statement(4, DARK, "will", {"en": "A bin will come."}, by="2026-03-31"),
        Statement(5, {"pl": "Więcej ławek."}, "wont", {"en": "There is no room."}),
    )  # fmt: skip
    settings = json.loads(street.settings) | {"statements": written(said)}
    cast.tx.activities.change(street.id, settings=json.dumps(settings))
    ada = cast.person("Ada")
    return [cast.occasion(ada, object_=street.id, content={"number": one.number}) for one in said]
