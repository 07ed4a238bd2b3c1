"""Plain files beside a form: YAML read safely, checked against its JSON Schema, problems named by file and line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

Wrong = tuple[tuple[str | int, ...], str]
"""Where in the file (names and positions), and what is wrong."""


def read_sidecar(
    path: Path, schema: Path, more: Callable[[dict[str, Any]], Iterable[Wrong]] = lambda _content: ()
) -> tuple[dict[str, Any], list[str]]:
    """The file's content ({} where unreadable) and its problems, one line each ("file:line: what").

    `more` looks for what no schema can say, in a file that fits its schema.
    """
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except OSError as error:
        return {}, [f"{path.name}: cannot be read ({error.strerror})"]
    except UnicodeDecodeError:
        return {}, [f"{path.name}: is not UTF-8 text; save it as UTF-8"]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        return {}, [f"{path.name}:{line}: is not readable YAML ({getattr(error, 'problem', error)})"]
    if not isinstance(content, dict):
        return {}, [f"{path.name}:1: must be a list of names and values"]
    content = _plain(content)
    rules = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    problems = [
        f"{path.name}:{_line(node, error.absolute_path)}: {_where(error.absolute_path)}{error.message}"
        for error in sorted(rules.iter_errors(content), key=lambda e: list(map(str, e.absolute_path)))
    ]
    if not problems:
        problems = [f"{path.name}:{_line(node, where)}: {_where(where)}{what}" for where, what in more(content)]
    return content, problems


def _plain(value: Any) -> Any:
    """Dates become text; keys become text (YAML reads `no:` as a truth value: Norwegian is written "no")."""
    if isinstance(value, dict):
        return {("no" if key is False else str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _line(node: Any, path: Iterable[str | int]) -> int:
    """The line on which the value at `path` begins, or the nearest one above it."""
    line = 1
    for step in path:
        found = next((value for key, value in _children(node) if key == step), None)
        if found is None:
            break
        node = found
        line = node.start_mark.line + 1
    return line


def _children(node: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((key.value, value) for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        yield from enumerate(node.value)


def _where(path: Iterable[str | int]) -> str:
    steps = ".".join(str(step) for step in path)
    return f"{steps}: " if steps else ""
