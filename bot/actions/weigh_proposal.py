"""A champion and an officer decide together what becomes of a proposal, and the proposer hears of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.core.errors import Rule
from bot.core.weighing import Side, Verdict, Wish, dumps, loads
from bot.ports import Lane, Person, Proposal, Tx, millis

KIND = "proposal_decided"


@dataclass(frozen=True, slots=True)
class Weighed:
    """What became of it: the proposal as it is now, and whether it is decided."""

    proposal: Proposal
    decided: bool


def find(tx: Tx, proposal: int) -> Proposal:
    """The proposal, or Rule("proposal.gone")."""
    found = tx.proposals.get(proposal)
    if found is None:
        raise Rule("proposal.gone")
    return found


def side_of(person: Person, wish: Wish | None) -> Side:
    """In which of their roles somebody speaks now: where they hold both, in the one that is still needed.

    Raises Rule("not_yours") for who holds neither.
    """
    held = {role.role for role in person.roles if not role.pending}
    sides: list[Side] = [side for side in ("champion", "officer") if side in held]
    if not sides:
        raise Rule("not_yours")
    if wish is not None and wish.side in sides and len(sides) > 1:
        return "officer" if wish.side == "champion" else "champion"
    return sides[0]


def weigh(tx: Tx, by: Person, proposal: int, verdict: Verdict, into: int, words: str, now: datetime) -> Weighed:
    """One side says what it wants. Where the other wants the same, it is decided and the proposer is told; else this
    is the wish that the other side will see.

    The two are different people on different phones, and neither is on the proposer's. `words` is the sentence for the
    proposer; where the two agree, the first one's is kept.
    """
    found = find(tx, proposal)
    if found.state != "new":
        raise Rule("proposal.decided")
    _not_involved(tx, by, found)
    if verdict == "merged":
        _mergeable(tx, found, into)
    wish = loads(found.reason)
    side = side_of(by, wish)
    if wish is not None and wish.side != side and wish.same(verdict, into):
        first = found.champion if wish.side == "champion" else found.officer
        if first in {each.id for each in tx.people.of_account(by.account)}:
            raise Rule("proposal.two_people")
        return Weighed(_decide(tx, by, found, side, wish, now), decided=True)
    made = Wish(side, verdict, into, words, by.language)
    ids = {"champion": 0, "officer": 0, side: int(by.id)}
    tx.proposals.change(found.id, reason=dumps(made), **ids)
    tx.audit.add(by.id, f"proposal.{side}_wants_{verdict}", str(found.id), millis(now))
    return Weighed(find(tx, proposal), decided=False)


def proposers(tx: Tx, found: Proposal) -> Iterable[Proposal]:
    """The proposal and those that were joined with it: their people hear of it too."""
    return (found, *tx.proposals.joined(found.id))


def _decide(tx: Tx, by: Person, found: Proposal, side: Side, wish: Wish, now: datetime) -> Proposal:
    tx.proposals.change(found.id, state=wish.verdict, into=wish.into, decided=millis(now), **{side: int(by.id)})
    tx.audit.add(by.id, f"proposal.{wish.verdict}", str(found.id), millis(now))
    told = proposers(tx, found) if wish.verdict != "merged" else (found,)
    notice = tx.notices.make(
        KIND,
        found.id,
        wish.verdict,
        "service",
        Lane.REMINDERS,
        json.dumps({"verdict": wish.verdict}),
        by.id,
        millis(now),
    )
    for one in told:
        tx.outbox.add(notice.id, one.person, millis(now))
    return find(tx, found.id)


def _not_involved(tx: Tx, by: Person, found: Proposal) -> None:
    """Nobody decides about a proposal from their own phone."""
    if found.person in {each.id for each in tx.people.of_account(by.account)}:
        raise Rule("proposal.own")


def _mergeable(tx: Tx, found: Proposal, into: int) -> None:
    """Only with another one that is still alive: no circles, no chains."""
    target = tx.proposals.get(into)
    if target is None or target.id == found.id or target.state not in ("new", "taken_up"):
        raise Rule("proposal.not_with_this")
    if tx.proposals.joined(found.id):
        raise Rule("proposal.has_joined")
