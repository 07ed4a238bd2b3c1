"""Choose, and choose again, what one wants to hear of: themes, and areas that hold for all of them."""

from __future__ import annotations

import json
from datetime import datetime

from bot.core.themes import chosen, wanted
from bot.ports import Person, Tx, millis

_AREAS = "notice_areas"


def themes(tx: Tx, person: Person) -> frozenset[str]:
    """The themes asked for."""
    return chosen(tx.preferences.interests(person.id))


def areas(tx: Tx, person: Person) -> tuple[str, ...]:
    """The areas asked for; none: everywhere."""
    return tuple(json.loads(tx.preferences.get(person.id, _AREAS) or "[]"))


def choose(tx: Tx, person: Person, picked: frozenset[str], where: tuple[str, ...], now: datetime) -> None:
    """Exactly these from now on; asked for again, nothing changes."""
    tx.preferences.put(person.id, _AREAS, json.dumps(sorted(where)) if where else "")
    want, have = wanted(picked, where), frozenset(tx.preferences.interests(person.id))
    for theme, area in sorted(have - want):
        tx.preferences.no_longer(person.id, theme, area)
    for theme, area in sorted(want - have):
        tx.preferences.ask(person.id, theme, area, millis(now))
