"""The sample's second pilot: sixty-four people at a station, closed and released. What small numbers allow."""

from __future__ import annotations

import json

from bot.app import App
from bot.cli.borough.chat import Chat
from bot.cli.borough.sentences import STATION
from bot.cli.borough.stage import SURVEY
from bot.ports import Tx

NAME, PILOT = "station_evenings", "station"
PEOPLE = 64


async def open_small(app: App, officer: Chat) -> None:
    """The same questions for another pilot, which the officer opens."""
    await app.store.write(_found_ready)
    await officer.says("/activities", STATION["en"])
    await officer.presses(STATION["en"], officer.words("activity.button.open"))
    await officer.presses(officer.words("activity.button.open"), officer.words("button.cancel"))
    await officer.presses(officer.words("activity.button.open"), f"a_{NAME}")


async def release_small(officer: Chat) -> None:
    """The officer closes it and pulls the export, with which everybody who took part gets the result."""
    close = officer.words("activity.button.close")
    await officer.says("/activities", STATION["en"])
    await officer.presses(STATION["en"], close)
    await officer.presses(close, officer.words("button.cancel"))
    await officer.presses(close, officer.words("activity.button.export"))
    await officer.presses(officer.words("activity.button.export"), officer.words("export.csv"))
    await officer.person.pick(officer.words("export.csv"))
    await officer.document()


def _found_ready(tx: Tx) -> None:
    """An activity of the sample survey's edition, which Amina has read already."""
    model = tx.activities.named(SURVEY)
    if model is None:
        return
    settings = json.loads(model.settings) | {"title": dict(STATION)}
    made = tx.activities.put(NAME, "survey", PILOT, model.edition, json.dumps(settings, ensure_ascii=False))
    tx.activities.change(made.id, state="tested", tested_at=model.tested_at)
