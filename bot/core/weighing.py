"""A champion and an officer decide together about a proposal: what one of them wants, the other has to want too."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal

Verdict = Literal["taken_up", "merged", "declined"]
VERDICTS: tuple[Verdict, ...] = ("taken_up", "merged", "declined")
Side = Literal["champion", "officer"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What one side wants: the verdict, the proposal it shall be joined with, the sentence for the proposer (in
    `language`)."""

    side: Side
    verdict: Verdict
    into: int = 0
    words: str = ""
    language: str = ""

    def same(self, verdict: Verdict, into: int) -> bool:
        """Whether the other side wants the same; the sentence of whoever wished first is kept."""
        return (self.verdict, self.into) == (verdict, into)


def dumps(wish: Wish) -> str:
    """As it is kept with the proposal."""
    return json.dumps(asdict(wish), ensure_ascii=False, sort_keys=True)


def loads(text: str) -> Wish | None:
    """The wish of `dumps`; None where nobody has wished anything yet."""
    return Wish(**json.loads(text)) if text else None


def other(side: Side) -> Side:
    """Whose word is still needed."""
    return "officer" if side == "champion" else "champion"
