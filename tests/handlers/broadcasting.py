"""A town whose champions write: noon of a working day, residents enough to be counted, and what the sender brings."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

from bot.core.screen import Go
from bot.ports import Consent, Tx, millis
from tests.journeys.town import STREET, Citizen, Seen, Town

TUESDAY = datetime(2026, 12, 1, 12, tzinfo=UTC)
BRIXTON, CLAPHAM = "Brixton Acre Lane", "Clapham East"
TEXT = "We want to hear about your street. It is your choice. Grace"


def at(town: Town, moment: datetime) -> None:
    """Set the town's clock."""
    town.clock.ahead = moment - datetime.now(UTC)


async def begun(town: Town, moment: datetime = TUESDAY) -> Citizen:
    """Noon on Tuesday unless said otherwise, the street survey open, and an officer."""
    at(town, moment)
    await town.open(STREET)
    return await town.officer()


def code_of(town: Town, area: str) -> str:
    """The code of an area by its name."""
    margin = town.app.office.frames["lambeth"].margin("area")
    assert margin is not None
    return next(line.code for line in (*margin.leaves, *margin.parents) if line.labels["en"] == area)


async def residents(town: Town, number: int, area: str, *, language: str = "en", source: int = 0) -> None:
    """People of an area who agreed to be invited; their chats are unknown to the messenger."""
    ring, code, now = town.app.intake._reader._ring, code_of(town, area), millis(town.clock())

    def work(tx: Tx) -> None:
        for index in range(number):
            chat = 900_000 + sum(map(ord, area + language)) * 1000 + index
            _, person = tx.people.arrive(ring.look_up(chat), ring.seal(chat), language, now)
            tx.people.set_profile(person.id, "area", code, now)
            tx.people.change(person.id, root_source=source)
            tx.consents.add(Consent(person.id, "invite_me", True, "1", language, now))

    await town.write(work)


async def written(town: Town, champion: Citizen, text: str = TEXT) -> Seen:
    """A draft about the street survey, with words; gives its page."""
    await champion.says("/broadcast")
    await champion.goes("New message", "Your street")
    return await champion.says(text)


async def brought(town: Town, citizen: Citizen, piece: str, seconds: float = 8) -> str:
    """What the sender has brought: the message with these words."""
    for _ in range(round(seconds / 0.05)):
        for message in await citizen.messages():
            words = message.get("text", "") + message.get("caption", "")
            if piece in words:
                return str(words)
        await asyncio.sleep(0.05)
    raise AssertionError(f"{piece!r} never came")


async def times(citizen: Citizen, piece: str) -> int:
    """How many messages of a chat have these words."""
    return sum(piece in message.get("text", "") for message in await citizen.messages())


async def audience(town: Town) -> dict[str, Any]:
    """The audience of the one message there is."""
    [row] = await town.rows("broadcasts")
    return dict(json.loads(row["audience"] or "{}"))


async def forged(town: Town, citizen: Citizen, verb: str, argument: str) -> Seen:
    """A press of a button that this person was never shown, signed as ours."""
    codec = town.app.drawing._renderer._keyboards._codec
    chat = town.app.intake._reader._ring.look_up(citizen.person.id)
    return await citizen.forges(codec.encode(Go(verb, argument), 0, chat))


async def due(town: Town) -> None:
    """Let what has fallen due fall."""
    await town.app.schedule.tick()
    await town.rest()


async def state(town: Town) -> list[str]:
    """The states of all messages, oldest first."""
    return [row["state"] for row in sorted(await town.rows("broadcasts"), key=lambda row: row["made"])]
