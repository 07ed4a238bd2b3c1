"""The promise a question kind keeps: how it shows itself, reads what a person gives, and words a value.

One file in questions/ per kind, one line in its registry. A kind knows neither what comes next nor what is required:
the turn does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.core.screen import Attachment, Block, Button, Line, Plain, Say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.form import Language, Question, Text
    from bot.core.inputs import Input
    from bot.core.instance import Instance
    from bot.core.plan import Place


@dataclass(frozen=True, slots=True)
class Ask:
    """A question as it stands before one person: its place, the instance around it and the running selection.

    `value` is what it holds now ("" for nothing); `answered` tells whether a person gave that. `picked` and `page` are
    the session's; `update` is the id of the update at hand.
    """

    question: Question
    place: Place
    instance: Instance
    value: str
    answered: bool
    picked: Mapping[str, int]
    page: int
    update: int
    lexicon: Mapping[str, frozenset[str]]

    @property
    def path(self) -> str:
        """The instance path, which every button of this question carries."""
        return self.place.path

    def words(self, text: Mapping[Language, Text]) -> str:
        """Word an author's text for the reader."""
        return self.instance.words(text, self.place)

    def param(self, name: str, otherwise: str = "") -> str:
        """One of the kind's own settings."""
        return self.question.params.get(name, otherwise)


@dataclass(frozen=True, slots=True)
class Face:
    """What a kind shows below its label: lines, buttons, files."""

    blocks: tuple[Block, ...] = ()
    rows: tuple[tuple[Button, ...], ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """The person gave this value, in lexical form."""

    value: str


@dataclass(frozen=True, slots=True)
class Refused:
    """What was given does not fit; the sentence says what to give instead."""

    say: Say


@dataclass(frozen=True, slots=True)
class Selecting:
    """The running selection changed; the question stays."""

    picked: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Leafing:
    """Another page, or another part of a date, is to be shown; the question stays."""

    page: int


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What was typed fits several options: these are shown, to be tapped."""

    face: Face


@dataclass(frozen=True, slots=True)
class Late:
    """An older update came after a newer one: nothing changes."""


@dataclass(frozen=True, slots=True)
class Alien:
    """A button that was never one of this question's: it is treated as outdated."""


Outcome = Value | Refused | Selecting | Leafing | Narrowed | Late | Alien


class Kind(Protocol):
    """A question kind."""

    @property
    def name(self) -> str:
        """The kind's name in forms."""

    @property
    def asked(self) -> bool:
        """True where a person answers it."""

    @property
    def open_words(self) -> bool:
        """True where people answer in their own words or voice: the line about danger stands beside it."""

    def compute(self, instance: Instance, place: Place) -> str | None:
        """Work out the value of a kind nobody is asked; None where people give it."""

    def show(self, ask: Ask) -> Face:
        """Lay out what stands below the label."""

    def read(self, ask: Ask, given: Input) -> Outcome:
        """Read what the person gave."""

    def fits(self, ask: Ask, value: str) -> bool:
        """Tell whether a stored value may still be given: another answer may have changed the list."""

    def in_words(self, ask: Ask, value: str) -> Line:
        """Word a value that is not empty."""


class Asked:
    """What kinds that a person answers have in common."""

    asked = True
    open_words = False

    def compute(self, instance: Instance, place: Place) -> str | None:
        """People give it."""
        _ = self, instance, place
        return None

    def fits(self, ask: Ask, value: str) -> bool:
        """What was taken once may still be given."""
        _ = self, ask, value
        return True


class Unasked:
    """What kinds that nobody is asked have in common: they show nothing and read nothing."""

    asked = False
    open_words = False

    def show(self, ask: Ask) -> Face:
        """Show nothing."""
        _ = self, ask
        return Face()

    def read(self, ask: Ask, given: Input) -> Outcome:
        """Take nothing."""
        _ = self, ask, given
        return Alien()

    def fits(self, ask: Ask, value: str) -> bool:
        """Nobody gave it, so nobody can have given it wrongly."""
        _ = self, ask, value
        return True

    def in_words(self, ask: Ask, value: str) -> Line:
        """Show the value as it is."""
        _ = self, ask
        return Plain(value)
