"""Area, age band and the two purposes: asked once, after the first taste, as a form like any other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.ports import Activity, Consent, Person, Purpose, Tx, millis

NAME = "about_you"
_PURPOSES: tuple[Purpose, ...] = ("who_is_missing", "invite_me")
_PRIVATE = {"prefer_not", "not_sure", ""}


def due(tx: Tx, person: Person) -> Activity | None:
    """The profile activity where this person was not asked yet, else None."""
    if tx.consents.latest(person.id, "who_is_missing") is not None:
        return None
    return tx.activities.named(NAME)


def remember(tx: Tx, person: Person, answers: Iterable[tuple[str, str]], version: str, now: datetime) -> None:
    """Keep what was said: consents by purpose, and the profile's attributes where the first purpose was agreed to.

    Skipping a purpose means no: nothing is used without a yes.
    """
    given = {path.rsplit("/", 1)[-1]: value for path, value in answers}
    for purpose in _PURPOSES:
        yes = given.pop(purpose, "") == "yes"
        tx.consents.add(Consent(person.id, purpose, yes, version, person.language, millis(now)))
    remember_attributes(tx, person, given.items(), now)


def remember_attributes(tx: Tx, person: Person, given: Iterable[tuple[str, str]], now: datetime) -> None:
    """Keep attributes of the profile; what was withheld is not kept at all."""
    for attribute, code in given:
        if code not in _PRIVATE:
            tx.people.set_profile(person.id, attribute, code, millis(now))
