"""What became of a champion's message that was read first: yes, or no with the ground and the reason."""

from __future__ import annotations

from bot.core.broadcasts import remarks
from bot.core.screen import Say, Screen
from handlers.champion import title
from handlers.letter import Letter, Occasion
from handlers.visit import button, para, sheet, words


def compose(occasion: Occasion) -> tuple[Screen, ...]:
    """Nothing where it was changed, asked for again or taken back since."""
    found = occasion.tx.broadcasts.get(occasion.notice.object)
    if found is None or str(found.asked) != occasion.notice.occurrence or found.person != occasion.person.id:
        return ()
    about = title(occasion.tx.activities.get(found.activity), occasion.person.language)
    if found.state == "refused":
        what = remarks(found.reason)
        rows = ((button("decided.change", "broadcast", str(found.id)),),)
        blocks = (
            para("decided.no", "title", title=about),
            para("decided.ground", ground=Say(f"ground.{what.ground}")),
            words(what.words, "card"),
            para("decided.again", "hint"),
        )
        return (sheet(*blocks, rows=rows),)
    if found.state in ("approved", "sending", "paused", "done"):
        code = "decided.waits" if found.state == "approved" else "decided.yes"
        rows = ((button("decided.progress", "broadcasts", str(found.id)),),)
        return (sheet(para(code, title=about), rows=rows),)
    return ()


LETTER = Letter("broadcast_decided", compose)
