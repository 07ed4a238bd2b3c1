"""Area, age band and the two purposes: asked once, after the first taste, as a form like any other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.ports import Activity, Consent, Person, Purpose, Tx, millis

NAME = "about_you"
_PURPOSES: tuple[Purpose, ...] = ("who_is_missing", "invite_me")
_PRIVATE = {"prefer_not", "not_sure", ""}
_AREA_AND_AGE = ("area", "age_band")
SUGGESTED = "suggested_language"
"""Kept beside the profile, so that it is forgotten with it: which language was suggested, once."""


def due(tx: Tx, person: Person) -> Activity | None:
    """The profile activity where this person was not asked yet, else None."""
    if tx.consents.latest(person.id, "who_is_missing") is not None:
        return None
    return tx.activities.named(NAME)


def allows(tx: Tx, person: Person, purpose: Purpose) -> bool:
    """Whether the person has agreed to the purpose and not taken it back."""
    latest = tx.consents.latest(person.id, purpose)
    return latest is not None and latest.given


def remember(tx: Tx, person: Person, answers: Iterable[tuple[str, str]], version: str, now: datetime) -> None:
    """Keep what was said: consents by purpose, and the profile's attributes where the first purpose was agreed to.

    Skipping a purpose never asked before means no: nothing is used without a yes. Skipped later, it stays as it was.
    """
    given = {path.rsplit("/", 1)[-1]: value for path, value in answers}
    for purpose in _PURPOSES:
        said = given.pop(purpose, "")
        if said or tx.consents.latest(person.id, purpose) is None:
            tx.consents.add(Consent(person.id, purpose, said == "yes", version, person.language, millis(now)))
    if allows(tx, person, "who_is_missing"):
        remember_attributes(tx, person, given.items(), now)


def remember_attributes(tx: Tx, person: Person, given: Iterable[tuple[str, str]], now: datetime) -> None:
    """Keep attributes of the profile; what was withheld is not kept at all."""
    for attribute, code in given:
        if code not in _PRIVATE:
            tx.people.set_profile(person.id, attribute, code, millis(now))


def answered(
    tx: Tx, person: Person, settings: Mapping[str, Any], answers: Iterable[tuple[str, str]], now: datetime
) -> None:
    """Answers about oneself are kept for later surveys only on an explicit yes; else each survey asks anew."""
    if not allows(tx, person, "invite_me"):
        return
    given = {path.rsplit("/", 1)[-1]: value for path, value in answers}
    kept = ((attribute, given[question]) for question, attribute in _asked(settings).items() if question in given)
    remember_attributes(tx, person, kept, now)


def known(tx: Tx, person: Person, settings: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """(question name, value) of what an earlier survey was told and this one need not ask again."""
    profile = tx.people.profile(person.id)
    return tuple((q, profile[attribute]) for q, attribute in _asked(settings).items() if attribute in profile)


def said(tx: Tx, person: Person) -> Mapping[str, str]:
    """What the person said about themselves: code by attribute."""
    return {attribute: code for attribute, code in tx.people.profile(person.id).items() if attribute != SUGGESTED}


def withdrawn(tx: Tx, person: Person, purpose: str, now: datetime) -> None:
    """What was kept for a purpose goes with it; responses already given stand as they were agreed to."""
    for attribute in said(tx, person):
        if (attribute in _AREA_AND_AGE) == (purpose == "who_is_missing"):
            tx.people.set_profile(person.id, attribute, "", millis(now))


def _asked(settings: Mapping[str, Any]) -> dict[str, str]:
    sections = settings.get("sections", ())
    return {section["question"]: section["attribute"] for section in sections if section.get("from") == "question"}
