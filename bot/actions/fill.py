"""How full each section is, in four bands, from totals at most an hour old."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.frame import Frame
from bot.ports import Activity, Millis, Tx, millis

_HOUR = 3_600_000
_BANDS = (0.1, 0.5, 1.0)
"""Below a tenth of the target; below half; below the whole; there."""


@dataclass(frozen=True, slots=True)
class Filled:
    """Bands (0 to 3) for everybody and, per attribute, per section in the frame's order with its label."""

    at: datetime
    everybody: int
    groups: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]


def bands(tx: Tx, activity: Activity, frame: Frame | None, floor: int, now: datetime) -> Filled:
    """Read the last hour's bands, or work them out anew. The target of a section is max(floor, its share of all)."""
    key = f"fill:{activity.id}"
    kept = tx.notes.get(key)
    if kept is not None:
        note = json.loads(kept)
        if millis(now) - note["at"] < _HOUR:
            return _read(note)
    note = _work_out(tx, activity, frame, floor, millis(now))
    tx.notes.put(key, json.dumps(note, ensure_ascii=False))
    return _read(note)


def _work_out(tx: Tx, activity: Activity, frame: Frame | None, floor: int, at: Millis) -> dict[str, object]:
    settings = json.loads(activity.settings)
    total = tx.responses.total(activity.id)
    aim = int(settings.get("target", 300))
    groups = []
    for section in settings.get("sections", ()):
        margin = frame.margin(section["attribute"]) if frame else None
        if margin is None:
            continue
        took = {row.section: row.count for row in tx.responses.margin(activity.id, section["attribute"])}
        lines = []
        for line in margin.leaves:
            target = max(floor, aim * (line.population or 0) / margin.total)
            lines.append((line.labels.get("en", line.code), _band(took.get(line.code, 0) / target)))
        groups.append((section["attribute"], lines))
    return {"at": at, "everybody": _band(total / aim), "groups": groups}


def _band(share: float) -> int:
    return sum(share >= edge for edge in _BANDS)


def _read(note: dict[str, object]) -> Filled:
    groups = tuple((attribute, tuple((label, band) for label, band in lines)) for attribute, lines in note["groups"])  # type: ignore[attr-defined]
    return Filled(datetime.fromtimestamp(note["at"] / 1000, tz=UTC), note["everybody"], groups)  # type: ignore[operator,arg-type]
