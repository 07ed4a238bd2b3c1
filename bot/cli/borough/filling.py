"""Fill the sample borough: the survey is opened, then residents answer, each by their own chat."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from bot.app import App
from bot.cli.borough.broadcasting import broadcast
from bot.cli.borough.chat import Chat
from bot.cli.borough.drawing import Drawn, asking, draw, pasting, praying
from bot.cli.borough.folder import CivilClock
from bot.cli.borough.opening import open_survey
from bot.cli.borough.past import Past, at_rest
from bot.cli.borough.small import NAME, PEOPLE, open_small, release_small
from bot.cli.borough.stage import (
    CHAMPION,
    FIRST_AT_STATION,
    FIRST_PASTING,
    FIRST_PRAYING,
    FIRST_RESIDENT,
    OFFICER,
    SURVEY,
)
from bot.cli.borough.wishes import ways, wishes
from bot.cli.borough.workshops import ASKING, ask_for_places, open_workshops
from bot.core.form import Form, Language
from bot.playground import Person, Playground
from bot.playground.resident import Resident

_AT_ONCE = 16
_PROFILE = "about_you"
_PRAYING, _PRAYING_OF, _PASTING, _PASTING_OF, _STATION_OF = 40, 8, 30, 10, 5
"""So many people in the burst after the prayer and accounts in the paste; in a smaller sample an eighth and a tenth of
it, and a fifth at the station."""


@dataclass(slots=True)
class Filling:
    """How far it is: residents wanted, those who have come and gone, whom the bot kept waiting too long."""

    wanted: int
    came: int = 0
    lost: int = 0
    opened: bool = False
    done: bool = False

    def words(self) -> str:
        """For people; "" once the borough stands."""
        if self.done:
            return ""
        if not self.opened:
            return "The sample survey is being opened."
        return f"{self.came} of {self.wanted} sample residents have answered so far."


async def fill_borough(
    app: App, playground: Playground, seed: int, filling: Filling, opened: asyncio.Event, clock: CivilClock
) -> None:
    """Officer, tester, opening, champions, residents: each by their own chat. First what happened on days before today
    (past.py); `opened` is set when people can join, and today's residents answer while visitors look on.

    Raises ValueError where the survey cannot be used, TimeoutError where the bot keeps silent while it is opened.
    """
    activity = await app.store.read(lambda tx: tx.activities.named(SURVEY))
    profile = await app.store.read(lambda tx: tx.activities.named(_PROFILE))
    if activity is None or profile is None:
        why = "; ".join(app.problems) or "it is missing"
        raise ValueError(f"content/surveys/{SURVEY}.yaml or {_PROFILE}.yaml cannot be used: {why}")
    booking = await app.store.read(lambda tx: tx.activities.named("booking"))
    editions = [activity.edition, profile.edition, *([booking.edition] if booking else [])]
    forms = await app.store.read(lambda tx: [app.office.shelf(tx, edition) for edition in editions])
    links = await open_survey(app, playground, activity, forms[0]) | {NAME: f"a_{NAME}"}
    frame, many = app.office.frames["lambeth"], filling.wanted
    officer = Chat(app, await Person.arrive(playground.act, "Sam", "en", number=OFFICER))
    past, answering = Past(app, clock), _Answering(app, playground, forms, links, filling)
    await open_workshops(app, officer, past)
    await ask_for_places(
        app, playground, forms[2:] + forms[1:2], asking(frame, app.voice.languages, min(ASKING, many), seed)
    )
    await open_small(app, officer)
    small = draw(frame, app.voice.languages, min(PEOPLE, many // _STATION_OF), seed + 5)
    await answering.all([replace(one, link=NAME) for one in small], FIRST_AT_STATION)
    await past.to(1, "13:10")
    crowd = praying(frame, min(_PRAYING, many // _PRAYING_OF), seed)
    for batch in range(0, len(crowd), _AT_ONCE):
        await answering.all(crowd[batch : batch + _AT_ONCE], FIRST_PRAYING + batch)
        await past.minutes(7)
    await past.to(2, "22:40")
    await answering.all(pasting(frame, min(_PASTING, many // _PASTING_OF), seed), FIRST_PASTING)
    await past.to(3, "18:01")
    await release_small(officer)
    await at_rest(app)
    await past.to(4, "08:45")
    await past.now()
    filling.opened = True
    opened.set()
    await answering.all(draw(frame, app.voice.languages, many, seed), FIRST_RESIDENT, counted=True)
    grace = Chat(app, await Person.arrive(playground.act, "Grace", "en", number=CHAMPION))
    title = "".join(str(piece) for piece in forms[0].title[Language("en")])
    await broadcast(app, grace, officer, title)
    filling.done = True


@dataclass(frozen=True, slots=True)
class _Answering:
    """Residents at their chats, some at once."""

    app: App
    playground: Playground
    forms: Sequence[Form]
    links: Mapping[str, str]
    filling: Filling

    async def all(self, residents: Sequence[Drawn], first: int, *, counted: bool = False) -> None:
        """Let these take part; their chats are numbered from `first`."""
        gate = asyncio.Semaphore(_AT_ONCE)
        await asyncio.gather(*(self._one(gate, first + at, one, counted) for at, one in enumerate(residents)))

    async def _one(self, gate: asyncio.Semaphore, number: int, drawn: Drawn, counted: bool) -> None:
        voice = self.app.voice
        async with gate:
            person = await Person.arrive(self.playground.act, "Resident", drawn.language, number=number)
            dice = Random(number)  # noqa: S311  a sample
            known, want = ways(voice, drawn.language), wishes(voice, self.forms, drawn)
            resident = Resident(person, dice, known, want, drawn.patience)
            try:
                await resident.take_part(self.links.get(drawn.link, f"a_{SURVEY}"))
                if drawn.phone is not None:
                    add = voice.say("phone.add", drawn.language)
                    await person.say("/phone")
                    await person.wait_for(add, resident.seconds)
                    await person.press(add)
                    resident.wishes = wishes(voice, self.forms, drawn.phone)
                    await resident.go_on()
            except TimeoutError:  # whoever plays the officer may close the survey while residents still answer
                self.filling.lost += 1
            self.filling.came += counted
