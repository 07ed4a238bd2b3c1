"""To somebody who began a form and did not finish it: once."""

from __future__ import annotations

from bot.actions.nudge import KIND, over
from bot.core.screen import Plain, Screen
from bot.ports import ActivityId, SessionId
from handlers.letter import Letter, Occasion
from handlers.visit import button, para, sheet, titled


def compose(occasion: Occasion) -> tuple[Screen, ...]:
    """Where one is and until when; nothing where the person has been back since, or it is too late."""
    found = occasion.tx.activities.get(ActivityId(occasion.notice.object))
    session = SessionId(int(occasion.content["session"]))
    if found is None or over(occasion.tx, found, session, occasion.person.id, occasion.notice.made, occasion.now):
        return ()
    language = occasion.person.language
    title = Plain(titled(found, language))
    blocks = [para("nudge.title", "title", title=title), para("nudge.saved")]
    if found.closes:
        blocks.append(para("nudge.until", moment=occasion.office.moment(found.closes, language)))
    blocks.append(para("nudge.once", "small"))
    rows = ((button("nudge.go_on", "join", str(found.id)),), (button("nudge.leave", "leave", str(found.id)),))
    return (sheet(*blocks, rows=rows),)


LETTER = Letter(KIND, compose)
"""Sent at most once for each session: its notice is the session's own."""
