"""At start: what has changed in content/ is compiled and taken in, and what cannot be used is said."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import structlog

from bot.actions import content, notify
from bot.catalog.content import Survey, read_surveys
from bot.catalog.notices import read_notices
from bot.catalog.workshops import read_workshops
from bot.core.frame import Frame
from bot.ports import ActivityKind, Store, Tx

_log = structlog.get_logger("content")


async def take_stock(store: Store, folder: Path, now: Callable[[], datetime]) -> list[str]:
    """Take in new and changed surveys; gives the problems, one readable line each. A bad file stops no other."""
    digests = await store.read(
        lambda tx: {path.stem: tx.notes.get(f"content:{path.stem}") for path in folder.glob("*.yaml")}
    )
    surveys = await asyncio.to_thread(
        lambda: list(read_surveys(folder, lambda name, digest: digests.get(name) == digest))
    )
    problems: list[str] = []
    for survey in surveys:
        problems += survey.problems
        if survey.form is None or survey.problems:
            continue
        await store.write(lambda tx, one=survey: _keep(tx, one, now()))  # type: ignore[misc]
    for line in problems:
        _log.error("content.unusable", problem=line)
    return problems


async def take_workshops(store: Store, folder: Path, frames: Mapping[str, Frame]) -> list[str]:
    """Take in new and changed workshops, as drafts; gives the problems, one readable line each."""
    digests = await store.read(
        lambda tx: {path.stem: tx.notes.get(f"workshop:{path.stem}") for path in folder.glob("*.yaml")}
    )
    workshops = await asyncio.to_thread(
        lambda: list(read_workshops(folder, frames, lambda name, digest: digests.get(name) == digest))
    )
    problems: list[str] = []
    for workshop in workshops:
        problems += workshop.problems
        if not workshop.problems and not await store.write(
            lambda tx, one=workshop: content.take_in_workshop(tx, one.name, one.settings, one.digest)  # type: ignore[misc]
        ):
            problems.append(f"{workshop.name}.yaml: needs surveys/booking.md, and a name that no other activity has")
    for line in problems:
        _log.error("content.unusable", problem=line)
    return problems


async def take_notices(store: Store, folder: Path, now: Callable[[], datetime]) -> list[str]:
    """Take in new and changed notices, as drafts; gives the problems, one readable line each."""
    problems: list[str] = []
    for notice in await asyncio.to_thread(lambda: list(read_notices(folder))):
        problems += notice.problems
        if notice.problems:
            continue
        try:
            await store.write(
                lambda tx, one=notice: notify.take_in(tx, one.name, one.settings, one.digest, now())  # type: ignore[misc]
            )
        except ValueError as error:
            problems.append(f"{notice.name}.yaml: {error}")
    for line in problems:
        _log.error("content.unusable", problem=line)
    return problems


def _keep(tx: Tx, survey: Survey, now: datetime) -> None:
    if survey.form is not None:
        kind: ActivityKind = "survey" if survey.kind == "survey" else "profile"  # other forms stand in no list
        content.take_in(tx, survey.name, kind, survey.settings, survey.form, survey.digest, now)
