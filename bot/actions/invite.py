"""Roles by invitation: 160 bits, stored hashed, one use, 24 hours, confirmed by an officer."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from bot.core.errors import Rule
from bot.core.rights import EVERYBODY
from bot.ports import Held, Invite, Person, PersonId, Role, Tx, millis

_ROLES: tuple[Role, ...] = ("champion", "officer", "commissioner")


def hashed(code: str) -> bytes:
    """What is stored of a code: SHA-256."""
    return hashlib.sha256(code.encode()).digest()


def invite(  # the many arguments are what an invitation says, and when
    tx: Tx,
    by: PersonId,
    role: str,
    code: str,
    label: str,
    now: datetime,
    hours: int,
    *,
    first: bool = False,
    area: str = "",
) -> Invite:
    """Store an invitation; its `code` (160 random bits) is drawn outside; `area` "" is everywhere.

    Raises Rule("not_yours") for no such role.
    """
    wanted = next((known for known in _ROLES if known == role), None)
    if wanted is None:
        raise Rule("not_yours")
    made = Invite(hashed(code), wanted, area, label, by, millis(now + timedelta(hours=hours)), first=first)
    tx.invites.add(made)
    tx.audit.add(by, "invite.made", wanted, millis(now))
    return made


def accept(tx: Tx, person: Person, code: str, now: datetime) -> Held:
    """Use an invitation: the role waits for an officer, except for the very first officer's.

    Raises Rule("invite.bad") for an unknown, used or expired code, and Rule("invite.own") for one made on this
    very phone.
    """
    found = tx.invites.find(hashed(code))
    if found is None or found.used_by:
        raise Rule("invite.bad")
    sharing = {each.id for each in tx.people.of_account(person.account)}
    if found.made_by in sharing and not found.first:
        raise Rule("invite.own")
    if found.first and tx.people.holders("officer"):
        raise Rule("invite.bad")
    if not tx.invites.use(found.code_hash, person.id, millis(now)):
        raise Rule("invite.bad")
    held = Held(found.role, found.area, pending=not found.first, label=found.label)
    tx.people.grant(person.id, held, found.made_by, millis(now))
    tx.audit.add(person.id, "invite.used", found.role, millis(now))
    return held


def decide(tx: Tx, by: Person, person: PersonId, role: str, now: datetime, *, yes: bool) -> None:
    """An officer confirms or refuses somebody's waiting role. Raises Rule("not_yours") where nothing of the kind waits,
    and for the officer's own."""
    waiting = next((held for who, held in tx.people.pending() if who.id == person and held.role == role), None)
    if waiting is None or waiting.role == EVERYBODY or person == by.id:
        raise Rule("not_yours")
    if yes:
        tx.people.confirm(person, waiting.role, by.id, millis(now))
    else:
        tx.people.revoke(person, waiting.role, by.id, millis(now))
    tx.audit.add(by.id, "role.confirmed" if yes else "role.refused", f"{waiting.role}:{person}", millis(now))


def remove(tx: Tx, by: Person, person: PersonId, role: str, now: datetime) -> None:
    """Take a role away; the last officer stays."""
    wanted = next((known for known in _ROLES if known == role), None)
    if wanted is None or not tx.people.revoke(person, wanted, by.id, millis(now)):
        raise Rule("not_yours")
    tx.audit.add(by.id, "role.removed", f"{wanted}:{person}", millis(now))
