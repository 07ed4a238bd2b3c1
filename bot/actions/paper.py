"""What the holder of a paper code may do from any chat: hear back, see, erase. Few wrong tries: none is guessed."""

from __future__ import annotations

import json
from datetime import datetime

from bot.core.errors import Rule
from bot.ports import Person, PersonId, Tx, millis

_TRIES = "paper_tries"
_HOUR = 3_600_000


def holder(tx: Tx, asking: Person, card: bytes | None, now: datetime, most: int) -> PersonId | None:
    """Whose code it is; None for a wrong one (`card` None: not even a code), which counts as a try.

    Raises Rule("paper.too_many") after `most` wrong ones within an hour.
    """
    at = millis(now)
    tries = [each for each in json.loads(tx.preferences.get(asking.id, _TRIES) or "[]") if each > at - _HOUR]
    if len(tries) >= most:
        raise Rule("paper.too_many")
    person = tx.assisted.by_code(card) if card else None
    if person is None:
        tx.preferences.put(asking.id, _TRIES, json.dumps([*tries, at]))
    return person


def erase(tx: Tx, asking: Person, person: PersonId, now: datetime) -> None:
    """Forget the card's person: answers, profile, consents, the card itself."""
    tx.audit.add(asking.id, "paper.erased", str(person), millis(now))
    tx.people.forget(person, millis(now))
