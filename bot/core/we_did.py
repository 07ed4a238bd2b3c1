"""You said, we did: what people said, and what became of it. Kept with the activity for good, missed ones too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

Texts = Mapping[str, str]
"""Words by language."""
Answer = Literal["did", "will", "wont"]
ANSWERS: tuple[Answer, ...] = ("did", "will", "wont")
Outcome = Literal["", "kept", "missed"]
Standing = Literal["did", "will", "wont", "kept", "missed", "overdue"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One answer to what people said. `by` is the ISO day of a promise ("will"), `at` when it was published (UTC
    milliseconds), `outcome` what became of a promise, with the reason or the news in `outcome_words`."""

    number: int
    said: Texts
    answer: Answer
    words: Texts
    by: str = ""
    at: int = 0
    outcome: Outcome = ""
    outcome_words: Texts = field(default_factory=dict)


def read(settings: Mapping[str, Any]) -> tuple[Statement, ...]:
    """The statements of an activity's settings, in the order of their numbers."""
    given = settings.get("statements", ())
    found = [Statement(**{"number": at, **each}) for at, each in enumerate(given, 1)]
    return tuple(sorted(found, key=lambda each: each.number))


def written(statements: Iterable[Statement]) -> list[dict[str, Any]]:
    """What `read` reads."""
    return [asdict(each) for each in statements]


def standing(statement: Statement, today: date) -> Standing:
    """How it stands: a promise whose day has passed without news is overdue, whoever forgot to say so."""
    if statement.answer != "will":
        return statement.answer
    if statement.outcome:
        return statement.outcome
    return "overdue" if statement.by and date.fromisoformat(statement.by) < today else "will"
