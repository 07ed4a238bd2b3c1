"""A session: one person in one form, as frozen data.

Answers are keyed by instance path with repeat positions ("/data/home[2]/age"); a question outside repeats has none.
Values are the XForm lexical form: codes, codes separated by one blank, ISO dates, "lat lon 0 0", a media reference.
The empty string is an answer too: the question was skipped. A path that is absent was not asked yet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.form import Language

Place = Literal["question", "review", "finished"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A stored value and the update that gave it. An update with a lower id never replaces it (within 24 hours)."""

    value: str
    update: int = 0
    at: float = 0.0
    """Seconds since 1970, UTC: when it was given."""


_NO_ANSWERS: Mapping[str, Answer] = MappingProxyType({})
_NO_MARKS: Mapping[str, int] = MappingProxyType({})
_NO_COUNTS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Session:
    """Everything the engine needs to go on: no clock, no chance but `seed`.

    `at` is the instance path of the present question ("" before the first and after the last); `place` says whether a
    question, the check-your-answers list or nothing more is shown. `picked` holds the running selection of a multiple
    choice or ranking: code -> update id that set it, negative where it was taken away; order of insertion is order of
    picking. `repeats` counts the instances of each repeat path. `page` is the page of a long list, or the part of a
    date chosen so far; `misses` counts what did not fit since the question came. `changing` means that the person came
    from check-your-answers and goes back there. `revision` counts the turns that changed anything.
    """

    seed: int
    language: Language
    opened: datetime
    answers: Mapping[str, Answer] = field(default_factory=lambda: _NO_ANSWERS)
    repeats: Mapping[str, int] = field(default_factory=lambda: _NO_COUNTS)
    at: str = ""
    place: Place = "question"
    picked: Mapping[str, int] = field(default_factory=lambda: _NO_MARKS)
    page: int = 0
    misses: int = 0
    changing: bool = False
    revision: int = 0
