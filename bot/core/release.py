"""A release: safe tables, frozen, numbered and hashed. What was published can be written again to the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.core.counts import Labels
from bot.core.disclosure import DisclosurePolicy, SafeTable
from bot.core.disclosure.stored import from_plain, to_plain

SHAPE = 1
"""The version of a release document's shape."""


@dataclass(frozen=True, slots=True)
class About:
    """What a release says of itself. Dates are ISO texts. `frame` holds the frame's own notes (unit, ages, source).

    `corrects` is the number of the release this one corrects, 0 for none. `sample` marks made-up residents.
    `policy` is the one the tables were made safe by.
    """

    activity: str
    title: Labels
    language: str = "en"
    languages: tuple[str, ...] = ("en",)
    pilot: str = ""
    opened: str = ""
    closed: str = ""
    edition: str = ""
    publisher: str = ""
    contact: str = ""
    frame: Mapping[str, str] = field(default_factory=dict)
    interim: bool = False
    corrects: int = 0
    sample: bool = False
    policy: DisclosurePolicy = field(default_factory=DisclosurePolicy)


@dataclass(frozen=True, slots=True)
class Release:
    """`sha256` (hex) is over the canonical JSON of number, about and tables: the same in every format."""

    number: int
    about: About
    tables: tuple[SafeTable, ...]
    sha256: str


def freeze(number: int, tables: Sequence[SafeTable], about: About) -> Release:
    """Number and hash the tables. Raises TypeError for anything that disclosure control has not made safe."""
    if number < 1:
        raise ValueError("releases are numbered from 1")
    for table in tables:
        if not isinstance(table, SafeTable):
            raise TypeError("only safe tables can be released")
    return Release(number, about, tuple(tables), _hash(_content(number, about, tables)))


def document(release: Release) -> dict[str, Any]:
    """The release as JSON values, its hash included."""
    return {**_content(release.number, release.about, release.tables), "sha256": release.sha256}


def thaw(plain: Mapping[str, Any]) -> Release:
    """The release of a stored document. Raises ValueError if it is not what was frozen."""
    content = {key: value for key, value in plain.items() if key != "sha256"}
    if content.get("shape") != SHAPE or _hash(content) != plain.get("sha256"):
        raise ValueError("this is not the release that was frozen: its hash does not fit")
    about = dict(content["about"])
    about["languages"] = tuple(about["languages"])
    about["policy"] = DisclosurePolicy(**about["policy"])
    tables = tuple(from_plain(table) for table in content["tables"])
    return Release(content["release"], About(**about), tables, str(plain["sha256"]))


def _content(number: int, about: About, tables: Sequence[SafeTable]) -> dict[str, Any]:
    said = asdict(about)
    said["languages"] = list(about.languages)
    return {"shape": SHAPE, "release": number, "about": said, "tables": [to_plain(table) for table in tables]}


def _hash(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
