"""A form as canonical JSON, and back; the hash of that text names the edition.

Canonical: keys sorted, no blanks, empty fields left out, so that two forms that ask the same are the same text.
A piece of a text is a string, or {"x": expression}.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from typing import Any

from bot.core.form import Choice, EditionHash, Form, Group, Media, Node, Question, Repeat, Shown

_TEXTS = frozenset({"label", "hint", "guidance", "required_message", "constraint_message", "title"})
_WRITTEN = 1
"""The version of this writing; a change of it is a migration."""


def to_json(form: Form) -> str:
    """Write a form, canonically."""
    made = _plain(form)
    made["nodes"] = [_node(node) for node in form.nodes]
    made["lists"] = {name: [_plain(choice) for choice in choices] for name, choices in form.lists.items()}
    made["languages"] = list(form.languages)
    made["written"] = _WRITTEN
    return json.dumps(made, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def edition_hash(form: Form) -> EditionHash:
    """Name an edition: SHA-256 (hex) of the canonical JSON."""
    return EditionHash(hashlib.sha256(to_json(form).encode()).hexdigest())


def from_json(text: str) -> Form:
    """Read a form. Raises ValueError, KeyError or TypeError where the text is none."""
    made = json.loads(text)
    if made.pop("written") != _WRITTEN:
        raise ValueError("a form of another writing")
    made["nodes"] = tuple(_read_node(node) for node in made["nodes"])
    made["lists"] = {name: tuple(_read_choice(one) for one in choices) for name, choices in made["lists"].items()}
    made["languages"] = tuple(made["languages"])
    return Form(**{"title": {}, "version": "", **_read(made)})


def _plain(thing: Form | Choice | Question | Group | Repeat) -> dict[str, Any]:
    """The fields that hold something, texts and files spelled out; children and lists are the caller's."""
    made: dict[str, Any] = {}
    for field in fields(thing):
        value = getattr(thing, field.name)
        if field.name in _TEXTS:
            value = {language: [_piece(p) for p in text] for language, text in value.items()}
        elif field.name == "media":
            value = {language: _files(files) for language, files in value.items()}
        elif field.name in ("params", "extras"):
            value = dict(value)
        if value and field.name not in ("children", "nodes", "lists", "languages"):
            made[field.name] = value
    return made


def _piece(piece: str | Shown) -> str | dict[str, str]:
    return piece if isinstance(piece, str) else {"x": piece.xpath}


def _files(media: Media) -> dict[str, str]:
    return {
        kind: name for kind, name in (("image", media.image), ("audio", media.audio), ("video", media.video)) if name
    }


def _node(node: Node) -> dict[str, Any]:
    made = _plain(node)
    if isinstance(node, Question):
        return {"question": made}
    made["children"] = [_node(child) for child in node.children]
    return {"group" if isinstance(node, Group) else "repeat": made}


def _read(made: dict[str, Any]) -> dict[str, Any]:
    for name, value in made.items():
        if name in _TEXTS:
            made[name] = {
                language: tuple(p if isinstance(p, str) else Shown(p["x"]) for p in text)
                for language, text in value.items()
            }
        elif name == "media":
            made[name] = {language: Media(**files) for language, files in value.items()}
    return made


def _read_choice(made: dict[str, Any]) -> Choice:
    return Choice(**{"label": {}, **_read(made)})


def _read_node(made: dict[str, Any]) -> Node:
    if "question" in made:
        return Question(**_read(made["question"]))
    inner = made.get("group") or made["repeat"]
    children = tuple(_read_node(child) for child in inner.pop("children"))
    kind = Group if "group" in made else Repeat
    return kind(children=children, **_read(inner))
