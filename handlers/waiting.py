"""Waiting for something typed: which door gets it, with what before it."""

from __future__ import annotations

import json

from handlers.visit import Visit


def wait(visit: Visit, door: str, argument: str, **more: str) -> None:
    """What the person types next goes to this door, as "argument words"; `more` is kept beside it for the door."""
    visit.tx.people.change(visit.person.id, doing=json.dumps({"wait": door, "argument": argument, **more}))


def kept(visit: Visit, door: str, key: str) -> str:
    """What was kept beside the waiting of a door, "" where it does not wait."""
    waits = json.loads(visit.person.doing or "{}")
    return str(waits.get(key, "")) if waits.get("wait") == door else ""


def done(visit: Visit) -> None:
    """Nothing is waited for any more."""
    visit.tx.people.change(visit.person.id, doing="")
