"""A screen: what a person is to be shown, as data without markup.

The core says *what* is said by a code of the voice (`Say`) or by the author's or the person's own words (`Plain`);
wording, markup and escaping are the renderer's. `replace` edits the message that the input belongs to, `below` sends a
new one, `toast` is a passing line over the chat.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from bot.core.inputs import Act, Choose

if TYPE_CHECKING:
    from collections.abc import Mapping

_NONE: Mapping[str, str | int | float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence of the bot: its code in content/languages, values for its {names}; `n` picks the plural form.

    A value that is itself a `Say` or `Plain` is worded first.
    """

    code: str
    values: Mapping[str, str | int | float | Say | Plain] = field(default_factory=lambda: _NONE)
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Plain:
    """Words that are not the bot's: an author's label, a person's own answer. Never markup."""

    text: str


Line = Say | Plain
Mode = Literal["replace", "below"]
Style = Literal["title", "body", "hint", "answer", "option", "warning", "card", "small"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph. `option` blocks are numbered list entries (the number is part of the line's values: {number})."""

    style: Style
    line: Line
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Go:
    """A button that leads outside forms: a verb of the bot ("privacy", "language", "join") and its short argument."""

    verb: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens an address."""

    url: str


Press = Choose | Act | Go | Link


@dataclass(frozen=True, slots=True)
class Button:
    """A button; labels on one screen are unique in words. `chosen` is worded by the renderer, never by colour alone."""

    label: Line
    press: Press
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a screen: a form's media (by name), bytes made on the spot (a chart, an export), or a file
    that somebody sent, by the messenger's own `reference`."""

    kind: Literal["image", "audio", "video", "document"]
    name: str
    content: bytes | None = None
    caption: Line | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """What to show. `mode` as in the module's first lines.

    `holds` marks a screen that shows the session's present question (so that it can be edited by the next answer).
    """

    mode: Mode | Literal["toast"]
    blocks: tuple[Block, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    holds: bool = False
    alert: bool = False
    """A toast that must be dismissed."""
