"""One notice as people read it: in its letter, on request, and in the preview before it is published."""

from __future__ import annotations

import json
from collections.abc import Mapping

from bot.core.screen import Block, Button, Plain
from bot.ports import Activity, Tx
from handlers.texts import told
from handlers.visit import Office, Visit, button, in_language, para


def place_names(office: Office) -> dict[str, str]:
    """The areas that people can choose: the large ones of the borough's frame, by code."""
    for frame in office.frames.values():
        margin = frame.margin("area")
        if margin is not None:
            lines = margin.parents or margin.leaves
            return {line.code: line.labels.get("en", line.code) for line in lines}
    return {}


def written(office: Office, settings: Mapping[str, object], language: str) -> tuple[Block, ...]:
    """Title, area, words, and the mark of a sample."""
    title, text = settings.get("title"), settings.get("text")
    shown: list[Block] = list(told(office, title, language, "title")) if isinstance(title, dict) else []
    shown = shown[:1]
    theme = office.themes.get(str(settings.get("theme", "")))
    if theme:
        shown.append(para("notice.theme", "small", theme=Plain(in_language(theme, language))))
    areas = settings.get("areas")
    if isinstance(areas, list | tuple) and areas:
        names = place_names(office)
        shown.append(para("notice.areas", "small", areas=Plain("; ".join(names.get(str(a), str(a)) for a in areas))))
    if settings.get("sample"):
        shown.append(para("welcome.sample", "warning"))
    if isinstance(text, dict):
        shown += told(office, text, language)
    return tuple(shown)


def blocks(visit: Visit, found: Activity) -> tuple[Block, ...]:
    """A kept notice for the person who asks."""
    return written(visit.office, json.loads(found.settings), visit.person.language)


def rows(tx: Tx, found: Activity) -> tuple[tuple[Button, ...], ...]:
    """The way to what it is about, where that can be taken part in."""
    linked = tx.activities.named(str(json.loads(found.settings).get("link", "")))
    if linked is None or linked.state != "open":
        return ()
    door = "workshops" if linked.kind == "workshop" else "start"
    return ((button("notice.button.open", door, str(linked.id)),),)
