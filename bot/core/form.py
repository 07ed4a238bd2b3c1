"""A form: what is asked, as frozen data that the engine walks.

A form is compiled once (by the catalog, from an XLSForm) and then never changes: its canonical JSON is hashed, and that
hash names the edition. Texts are kept per language; a text is a tuple of pieces, each either literal or an XPath
expression whose value is shown in its place. Expressions are XPath 1.0 strings over the form's own instance document.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Language = NewType("Language", str)
"""A language code ("pt", "en-x-easy"), or the header's name as written where it has no code."""

EditionHash = NewType("EditionHash", str)
"""SHA-256 (hex) of a form's canonical JSON."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An expression whose value is shown inside a text (`${name}` in a label)."""

    xpath: str


Text = tuple[str | Shown, ...]
_NOTHING: Mapping[Language, Text] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Media:
    """Files beside a text in one language: names relative to the form's media folder; empty where there is none."""

    image: str = ""
    audio: str = ""
    video: str = ""


_NO_MEDIA: Mapping[Language, Media] = MappingProxyType({})
_NO_EXTRAS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a closed list. `extras` are further columns of the choices sheet, for choice filters."""

    code: str
    label: Mapping[Language, Text]
    media: Mapping[Language, Media] = field(default_factory=lambda: _NO_MEDIA)
    extras: Mapping[str, str] = field(default_factory=lambda: _NO_EXTRAS)


@dataclass(frozen=True, slots=True)
class Question:
    """Anything with a value: asked (select_one, text, …), shown (note) or computed (calculate, start, today, hidden).

    `path` is the absolute path in the instance ("/data/home/age") without repeat positions. `kind` is a key of the
    question registry. Expressions are empty where there is none. `choices` names one of the form's lists;
    `choice_filter` is an XPath predicate body evaluated with each list item as context. `params` holds the kind's own
    settings (start, end, step, randomize, seed, or_other, max_pixels …).
    """

    path: str
    name: str
    kind: str
    label: Mapping[Language, Text] = field(default_factory=lambda: _NOTHING)
    hint: Mapping[Language, Text] = field(default_factory=lambda: _NOTHING)
    guidance: Mapping[Language, Text] = field(default_factory=lambda: _NOTHING)
    media: Mapping[Language, Media] = field(default_factory=lambda: _NO_MEDIA)
    relevant: str = ""
    required: str = ""
    required_message: Mapping[Language, Text] = field(default_factory=lambda: _NOTHING)
    constraint: str = ""
    constraint_message: Mapping[Language, Text] = field(default_factory=lambda: _NOTHING)
    calculate: str = ""
    default: str = ""
    dynamic_default: str = ""
    readonly: str = ""
    appearance: str = ""
    choices: str = ""
    choice_filter: str = ""
    params: Mapping[str, str] = field(default_factory=lambda: _NO_EXTRAS)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions under one relevance and, perhaps, one heading."""

    path: str
    name: str
    children: tuple[Node, ...]
    label: Mapping[Language, Text] = field(default_factory=lambda: _NOTHING)
    relevant: str = ""
    appearance: str = ""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A group asked again and again: `count` times where it is an expression, else until "add another?" is refused."""

    path: str
    name: str
    children: tuple[Node, ...]
    label: Mapping[Language, Text] = field(default_factory=lambda: _NOTHING)
    relevant: str = ""
    count: str = ""
    appearance: str = ""


Node = Question | Group | Repeat


@dataclass(frozen=True, slots=True)
class Form:
    """A compiled form. `root` is the instance's root element name; `lists` the closed lists by name.

    `title` is shown to people; `languages` in the author's order; `version` is the author's own mark, not ours.
    `fallback` is true where the author declared that missing strings may be shown in the default language.
    """

    name: str
    root: str
    title: Mapping[Language, Text]
    languages: tuple[Language, ...]
    default_language: Language
    nodes: tuple[Node, ...]
    lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=lambda: MappingProxyType({}))
    version: str = ""
    fallback: bool = False

    def questions(self) -> Iterator[Question]:
        """Yield every question in document order, those of groups and repeats included."""
        stack: list[Node] = list(reversed(self.nodes))
        while stack:
            node = stack.pop()
            if isinstance(node, Question):
                yield node
            else:
                stack.extend(reversed(node.children))
