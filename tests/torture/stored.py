"""What the database holds, read with our own SQL: accounts, forms in hand, responses, ids of updates."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any

from tests.torture.borough import NAME
from tests.torture.opening import rows


@dataclass(slots=True)
class Kept:
    """One person's part: question -> (value, update) in the form, question -> values in the response."""

    answers: dict[str, tuple[str, int]] = field(default_factory=dict)
    at: str = ""
    place: str = ""
    status: str = ""
    forms: int = 0
    responses: int = 0
    complete: bool = False
    language: str = ""
    response: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Stored:
    """All people by chat id, and the ids of all updates that took effect."""

    people: dict[int, Kept]
    updates: set[int]
    strangers: int
    """Forms of people who are none of ours."""
    doubles: int
    """Updates stored more than once."""
    parked: set[int]
    """Updates that were given up after five tries."""


def read_stored(database: str, key: str, bot: int, chats: set[int]) -> Stored:
    """Everything that the checkers look at."""
    by_hash = {look_up(key, bot, chat): chat for chat in chats}
    ours = f"a.name = '{NAME}'"
    chat_of = {
        person: by_hash.get(bytes(digest))
        for person, digest in rows(
            database, "SELECT p.id, c.chat_hash FROM people p JOIN accounts c ON c.id = p.account"
        )
    }
    people: dict[int, Kept] = {chat: Kept() for chat in chats}
    strangers = 0
    sessions = "SELECT s.person, s.state, s.status FROM sessions s JOIN activities a ON a.id = s.activity"
    for person, state, status in rows(database, f"{sessions} WHERE {ours} AND s.use = 'answer'"):
        kept = people.get(chat_of.get(person) or 0)
        if kept is None:
            strangers += 1
            continue
        _form(kept, json.loads(state), status)
    answers = (
        "SELECT r.person, r.complete, r.language, q.path, x.value FROM responses r JOIN activities a ON a.id = r.activity"
        " LEFT JOIN answers x ON x.response = r.id LEFT JOIN questions q ON q.id = x.question"
    )
    for person, complete, language, path, value in rows(database, f"{answers} WHERE {ours}"):
        kept = people.get(chat_of.get(person) or 0)
        if kept is not None:
            kept.complete, kept.language = bool(complete), language
            if path is not None:
                kept.response.setdefault(_name(path), []).append(value)
    counted = "SELECT r.person, COUNT(*) FROM responses r JOIN activities a ON a.id = r.activity"
    for person, count in rows(database, f"{counted} WHERE {ours} GROUP BY r.person"):
        if (kept := people.get(chat_of.get(person) or 0)) is not None:
            kept.responses = count
    ids = [row[0] for row in rows(database, "SELECT id FROM updates")]
    parked = {row[0] for row in rows(database, "SELECT id FROM failures WHERE parked = 1")}
    return Stored(people, set(ids), strangers, len(ids) - len(set(ids)), parked)


def _form(kept: Kept, state: dict[str, Any], status: str) -> None:
    kept.forms += 1
    kept.answers = {_name(path): (one[0], one[1]) for path, one in state["answers"].items()}
    kept.at, kept.place, kept.status = _name(state["at"]), state["place"], status


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def look_up(key: str, bot: int, chat: int) -> bytes:
    """The account's hash: HKDF-SHA-256 of the key (RFC 5869) for this use, then HMAC of the chat id."""
    extracted = hmac.digest(b"evenhand", bytes.fromhex(key), "sha256")
    naming = hmac.new(extracted, f"chat look-up|{bot}".encode() + b"\x01", hashlib.sha256).digest()
    return hmac.digest(naming, str(chat).encode(), "sha256")
