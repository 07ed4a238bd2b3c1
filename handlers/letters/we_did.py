"""To everybody who took part: you said, we did."""

from __future__ import annotations

import json

from bot.actions.we_did import KIND
from bot.core.screen import Plain, Screen
from bot.core.we_did import read
from bot.ports import ActivityId
from handlers import statement
from handlers.letter import Letter, Occasion
from handlers.visit import button, in_language, para, sheet


def compose(occasion: Occasion) -> tuple[Screen, ...]:
    """The statement as it stands now."""
    found = occasion.tx.activities.get(ActivityId(occasion.notice.object))
    if found is None:
        return ()
    settings = json.loads(found.settings)
    one = next((each for each in read(settings) if each.number == occasion.content["number"]), None)
    if one is None:
        return ()
    language = occasion.person.language
    title = Plain(in_language(settings.get("title", {"en": found.name}), language))
    today = occasion.office.local(occasion.now).date()
    blocks = (
        para("we_did.title", "title", title=title),
        *statement.blocks(occasion.office, one, language, today),
        para("we_did.kept_on_results", "small"),
    )
    return (sheet(*blocks, rows=((button("result.button.all", "results", str(found.id)),),)),)


LETTER = Letter(KIND, compose)
"""Once for each statement and person."""
