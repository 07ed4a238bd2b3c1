"""Column headers: what a header means, and for which language.

A header is `kind`, `kind::Language` or `prefix::kind::Language`, with `::` or, in older forms, `:` between. Headers
that mean nothing to XLSForm keep their own spelling as their kind: extra columns that choice filters may use.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TRANSLATABLE = (
    "label",
    "hint",
    "guidance_hint",
    "constraint_message",
    "required_message",
    "image",
    "big-image",
    "audio",
    "video",
)

SURVEY_KINDS = frozenset(
    {"type", "name", "label", "hint", "guidance_hint", "constraint_message", "required_message", "image"}
    | {"audio", "video", "relevant", "constraint", "calculation", "required", "read_only", "choice_filter", "default"}
    | {"repeat_count", "appearance", "parameters", "trigger"},
)
"""Columns of the survey sheet that mean something here; the parser is given no others."""

_PREFIXES = frozenset({"bind", "media", "control", "body", "instance"})

_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "caption": "label",
        "constraining_message": "constraint_message",
        "jr:constraintmsg": "constraint_message",
        "jr:requiredmsg": "required_message",
        "requiredmsg": "required_message",
        "command": "type",
        "tag": "name",
        "value": "name",
        "relevance": "relevant",
        "calculate": "calculation",
        "readonly": "read_only",
        "count": "repeat_count",
        "jr:count": "repeat_count",
        "list_name": "list_name",
        "id_string": "form_id",
        "title": "form_title",
    },
)

_KNOWN = frozenset(
    {*TRANSLATABLE, *_KINDS.values()}
    | {"constraint", "required", "appearance", "choice_filter", "parameters", "default", "trigger", "disabled"}
    | {"save_to", "intent", "rows", "version", "default_language", "public_key", "submission_url"},
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header as written, its kind, its language as written ("" where none), and how it is spelt.

    `stem` is the header without its language: a missing column for another language would be called stem + language.
    """

    header: str
    kind: str
    language: str
    stem: str


def columns_of(headers: Iterable[str]) -> tuple[Column, ...]:
    """Read a sheet's headers in order."""
    headers = tuple(headers)
    double = any("::" in header for header in headers)
    return tuple(_column(header, "::" if double or "::" in header else ":") for header in headers)


def _column(header: str, delimiter: str) -> Column:
    tokens = [token.strip() for token in header.split(delimiter)]
    if delimiter == ":" and "jr" in tokens[:-1]:
        at = tokens.index("jr")
        tokens[at : at + 2] = [f"jr:{tokens[at + 1]}"]
    first = _snake(tokens[0])
    used = 1
    if first in _PREFIXES and len(tokens) > 1:
        first = _snake(tokens[1])
        used = 2
    kind = _KINDS.get(first, first)
    if kind not in _KNOWN:
        return Column(header, header, "", header)
    language = tokens[used] if kind in TRANSLATABLE and len(tokens) > used else ""
    stem = header[: header.rindex(language)] if language else f"{header}::"
    return Column(header, kind, language, stem)


def _snake(token: str) -> str:
    return "_".join(token.split()).lower()
