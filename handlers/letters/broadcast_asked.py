"""A champion's message waits for somebody to read it first: to officers, and after their days to other champions."""

from __future__ import annotations

from bot.actions.approve import deciding_as, over
from bot.core.broadcasts import held_by, remarks
from bot.core.screen import Screen
from handlers.broadcast_screen import asked, verdicts
from handlers.champion import rules
from handlers.letter import Letter, Occasion
from handlers.visit import sheet


def compose(occasion: Occasion) -> tuple[Screen, ...]:
    """Words, audience, count and the two buttons; nothing where it was decided, or asked for again since."""
    found = occasion.tx.broadcasts.get(occasion.notice.object)
    if found is None or occasion.notice.occurrence.partition(".")[0] != str(found.asked):
        return ()
    by, local = rules(occasion.office), occasion.office.local(occasion.now)
    part = deciding_as(occasion.tx, occasion.person, found, by, local)
    rows = verdicts(
        found,
        officer=part == "officer",
        held=held_by(by, local, remarks(found.reason)) is not None,
        late=over(found, by, local),
    )
    blocks = asked(occasion.tx, occasion.office, found, occasion.person.language, occasion.now)
    return (sheet(*blocks, rows=rows),)


LETTER = Letter("broadcast_asked", compose)
