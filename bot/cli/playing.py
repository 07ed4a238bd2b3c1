"""`play`: the terminal interview, from a file or from a survey of the content folder."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot.catalog.policy import read_policy
from bot.catalog.voice import read_voice
from bot.catalog.xlsform.bounded import import_form
from bot.catalog.xlsform.outcome import Refused
from bot.catalog.xlsform.report import refused_lines
from bot.cli.ending import REFUSED, UNUSABLE, end
from bot.cli.live import settings
from bot.core.form import Form, Language
from bot.play import play


def interview(name: str, language: str, record: Path | None) -> None:
    """Ask in the terminal; every button has a number, `/language pt` switches, `/quit` leaves."""
    content = settings().evenhand_content
    form = _form(Path(name), content)
    if language and language not in form.languages:
        end(f"the form has no language '{language}'. It has: {', '.join(form.languages)}")
    try:
        voice = read_voice(content / "languages", read_policy(content / "policy.toml").texts("languages.enabled"))
    except ValueError as error:
        end(str(error), UNUSABLE)
    chosen = Language(language) if language else form.default_language
    played = play(form, chosen, _lines(), print, voice, now=datetime.now(UTC), seed=secrets.randbits(32))
    if record is not None:
        try:
            record.write_text(played.journey, encoding="utf-8")
        except OSError as error:
            end(f"{record}: cannot be written ({error.strerror})", UNUSABLE)
    if played.finished is None:
        raise SystemExit(REFUSED)


def _form(path: Path, content: Path) -> Form:
    if not path.suffix and not path.exists():
        path = content / "surveys" / f"{path.name}.md"
    try:
        data = path.read_bytes()
    except OSError as error:
        there = ", ".join(sorted(p.stem for p in (content / "surveys").glob("*.md") if p.stem != "README"))
        end(f"{path}: cannot be read ({error.strerror}). Surveys here: {there}", UNUSABLE)
    done = import_form(path.name, data)
    if isinstance(done, Refused):
        end("; ".join(refused_lines(done)))
    return done.form


def _lines() -> Iterator[str]:
    while True:
        try:
            print("> ", end="", flush=True)
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            return
        if not line:
            return
        yield line.rstrip("\n")
