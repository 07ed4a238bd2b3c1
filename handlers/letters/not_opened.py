"""To officers: a planned opening has come, and something was missing."""

from __future__ import annotations

from bot.core.screen import Plain, Say, Screen
from bot.ports import ActivityId
from handlers.letter import Letter, Occasion
from handlers.visit import button, para, sheet, titled


def compose(occasion: Occasion) -> tuple[Screen, ...]:
    """What is missing; nothing where it was opened by hand since."""
    found = occasion.tx.activities.get(ActivityId(occasion.notice.object))
    if found is None or found.state not in ("draft", "tested"):
        return ()
    language = occasion.person.language
    title = Plain(titled(found, language))
    when = occasion.office.moment(int(occasion.content["at"]), language)
    blocks = (
        para("not_opened.title", "title", title=title, moment=when),
        para("not_opened.why", why=Say(str(occasion.content["rule"]))),
    )
    return (sheet(*blocks, rows=((button("not_opened.button", "activities", str(found.id)),),)),)


LETTER = Letter("not_opened", compose)
"""The kind is bot/workers/due/open_activity.py's."""
