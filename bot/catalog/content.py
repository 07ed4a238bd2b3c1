"""content/surveys: every companion file with the form beside it, compiled and checked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.catalog.sidecar import read_sidecar
from bot.catalog.xlsform.bounded import import_form
from bot.catalog.xlsform.outcome import Gap, Refused
from bot.catalog.xlsform.report import refused_lines
from bot.core.form import Form
from bot.core.frame import Frame, read_frame


@dataclass(frozen=True, slots=True)
class Survey:
    """One survey of the content folder. `digest` is of both files; `form` None where it could not be compiled."""

    name: str
    kind: str
    settings: dict[str, Any]
    digest: str
    form: Form | None
    gaps: tuple[Gap, ...]
    problems: tuple[str, ...]
    warnings: tuple[str, ...]


def read_surveys(folder: Path, known: Callable[[str, str], bool] = lambda _name, _digest: False) -> Iterator[Survey]:
    """Yield the surveys in `folder`, leaving out those that `known(name, digest)` knows already.

    Compiling a form takes a second in a process of its own: what has not changed since is not compiled again.
    """
    for path in sorted(folder.glob("*.yaml")):
        if path.name.endswith(".review.yaml"):
            continue
        settings, problems = read_sidecar(path, folder / "schema.json")
        name = str(settings.get("id", path.stem))
        file = folder / str(settings.get("form", f"{path.stem}.md"))
        kind = str(settings.get("kind", "survey"))
        if not file.is_file():
            yield Survey(
                name, kind, settings, "", None, (), (*problems, f"{path.name}: the form {file.name} is missing"), ()
            )
            continue
        data = file.read_bytes()
        digest = hashlib.sha256(path.read_bytes() + b"\0" + data).hexdigest()
        if known(name, digest):
            continue
        done = import_form(file.name, data)
        if isinstance(done, Refused):
            lines = tuple(f"{file.name}: {line}" for line in refused_lines(done))
            yield Survey(name, kind, settings, digest, None, (), (*problems, *lines), ())
        else:
            yield Survey(name, kind, settings, digest, done.form, done.gaps, tuple(problems), done.warnings)


def read_frames(folder: Path) -> tuple[dict[str, Frame], list[str]]:
    """Every frame by file name, and the problems of those that cannot be used, one line each."""
    frames: dict[str, Frame] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.csv")):
        try:
            found = read_frame(path.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError:
            problems.append(f"{path.name}: is not UTF-8 text; save it as UTF-8")
            continue
        if isinstance(found, Frame):
            frames[path.stem] = found
        else:
            problems += [f"{path.name}: {problem}" for problem in found]
    return frames, problems
