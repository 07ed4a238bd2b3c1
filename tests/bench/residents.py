"""A database full of residents in mid-survey, written by plain SQL before the bot opens it."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.core import session_json, turn
from bot.core.form import Form, Language
from bot.core.form_json import edition_hash, to_json
from bot.storage.schema import migrate
from bot.storage.tables import metadata
from bot.telegram.keys import Ring

BOT = 424242
KEY = bytes(range(32))
FIRST_CHAT = 100_000_001
_ACTIVITY = 77


def chat_of(number: int) -> int:
    """The chat id of resident `number`."""
    return FIRST_CHAT + number


def session_of(number: int) -> int:
    """The session id of resident `number`: spread over all ids, as random ones are."""
    return (number * 2_654_435_761 + 12_345) % (2**53 - 1) + 1


def fill(path: Path, form: Form, residents: int) -> None:
    """Make the database with one open activity and so many residents at its first question, not yet shown."""
    migrate(str(path))
    now = int(time.time() * 1000)
    begun = turn.begin(form, seed=1, language=Language("en"), now=datetime.now(UTC))
    state, hash_ = session_json.dumps(begun), str(edition_hash(form))
    db = sqlite3.connect(path)
    db.execute("PRAGMA synchronous=OFF")
    db.execute("PRAGMA cache_size=-262144")
    _insert(db, "editions", [{"hash": hash_, "name": "bench", "form": to_json(form), "origin": "content", "made": now}])
    activity = {
        "id": _ACTIVITY, "name": "bench", "kind": "survey", "pilot": "", "edition": hash_, "state": "open",
        "settings": json.dumps({"title": {"en": "Bench"}}), "opened": now, "closes": 0, "closed": 0, "tested_by": 0,
        "tested_at": 0, "opened_by": 0,
    }  # fmt: skip
    _insert(db, "activities", [activity])
    ring = Ring([KEY], BOT)
    _insert(db, "accounts", _accounts(ring, residents))
    person = {"position": 0, "language": "en", "language_confirmed": 1, "reader": 0, "stopped": 0, "root_source": 0,
              "doing": "", "created": now}  # fmt: skip
    _insert(
        db,
        "people",
        (
            {**person, "id": session_of(n) ^ 1, "account": session_of(n), "session": session_of(n)}
            for n in range(residents)
        ),
    )
    session = {
        "activity": _ACTIVITY, "edition": hash_, "use": "answer", "state": state, "revision": begun.revision, "shown": -1,
        "message": 0, "status": "open", "opened": now, "touched": now, "after": 0,
    }  # fmt: skip
    _insert(db, "sessions", ({**session, "id": session_of(n), "person": session_of(n) ^ 1} for n in range(residents)))
    db.commit()
    db.close()


def _accounts(ring: Ring, residents: int) -> Iterator[dict[str, Any]]:
    for number in range(residents):
        chat = chat_of(number)
        yield {"id": session_of(number), "chat_hash": ring.look_up(chat), "chat_cipher": ring.seal(chat),
               "active": session_of(number) ^ 1, "blocked": 0}  # fmt: skip


def _insert(db: sqlite3.Connection, table: str, rows: Any) -> None:
    columns = [column.name for column in metadata.tables[table].columns]
    marks = ",".join("?" for _ in columns)
    names = ",".join(f'"{name}"' for name in columns)
    values = ([BOT if name == "bot_id" else row[name] for name in columns] for row in rows)
    db.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)
