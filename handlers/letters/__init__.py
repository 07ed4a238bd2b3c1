"""Every letter, once. A new letter is one file here, one line below and one sample (tests/handlers/letter_samples)."""

from __future__ import annotations

from handlers.letter import Letter
from handlers.letters import (
    broadcast,
    broadcast_asked,
    broadcast_decided,
    draw_waits,
    drawn,
    feedback,
    moved,
    not_drawn,
    not_opened,
    notice,
    nudge,
    offer,
    place_lost,
    proposal_decided,
    proposals_wait,
    reminder,
    result,
    role_confirmed,
    role_waits,
    we_did,
    workshop_cancelled,
)

LETTERS: tuple[Letter, ...] = (
    broadcast.LETTER,
    broadcast_asked.LETTER,
    broadcast_decided.LETTER,
    offer.LETTER,
    drawn.LETTER,
    not_drawn.LETTER,
    place_lost.LETTER,
    draw_waits.LETTER,
    feedback.LETTER,
    moved.LETTER,
    reminder.LETTER,
    workshop_cancelled.LETTER,
    nudge.LETTER,
    result.LETTER,
    we_did.LETTER,
    proposal_decided.LETTER,
    proposals_wait.LETTER,
    notice.LETTER,
    role_waits.LETTER,
    role_confirmed.LETTER,
    not_opened.LETTER,
)

BY_KIND = {letter.kind: letter for letter in LETTERS}
