"""content/notices: the themes people can ask to hear of, and notices and statements written as plain files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.catalog.sidecar import read_sidecar

_THEMES = "themes.yaml"
Themes = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class NoticeFile:
    """One notice of the content folder. `digest` is of its bytes."""

    name: str
    settings: dict[str, Any]
    digest: str
    problems: tuple[str, ...]


def read_themes(folder: Path) -> tuple[Themes, list[str]]:
    """Labels by language, by the theme's code, in the file's order; and the problems. No file: no themes."""
    path = folder / _THEMES
    if not path.is_file():
        return {}, []
    content, problems = read_sidecar(path, folder / "themes.schema.json")
    if problems:
        return {}, problems
    return {str(theme["code"]): dict(theme["label"]) for theme in content["themes"]}, []


def read_notices(folder: Path) -> Iterator[NoticeFile]:
    """Yield the notices in `folder`; the theme of each has to be one of the themes."""
    themes, _ = read_themes(folder)
    for path in sorted(folder.glob("*.yaml")):
        if path.name == _THEMES:
            continue
        settings, problems = read_sidecar(path, folder / "schema.json")
        name = str(settings.get("id", path.stem))
        if settings and name != path.stem:
            problems.append(f"{path.name}:1: id: must be {path.stem}, as the file is named")
        if settings.get("theme") and settings["theme"] not in themes:
            problems.append(f"{path.name}:1: theme: there is no theme {settings['theme']} in {_THEMES}")
        yield NoticeFile(name, settings, hashlib.sha256(path.read_bytes()).hexdigest(), tuple(problems))


def untranslated(notice: NoticeFile, languages: Sequence[str]) -> Iterator[str]:
    """One line for each language that lacks words, unless a fallback is declared."""
    if notice.problems or notice.settings.get("fallback"):
        return
    for language in languages:
        missing = [part for part, texts in _texts(notice.settings) if language not in texts]
        if missing:
            where = ", ".join(missing)
            yield f"{notice.name}.yaml: {language}: no words for {where}; write them or declare fallback: true"


def _texts(settings: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, str]]]:
    for part in ("title", "text"):
        if part in settings:
            yield part, settings[part]
    for number, statement in enumerate(settings.get("statements", ()), 1):
        for part in ("said", "words", "outcome_words"):
            if part in statement:
                yield f"statements.{number}.{part}", statement[part]
