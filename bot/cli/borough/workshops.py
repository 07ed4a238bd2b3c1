"""The sample's two workshops of 24 places: 61 people ask for the first, which is drawn; the second is still open."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from bot.actions import plan_workshop
from bot.app import App
from bot.cli.borough.chat import LONG, Chat
from bot.cli.borough.drawing import Drawn
from bot.cli.borough.past import Past
from bot.cli.borough.stage import FIRST_ASKING
from bot.cli.borough.wishes import ways, wishes
from bot.core.form import Form
from bot.playground import Person, Playground
from bot.playground.resident import Resident
from bot.ports import Tx

FIRST, SECOND = "specification_one", "specification_two"
ASKING = 61
_AT_ONCE = 16
_TO_LENGTH = timedelta(hours=2, minutes=30)


async def open_workshops(app: App, officer: Chat, past: Past) -> None:
    """The officer opens both. Their days are counted from the sample's Thursday, as it never grows old."""
    times = {
        FIRST: (past.wall(25, "18:00"), past.wall(3, "18:00")),
        SECOND: (past.wall(39, "18:00"), past.wall(25, "18:00")),
    }
    for name, (starts, closes) in times.items():
        title = await app.store.write(partial(_plan, app=app, name=name, starts=starts, closes=closes))
        await officer.says("/workshop", title)
        await officer.presses(title, officer.words("activity.button.open"))
        await officer.presses(officer.words("activity.button.open"), officer.words("button.cancel"))
        await officer.presses(officer.words("activity.button.open"), officer.words("plan.button.call_off"))


def _plan(tx: Tx, app: App, name: str, starts: datetime, closes: datetime) -> str:
    """The sample file with days that lie ahead; its draw hangs on its own list, as no public figure is known here."""
    found = tx.activities.named(name)
    officer = next(iter(tx.people.holders("officer")), None)
    if found is None or officer is None:
        raise ValueError(
            f"content/workshops/{name}.yaml cannot be used: " + ("; ".join(app.problems) or "it is missing")
        )
    settings: dict[str, Any] = json.loads(found.settings)
    settings |= {
        "starts": starts.isoformat(timespec="minutes"),
        "ends": (starts + _TO_LENGTH).isoformat(timespec="minutes"),
        "signup": {"closes": closes.isoformat(timespec="minutes")},
    }
    plan_workshop.save(tx, officer, name, settings, app.clock())
    return str(settings["title"]["en"])


async def ask_for_places(app: App, playground: Playground, forms: Sequence[Form], residents: Sequence[Drawn]) -> None:
    """These residents open the link of the first workshop, ask for a place, and say what they need."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(number: int, drawn: Drawn) -> None:
        async with gate:
            person = await Person.arrive(playground.act, "Resident", drawn.language, number=FIRST_ASKING + number)
            ask = app.voice.say("workshop.button.sign_up", drawn.language)
            await person.start(f"a_{FIRST}")
            await person.wait_for(ask, LONG)
            known = ways(app.voice, drawn.language, "booking.button.calendar", "booking.button.withdraw")
            asking = Resident(person, Random(number), known, wishes(app.voice, forms, drawn), seconds=LONG)  # noqa: S311
            await person.press(ask)
            await asking.go_on()

    await asyncio.gather(*(one(number, drawn) for number, drawn in enumerate(residents)))
