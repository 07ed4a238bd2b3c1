"""To a proposer: what became of the proposal."""

from __future__ import annotations

from bot.actions.weigh_proposal import KIND
from bot.core.screen import Screen
from bot.core.weighing import loads
from bot.ports import Proposal
from handlers.letter import Letter, Occasion
from handlers.texts import told
from handlers.visit import button, para, sheet, words


def compose(occasion: Occasion) -> tuple[Screen, ...]:
    """In the person's own words first, so that they know which one; nothing where they were forgotten meanwhile."""
    decided = occasion.tx.proposals.get(occasion.notice.object)
    if decided is None or decided.state == "new":
        return ()
    own = _own(occasion, decided)
    if own is None:
        return ()
    blocks = [para("proposal_decided.title", "title"), words(own.words)]
    if own.id != decided.id:
        blocks.append(para("proposal_decided.joined", "small"))
    blocks.append(para(f"proposal_decided.{decided.state}"))
    wish = loads(decided.reason)
    if wish is not None and wish.words:
        blocks += told(occasion.office, {wish.language: wish.words}, occasion.person.language)
    blocks.append(para("proposal_decided.who", "small"))
    return (sheet(*blocks, rows=((button("propose.button.another", "propose"),),)),)


def _own(occasion: Occasion, decided: Proposal) -> Proposal | None:
    """The person's proposal: the one decided about, or one of theirs that was joined with it."""
    mine = occasion.tx.proposals.of(occasion.person.id)
    return next((one for one in mine if one.id == decided.id), None) or next(
        (one for one in mine if one.into == decided.id), None
    )


LETTER = Letter(KIND, compose)
"""Class service: the person asked for something and hears what became of it."""
