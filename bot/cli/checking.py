"""`check`: what would stop a resident from understanding, found before anything opens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.catalog.content import Survey, read_frames, read_surveys
from bot.catalog.notices import read_notices, read_themes
from bot.catalog.notices import untranslated as untranslated_notice
from bot.catalog.policy import read_policy
from bot.catalog.sidecar import read_sidecar
from bot.catalog.voice import Voice, read_voice
from bot.catalog.workshops import read_workshops, untranslated
from bot.core.frame import Frame
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
    _notices(folder / "notices", frames, languages, found)
    for path in sorted((folder / "surveys").glob("*.review.yaml")):
        review, _ = read_sidecar(path, folder / "surveys" / "review.schema.json")
        unread = review.get("unreviewed", review.get("languages", ()))
        if unread:
            found.notes.append(f"{path.name}: not checked by a person yet: {', '.join(map(str, unread))}")
    return found


def _notices(folder: Path, frames: Mapping[str, Frame], languages: tuple[str, ...], found: Found) -> None:
    """Themes and notices: read, whole in every language, and for areas that there are."""
    themes, problems = read_themes(folder)
    found.errors += problems
    found.errors += [
        f"themes.yaml: {language}: no name for {code}"
        for code, label in themes.items()
        for language in languages
        if language not in label
    ]
    margins = [margin for frame in frames.values() if (margin := frame.margin("area"))]
    areas = {line.code for margin in margins for line in (*margin.parents, *margin.leaves)}
    for notice in read_notices(folder):
        found.errors += [*notice.problems, *untranslated_notice(notice, languages)]
        for area in notice.settings.get("areas", ()):
            if area not in areas:
                found.errors.append(f"{notice.name}.yaml: areas: no frame knows {area}")
        if notice.settings.get("unreviewed"):
            unread = ", ".join(notice.settings["unreviewed"])
            found.notes.append(f"{notice.name}.yaml: not checked by a person yet: {unread}")


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
