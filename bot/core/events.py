"""What happened in a turn, in the past tense: for storage and reports, never sent anywhere by itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answered:
    """A value was stored at a path (the empty value: skipped)."""

    path: str
    value: str


@dataclass(frozen=True, slots=True)
class Erred:
    """What was given did not fit; `code` is the sentence that says why."""

    path: str
    code: str


@dataclass(frozen=True, slots=True)
class Outdated:
    """A button of another question was pressed, or an older update came late: the present question is shown again."""

    path: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The form was sent in. `answers` are the relevant ones only, by instance path, computed values included."""

    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LanguageSwitched:
    """The person reads another language from now on."""

    language: str


Event = Answered | Erred | Outdated | Finished | LanguageSwitched
