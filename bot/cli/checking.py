"""`check`: what would stop a resident from understanding, found before anything opens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.catalog.content import Survey, read_frames, read_surveys
from bot.catalog.policy import read_policy
from bot.catalog.sidecar import read_sidecar
from bot.catalog.voice import Voice, read_voice
from bot.catalog.workshops import read_workshops, untranslated
from bot.workers.errands.export import disclosure_policy

_NAMES = re.compile(r"\{(\w+)\}")
_FEW = 3


@dataclass(slots=True)
class Found:
    """`errors` have to be mended before opening; `notes` are good to know."""

    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def check_content(folder: Path) -> Found:
    """Read everything as the bot would."""
    found = Found()
    try:
        policy = read_policy(folder / "policy.toml")
        disclosure_policy(policy)
        languages = policy.texts("languages.enabled")
        voice = read_voice(folder / "languages", languages)
    except (ValueError, KeyError) as error:
        found.errors.append(str(error))
        return found
    _voices(voice, found)
    frames, problems = read_frames(folder / "frames")
    found.errors += problems
    for path in sorted((folder / "pilots").glob("*.yaml")):
        found.errors += read_sidecar(path, folder / "pilots" / "schema.json")[1]
    for survey in read_surveys(folder / "surveys"):
        found.errors += survey.problems
        found.notes += list(survey.warnings)
        if survey.form is not None:
            found.errors += list(_gaps(survey, languages))
    for workshop in read_workshops(folder / "workshops", frames):
        found.errors += [*workshop.problems, *untranslated(workshop, languages)]
        if workshop.settings.get("unreviewed"):
            unread = ", ".join(workshop.settings["unreviewed"])
            found.notes.append(f"{workshop.name}.yaml: not checked by a person yet: {unread}")
    for path in sorted((folder / "surveys").glob("*.review.yaml")):
        review, _ = read_sidecar(path, folder / "surveys" / "review.schema.json")
        unread = review.get("unreviewed", review.get("languages", ()))
        if unread:
            found.notes.append(f"{path.name}: not checked by a person yet: {', '.join(map(str, unread))}")
    return found


def _voices(voice: Voice, found: Found) -> None:
    first = voice.languages[0]
    codes = voice.codes(first)
    for language in voice.languages:
        missing = sorted(codes - voice.codes(language))
        if missing:
            some = ", ".join(missing[:_FEW])
            found.errors.append(f"languages/{language}.po: {len(missing)} sentences are missing ({some} …)")
        odd = sorted(voice.codes(language) - codes)
        if odd:
            found.notes.append(
                f"languages/{language}.po: {len(odd)} sentences are said nowhere ({', '.join(odd[:_FEW])} …)"
            )
        unread = voice.unreviewed(language)
        if unread:
            found.notes.append(f"languages/{language}.po: {len(unread)} sentences not checked by a person yet")
        for code in sorted(codes & voice.codes(language)):
            wanted = set(_NAMES.findall(" ".join(voice.forms(first, code))))
            given = set(_NAMES.findall(" ".join(voice.forms(language, code))))
            if given - wanted or wanted - given - {"n"}:
                found.errors.append(f"languages/{language}.po: {code}: the {{names}} differ from {first}.po")


def _gaps(survey: Survey, languages: tuple[str, ...]) -> Iterator[str]:
    assert survey.form is not None
    for gap in survey.gaps:
        yield f"{survey.name}: {gap.language}: sheet {gap.sheet}, row {gap.row}, column {gap.column} is empty"
    if survey.form.fallback or survey.settings.get("fallback"):
        return
    for language in languages:
        if language not in survey.form.languages:
            yield f"{survey.name}: the language {language} is missing; add its columns or declare fallback: true"
