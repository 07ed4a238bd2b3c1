"""Deny by default: the one place that says no."""

from __future__ import annotations

from bot.core.errors import Rule
from bot.core.rights import allowed
from bot.ports import Held, Person


def authorise(person: Person, verb: str, area: str = "") -> None:
    """Raise Rule("not_yours") unless a confirmed role of the person allows the verb (in this area, where one is named).

    Roles come from the database in the same transaction, never from what a button says.
    """
    held = [role.role for role in person.roles if not role.pending and _covers(role, area)]
    if not allowed(held, verb):
        raise Rule("not_yours")


def holds(person: Person, role: str) -> bool:
    """Whether the person holds the role, confirmed."""
    return any(held.role == role and not held.pending for held in person.roles)


def _covers(held: Held, area: str) -> bool:
    return not held.area or not area or held.area == area
