"""content/workshops: one file each, checked against its schema and against the calendar and the frame."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.catalog.sidecar import Wrong, read_sidecar
from bot.core.frame import Frame
from bot.core.reminders import read as read_reminder
from bot.core.workshop_words import gaps


@dataclass(frozen=True, slots=True)
class WorkshopFile:
    """One workshop of the content folder; `settings` are those of its activity."""

    name: str
    settings: dict[str, Any]
    digest: str
    problems: tuple[str, ...]


def read_workshops(
    folder: Path,
    frames: Mapping[str, Frame] | None = None,
    known: Callable[[str, str], bool] = lambda _name, _digest: False,
) -> Iterator[WorkshopFile]:
    """Yield the workshops in `folder`, leaving out those that `known(name, digest)` knows already.

    `frames` by name; None where they are not looked at.
    """
    for path in sorted(folder.glob("*.yaml")):
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            yield WorkshopFile(path.stem, {}, "", (f"{path.name}: cannot be read ({error.strerror})",))
            continue
        if known(path.stem, digest):
            continue
        settings, problems = read_sidecar(path, folder / "schema.json", partial(_odd, path.stem, frames))
        settings["ask_feedback"] = settings.pop("feedback", True)
        yield WorkshopFile(path.stem, settings, digest, tuple(problems))


def untranslated(workshop: WorkshopFile, languages: Sequence[str]) -> Iterator[str]:
    """One line for each language that lacks words, unless a fallback is declared."""
    if workshop.problems or workshop.settings.get("fallback"):
        return
    for language, missing in gaps(workshop.settings, languages).items():
        yield f"{workshop.name}: {language}: no words for {', '.join(missing)}; write them or declare fallback: true"


def _odd(name: str, frames: Mapping[str, Frame] | None, content: dict[str, Any]) -> Iterable[Wrong]:
    """What a schema cannot say."""
    if content["id"] != name:
        yield ("id",), f"must be the file's own name, {name}"
    moments: dict[str, datetime] = {}
    for path in (("starts",), ("ends",), ("signup", "closes")):
        text = content.get(path[0]) if len(path) == 1 else content.get("signup", {}).get("closes")
        if text is None:
            continue
        try:
            moments[path[-1]] = datetime.fromisoformat(text)
        except ValueError:
            yield path, f"{text} is no day and time; write 2027-01-21T18:00"
    if "starts" in moments and moments.get("ends", datetime.max) <= moments["starts"]:  # noqa: DTZ901  wall times
        yield ("ends",), "must be after the start"
    if "starts" in moments and "closes" in moments and moments["closes"] >= moments["starts"]:
        yield ("signup", "closes"), "must be before the start"
    if "zone" in content and not _is_zone(content["zone"]):
        yield ("zone",), f"{content['zone']} is no time zone; write Europe/London"
    for number, text in enumerate(content.get("reminders", ())):
        try:
            read_reminder(text)
        except ValueError as error:
            yield ("reminders", number), str(error)
    yield from _odd_targets(content, frames)


def _odd_targets(content: dict[str, Any], frames: Mapping[str, Frame] | None) -> Iterable[Wrong]:
    seats, targets = content["seats"], content.get("targets", [])
    frame = None if frames is None else frames.get(content.get("frame", ""))
    if targets and content["booking"] != "draw":
        yield ("targets",), "only a draw has targets"
    if targets and frames is not None and frame is None:
        yield ("targets",), "need the frame they are taken from; name it under frame"
    least: dict[str, int] = {}
    for number, target in enumerate(targets):
        low, high = target.get("min", 0), target.get("max", seats)
        least[target["attribute"]] = least.get(target["attribute"], 0) + low
        if low > high:
            yield ("targets", number), f"at least {low} cannot be more than at most {high}"
        margin = frame.margin(target["attribute"]) if frame else None
        if frame and (
            margin is None or target["code"] not in {line.code for line in (*margin.leaves, *margin.parents)}
        ):
            yield ("targets", number), f"{content['frame']} has no {target['attribute']} {target['code']}"
    for attribute, total in least.items():
        if total > seats:
            yield ("targets",), f"the least of {attribute} add up to {total}, but there are {seats} places"


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
