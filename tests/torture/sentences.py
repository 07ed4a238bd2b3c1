"""The sentences that the checkers have to recognise, read from the language files as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tests.torture.verdict import Sentences

_ENTRY = re.compile(r'^msgid "(?P<code>[\w.]+)"\nmsgstr (?P<words>(?:"(?:[^"\\]|\\.)*"\n?)+)', re.MULTILINE)


def read_sentences(folder: Path, languages: Iterable[str]) -> Sentences:
    """Of each language's file."""
    said = {language: _read(folder / f"{language}.po") for language in languages}

    def of(code: str) -> dict[str, str]:
        return {language: words[code].partition("{")[0].strip() for language, words in said.items()}

    return Sentences(
        of("stale"), of("answer.kept"), of("finished.already"), of("fault"), of("review.title"), of("thanks.title"),
        of("button.change_answers"),
    )  # fmt: skip


def _read(path: Path) -> dict[str, str]:
    found = _ENTRY.finditer(path.read_text(encoding="utf-8"))
    return {one["code"]: "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', one["words"])) for one in found}
