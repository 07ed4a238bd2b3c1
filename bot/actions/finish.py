"""Store a finished (or settled) form as a response: the answers, and what every entry stores from the first day."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime

from bot.core.form import Form
from bot.ports import Activity, Entry, Person, ResponseId, SessionRow, Tx, millis

_POSITION = re.compile(r"\[\d+\]")
_SEVERAL = {"select_multiple", "rank"}
_ASKED_OF_ALL = ("area", "age_band")
"""What "check who is missing" is agreed for. What else the profile holds is kept for invitations, and enters a response
only where its own survey asked for it."""


def finish(
    tx: Tx,
    person: Person,
    row: SessionRow,
    activity: Activity,
    form: Form,
    answers: Iterable[tuple[str, str]],
    now: datetime,
    *,
    complete: bool = True,
) -> ResponseId:
    """Store the response, replacing the person's earlier one to the same activity.

    The profile is frozen as it is at this moment, together with the answers that the activity names as sections.
    """
    answers = tuple(answers)
    settings = json.loads(activity.settings)
    kinds = {question.path: question for question in form.questions()}
    by_name: dict[str, str] = {}
    stored: list[tuple[str, str, str]] = []
    for path, value in answers:
        if value == "":
            continue
        plain = _POSITION.sub("", path)
        question = kinds.get(plain)
        by_name.setdefault(plain.rsplit("/", 1)[-1], value)
        codes = value.split() if question is not None and question.kind in _SEVERAL else [value]
        stored.extend((plain, path, code) for code in codes)
    known = tx.people.profile(person.id) if _agreed(tx, person) else {}
    profile = {attribute: known[attribute] for attribute in _ASKED_OF_ALL if attribute in known}
    profile["language"] = person.language
    for section in settings.get("sections", ()):
        if section.get("from") == "question" and by_name.get(section["question"]):
            profile[section["attribute"]] = by_name[section["question"]]
    assisted = tx.people.chat_cipher(person.id) == b""  # a paper code's account has no chat
    shared = person.position > 0 or len(tx.people.of_account(person.account)) > 1
    return tx.responses.put(
        Entry(
            activity=activity.id,
            person=person.id,
            session=row.id,
            edition=row.edition,
            complete=complete,
            root_source=person.root_source,
            mode="assisted" if assisted else "own",
            tier="in_person" if assisted else "shared" if shared else "account",
            connection=by_name.get(settings.get("connection", "connection"), ""),
            provisional=False,
            language=person.language,
            at=millis(now),
            profile=profile,
            answers=tuple(stored),
        )
    )


def _agreed(tx: Tx, person: Person) -> bool:
    """Whether the person lets area and age be used to check who is missing."""
    latest = tx.consents.latest(person.id, "who_is_missing")
    return latest is not None and latest.given
