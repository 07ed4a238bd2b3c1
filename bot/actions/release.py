"""The release of a closed activity: made once, frozen, numbered, hashed; asked for again, the same one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.core.counts import Counts
from bot.core.disclosure import DisclosurePolicy, disclose
from bot.core.errors import Rule
from bot.core.frame import Frame
from bot.core.release import About, Release, document, freeze, thaw
from bot.core.reports import draw_up
from bot.ports import Activity, PersonId, Tx, millis


def found(tx: Tx, activity: Activity) -> Release | None:
    """The latest release of the activity, if there is one. Raises Rule("export.not_yet") before it has closed."""
    if activity.state != "closed":
        raise Rule("export.not_yet")
    rows = tx.releases.of(activity.id)
    return thaw(json.loads(rows[-1].tables)) if rows else None


def keep(
    tx: Tx,
    activity: Activity,
    counts: Counts,
    policy: DisclosurePolicy,
    frame: Frame | None,
    by: PersonId,
    now: datetime,
) -> Release:
    """Make the counts safe and keep them as release 1, unless another process was quicker (then its release counts)."""
    there = found(tx, activity)
    if there is not None:
        return there
    safe = disclose(draw_up(counts), policy, 1)
    release = freeze(1, safe, _about(activity, policy, frame))
    tx.releases.add(
        activity.id, "full", release.sha256, json.dumps(document(release), ensure_ascii=False), by, millis(now)
    )
    tx.audit.add(by, "release.made", f"{activity.id}:1:{release.sha256[:16]}", millis(now))
    return release


def asked(tx: Tx, activity: Activity, form: str, by: PersonId, now: datetime) -> None:
    """Log that an officer took the release. Raises Rule("export.not_yet") before the activity has closed."""
    found(tx, activity)
    tx.audit.add(by, "release.taken", f"{activity.id}:{form}", millis(now))


def _about(activity: Activity, policy: DisclosurePolicy, frame: Frame | None) -> About:
    settings: Mapping[str, Any] = json.loads(activity.settings)
    return About(
        activity=activity.name,
        title=settings.get("title", {"en": activity.name}),
        languages=tuple(settings.get("title", {"en": ""})),
        pilot=activity.pilot,
        opened=_day(activity.opened),
        closed=_day(activity.closed),
        edition=activity.edition,
        publisher=str(settings.get("publisher", "")),
        contact=str(settings.get("contact", {}).get("name", "")),
        frame=dict(frame.notes) if frame else {},
        sample=bool(settings.get("sample")),
        policy=policy,
    )


def _day(instant: int) -> str:
    return datetime.fromtimestamp(instant / 1000, tz=UTC).date().isoformat() if instant else ""
