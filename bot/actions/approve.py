"""Yes, or a reasoned no, to a champion's message within two working days; then a second champion's yes suffices."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from bot.core.broadcasts import Rules, decide_by, held_by, noted, remarks
from bot.core.errors import Rule
from bot.ports import Broadcast, Lane, Person, PersonId, Tx, millis

Part = Literal["officer", "champion"]
_ASKED, _DECIDED = "broadcast_asked", "broadcast_decided"


def deciding_as(tx: Tx, by: Person, found: Broadcast, rules: Rules, now: datetime) -> Part:
    """As what somebody may decide: an officer at any time, a champion of the area once the officers' days are over.

    Nobody decides about their own message, on a shared phone either. Raises Rule("not_yours"), or
    Rule("broadcast.decided") where it waits no longer.
    """
    author = tx.people.person(found.person)
    if author is None or author.account == by.account or found.state in ("draft", "cancelled"):
        raise Rule("not_yours")
    officer = any(held.role == "officer" and not held.pending for held in by.roles)
    second = by.id in {each.id for each in second_champions(tx, found)}
    if not officer and not second:
        raise Rule("not_yours")
    if found.state != "waiting":
        raise Rule("broadcast.decided")
    if officer:
        return "officer"
    if not over(found, rules, now):
        raise Rule("broadcast.officers_first")
    return "champion"


def over(found: Broadcast, rules: Rules, now: datetime) -> bool:
    """Whether the officers' working days have passed; `now` is the borough's wall time with its zone."""
    asked = datetime.fromtimestamp(found.asked / 1000, tz=now.tzinfo)
    return now >= decide_by(asked, rules)


def approve(
    tx: Tx, by: Person, found: Broadcast, rules: Rules, now: datetime, begin: Callable[[Broadcast], None]
) -> None:
    """Yes: it is sent at once (`begin`), or waits for its champion where it cannot go just now. Told once.

    Raises Rule("elections.quiet") in a pre-election period that no officer has overridden for it.
    """
    part = deciding_as(tx, by, found, rules, now)
    if period := held_by(rules, now, remarks(found.reason)):
        raise Rule("elections.quiet", name=period.name)
    if not tx.broadcasts.move(found, "approved", decided=millis(now), decided_by=by.id):
        raise Rule("broadcast.decided")
    tx.audit.add(by.id, f"broadcast.approved.{part}", str(found.id), millis(now))
    approved = tx.broadcasts.get(found.id)
    if approved is None:
        raise Rule("not_yours")
    with contextlib.suppress(Rule):  # closed meanwhile, or too few people left: the approval stands
        begin(approved)
    _tell(tx, by, approved, now)


def refuse(tx: Tx, by: Person, found: Broadcast, ground: str, words: str, rules: Rules, now: datetime) -> None:
    """No: by an officer, in time, on a published ground and with a reason in words.

    Raises Rule("broadcast.late") after the working days (then a second champion decides), Rule("broadcast.no_reason").
    """
    if deciding_as(tx, by, found, rules, now) != "officer" or ground not in rules.grounds:
        raise Rule("not_yours")
    if over(found, rules, now):
        raise Rule("broadcast.late")
    if not words.strip():
        raise Rule("broadcast.no_reason")
    what = replace(remarks(found.reason), ground=ground, words=words.strip())
    if not tx.broadcasts.move(found, "refused", decided=millis(now), decided_by=by.id, reason=noted(what)):
        raise Rule("broadcast.decided")
    tx.agenda.drop(found.id)
    tx.audit.add(by.id, f"broadcast.refused.{ground}", str(found.id), millis(now))
    _tell(tx, by, found, now)


def open_to_champions(tx: Tx, found: Broadcast, now: datetime) -> int:
    """The officers' days are over: champions of the area are asked; gives how many. Once for each asking."""
    if found.state != "waiting":
        return 0
    at = millis(now)
    made = tx.notices.make(_ASKED, found.id, f"{found.asked}.second", "duty", Lane.CONFIRMATIONS, "", found.person, at)
    asked = second_champions(tx, found)
    for champion in asked:
        tx.outbox.add(made.id, champion.id, at)
    tx.audit.add(PersonId(0), "broadcast.to_champions", str(found.id), at)
    return len(asked)


def second_champions(tx: Tx, found: Broadcast) -> Sequence[Person]:
    """Who may approve where officers stay silent: champions whose area holds the message's, but for its author; all
    champions where there is none, so that silence never blocks."""
    author = tx.people.person(found.person)
    others = [each for each in tx.people.holders("champion") if author is None or each.account != author.account]
    around = {"", *remarks(found.reason).areas}
    near = [
        each
        for each in others
        if not found.area
        or any(held.role == "champion" and not held.pending and held.area in around for held in each.roles)
    ]
    return near or others


def _tell(tx: Tx, by: Person, found: Broadcast, now: datetime) -> None:
    at = millis(now)
    made = tx.notices.make(_DECIDED, found.id, str(found.asked), "confirmation", Lane.CONFIRMATIONS, "", by.id, at)
    tx.outbox.add(made.id, found.person, at)
