"""What a person can do inside a form, as data.

A button names the question instance it belongs to (`question`), so that a button of another question is seen to be
outdated. Typed words and media belong to whatever is asked at present.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.core.form import Language


@dataclass(frozen=True, slots=True)
class Choose:
    """Take option number `option` (its index in the form's list, before filter and shuffle).

    `on` is the wanted state in a multiple choice or ranking (True, False), and None in a single choice.
    """

    question: str
    option: int
    on: bool | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """A button beside the options. `argument` is what the act needs: a page, a part of a date, a line to change.

    done: the selection is complete · skip · back · page: show page n of the options · set: a value spelled by the kind
    (a number of a range, a part of a date) · change: line n of check-your-answers · finish: send it in · again: add
    another (1) or go on (0) · ok: read it (note, acknowledge) · review: go to check-your-answers · resume: show the
    present question · explain: say more · other: answer in own words ("something is missing", "other").
    """

    question: str
    verb: Literal[
        "done", "skip", "back", "page", "set", "change", "finish", "again", "ok", "review", "resume", "explain", "other"
    ]
    argument: int = 0


@dataclass(frozen=True, slots=True)
class Typed:
    """Words typed by the person, as received, at most 4,096 UTF-16 units."""

    text: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A file sent by the person: `kind` of file and the messenger's own reference to it."""

    kind: Literal["photo", "voice", "audio", "video", "document"]
    reference: str
    mime: str = ""
    size: int = 0
    caption: str = ""
    name: str = ""
    """The file's own name, of documents only."""


@dataclass(frozen=True, slots=True)
class Located:
    """A place sent by the person, in degrees WGS 84; accuracy in metres, 0 where unknown."""

    latitude: float
    longitude: float
    accuracy: float = 0.0


@dataclass(frozen=True, slots=True)
class SwitchLanguage:
    """Show everything in another language from now on; no answer is lost."""

    language: Language


@dataclass(frozen=True, slots=True)
class Open:
    """Begin, or show again where one was."""


Input = Choose | Act | Typed | Sent | Located | SwitchLanguage | Open
