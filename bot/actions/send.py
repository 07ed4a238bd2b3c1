"""A champion's message on its way: asked for, started, held, going on, stopped, sent again to those nobody knows of."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.core.audience import loads
from bot.core.broadcasts import Rules, decide_by, enough, held_by, noted, remarks
from bot.core.elections import following
from bot.core.errors import Rule
from bot.ports import Activity, Broadcast, Due, Lane, Millis, NoticeId, Person, PersonId, Tx, millis

KIND = "broadcast"
ASKED = "broadcast_asked"
DECIDED = "broadcast_decided"
APPROVAL_OPEN = "approval_open"
QUIET_BEGINS = "broadcast_quiet"
_RESENT_AT_ONCE = 500
ON_ITS_WAY = ("waiting", "approved", "sending", "paused")


def ask(tx: Tx, person: Person, found: Broadcast, around: tuple[str, ...], rules: Rules, now: datetime) -> None:
    """Ask the officers; where they are silent for the working days they have, champions of the area are asked.

    `now` is the borough's wall time with its zone. Guarded: two taps ask once.
    """
    what = replace(remarks(found.reason), ground="", words="", areas=around)
    at = millis(now)
    if not tx.broadcasts.move(found, "waiting", asked=at, decided=0, decided_by=0, reason=noted(what)):
        return
    tx.audit.add(person.id, "broadcast.asked", str(found.id), at)
    made = tx.notices.make(ASKED, found.id, str(at), "duty", Lane.CONFIRMATIONS, "", person.id, at)
    for officer in tx.people.holders("officer"):
        if officer.account != person.account:
            tx.outbox.add(made.id, officer.id, at)
    until = decide_by(now, rules)
    tx.agenda.put(Due(APPROVAL_OPEN, found.id, str(at), "", str(now.tzinfo), millis(until)))


def start(tx: Tx, by: PersonId, found: Broadcast, activity: Activity, rules: Rules, now: datetime) -> None:
    """Begin to send: from here on the outbox has it. Guarded by the state it was read in: two taps send once.

    Raises Rule("elections.quiet") within a pre-election period, Rule("activity.not_open") where its button would lead
    nowhere, and where too few people are left.
    """
    at = millis(now)
    if period := held_by(rules, now, remarks(found.reason)):
        raise Rule("elections.quiet", name=period.name)
    if activity.state != "open" or 0 < activity.closes <= at:
        raise Rule("activity.not_open")
    audience = loads(found.audience)
    enough(audience, remarks(found.reason).count, rules)
    until = millis(now + timedelta(days=rules.send_days))
    until = Millis(min(until, activity.closes)) if activity.closes else until
    fresh = found.state in ("draft", "refused")
    fields: dict[str, str | int] = {"asked": at, "decided": at, "decided_by": 0} if fresh else {}
    if not tx.broadcasts.move(found, "sending", **fields):
        return
    made = tx.notices.make(
        KIND, found.id, "", "unasked", Lane.BROADCAST, "", found.person, at, audience=audience, not_after=until
    )
    moved = tx.broadcasts.get(found.id)
    if moved is None or not tx.broadcasts.move(moved, "sending", notice=made.id):
        raise Rule("not_yours")
    tx.audit.add(by, "broadcast.sent", str(found.id), at)
    if not remarks(found.reason).override and (period := following(rules.quiet_periods, now.date())):
        begins = datetime.combine(period.first, time(), now.tzinfo)
        wall = f"{begins:%Y-%m-%dT%H:%M}"
        tx.agenda.put(Due(QUIET_BEGINS, found.id, str(at), wall, str(now.tzinfo), millis(begins)))


def take_back(tx: Tx, person: Person, found: Broadcast, now: datetime) -> None:
    """Before anything was sent: a draft again, to be changed."""
    if found.state in ("waiting", "approved") and tx.broadcasts.move(found, "draft", asked=0, decided=0, decided_by=0):
        tx.agenda.drop(found.id)
        tx.audit.add(person.id, "broadcast.taken_back", str(found.id), millis(now))


def pause(tx: Tx, by: PersonId, found: Broadcast, now: datetime) -> None:
    """Send no more for now."""
    if found.state == "sending" and tx.broadcasts.move(found, "paused"):
        tx.notices.change(found.notice, state="paused")
        tx.audit.add(by, "broadcast.paused", str(found.id), millis(now))


def go_on(tx: Tx, by: PersonId, found: Broadcast, rules: Rules, now: datetime) -> None:
    """Send on after a pause; the filling of its recipients goes on where it stopped. Raises Rule("elections.quiet")."""
    if period := held_by(rules, now, remarks(found.reason)):
        raise Rule("elections.quiet", name=period.name)
    if found.state == "paused" and tx.broadcasts.move(found, "sending"):
        tx.notices.change(found.notice, state="filling")
        tx.audit.add(by, "broadcast.resumed", str(found.id), millis(now))


def cancel(tx: Tx, by: PersonId, found: Broadcast, now: datetime) -> None:
    """Stop for good: who has not been sent it does not get it."""
    if found.state in ON_ITS_WAY and tx.broadcasts.move(found, "cancelled"):
        if found.notice:
            stop_notice(tx, found.notice)
        tx.agenda.drop(found.id)
        tx.audit.add(by, "broadcast.cancelled", str(found.id), millis(now))


def resend(tx: Tx, by: PersonId, found: Broadcast, now: datetime) -> int:
    """Send again to those of whom nobody knows whether it came, and to nobody else; gives to how many."""
    if found.state not in ("sending", "done") or not found.notice:
        return 0
    number = tx.outbox.resend(found.notice, millis(now), _RESENT_AT_ONCE)
    if number:
        notice = tx.notices.get(found.notice)
        if notice is not None and notice.state == "done":
            tx.notices.change(found.notice, state="ready")
        if found.state == "done":
            tx.broadcasts.move(found, "sending")
        tx.audit.add(by, "broadcast.resent", str(found.id), millis(now))
    return number


def ended(tx: Tx, found: Broadcast) -> Broadcast:
    """The message as it is now: done once nothing of it waits any more."""
    if found.state == "sending":
        notice = tx.notices.get(found.notice)
        if notice is not None and notice.state == "done" and tx.broadcasts.move(found, "done"):
            return replace(found, state="done")
    return found


def stop_notice(tx: Tx, notice: NoticeId) -> None:
    """Cancel what is queued of a notice."""
    tx.notices.change(notice, state="cancelled")
    tx.outbox.cancel(notice)


def override(tx: Tx, by: Person, found: Broadcast, reason: str, now: datetime) -> None:
    """An officer lets this one message through a pre-election period, and says why."""
    if not reason.strip():
        raise Rule("broadcast.no_reason")
    if found.person == by.id:
        raise Rule("not_yours")
    kept = replace(remarks(found.reason), override=reason.strip())
    tx.broadcasts.change(found.id, reason=noted(kept))
    tx.audit.add(by.id, "elections.overridden", str(found.id), millis(now))


def languages(found: Broadcast) -> tuple[str, ...]:
    """The languages that it has words in."""
    return tuple(json.loads(found.texts or "{}"))
