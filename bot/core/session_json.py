"""A session as one short JSON text, and back.

Answers with one update and second are the rule, so each is kept as [value, update, at]; what is as it was at the
beginning is left out.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from bot.core.session import Answer, Session

_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_load = json.JSONDecoder().decode


def dumps(session: Session) -> str:
    """Write a session."""
    made: dict[str, Any] = {
        "seed": session.seed,
        "lang": session.language,
        "opened": session.opened.isoformat(),
        "at": session.at,
        "place": session.place,
        "rev": session.revision,
        "answers": {path: (a.value, a.update, a.at) for path, a in session.answers.items()},
    }
    if session.repeats:
        made["repeats"] = dict(session.repeats)
    if session.picked:
        made["picked"] = dict(session.picked)
    if session.page:
        made["page"] = session.page
    if session.misses:
        made["misses"] = session.misses
    if session.changing:
        made["changing"] = True
    return _dump(made)


def loads(text: str) -> Session:
    """Read a session that `dumps` wrote. Raises ValueError or KeyError where it is none."""
    made = _load(text)
    return Session(
        seed=made["seed"],
        language=made["lang"],
        opened=datetime.fromisoformat(made["opened"]),
        answers={path: Answer(*kept) for path, kept in made["answers"].items()},
        repeats=made.get("repeats", {}),
        at=made["at"],
        place=made["place"],
        picked=made.get("picked", {}),
        page=made.get("page", 0),
        misses=made.get("misses", 0),
        changing=made.get("changing", False),
        revision=made["rev"],
    )
