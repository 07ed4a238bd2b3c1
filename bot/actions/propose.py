"""A resident proposes a need or an option; it is kept in their own words, and who weighs it is told, once a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from bot.core.audience import Audience
from bot.core.errors import Rule
from bot.ports import Activity, ActivityId, Lane, Person, PersonId, Proposal, Tx, millis

WAIT = "proposals_wait"
WEIGHING = ("champion", "officer")
Kind = Literal["need", "option"]


def propose(
    tx: Tx, person: Person, about: Activity | None, kind: Kind, words: str, most: int, today: date, now: datetime
) -> Proposal:
    """Keep it. The same words about the same thing are kept once, so that a double tap is harmless.

    Raises Rule("propose.enough") where the person has `most` proposals that nobody has decided yet.
    """
    activity = about.id if about is not None else ActivityId(0)
    mine = [one for one in tx.proposals.of(person.id) if one.state == "new"]
    same = next((one for one in mine if (one.activity, one.kind, one.words) == (activity, kind, words)), None)
    if same is not None:
        return same
    if len(mine) >= most:
        raise Rule("propose.enough", most=most)
    pilot = about.pilot if about is not None else ""
    made = tx.proposals.add(person.id, activity, pilot, kind, words, person.language, millis(now))
    tx.audit.add(person.id, "proposal.made", str(made.id), millis(now))
    for role in WEIGHING:
        tx.notices.make(
            WAIT,
            0,
            f"{today}:{role}",
            "duty",
            Lane.CONFIRMATIONS,
            "",
            PersonId(0),
            millis(now),
            audience=Audience(role=role),
        )
    return made
