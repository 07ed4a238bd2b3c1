"""Fill the sample borough: the survey is opened, then residents answer, each by their own chat."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from bot.app import App
from bot.cli.borough.drawing import Drawn, draw
from bot.cli.borough.opening import open_survey
from bot.cli.borough.stage import FIRST_RESIDENT, SURVEY
from bot.cli.borough.wishes import ways, wishes
from bot.core.form import Form
from bot.playground import Person, Playground
from bot.playground.resident import Resident

_AT_ONCE = 16
_PROFILE = "about_you"


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


async def fill_borough(app: App, playground: Playground, seed: int, filling: Filling, opened: asyncio.Event) -> None:
    """Officer, tester, opening, champions, residents: each by their own chat. `opened` is set when people can join.

    Raises ValueError where the survey cannot be used, TimeoutError where the bot keeps silent while it is opened.
    """
    activity = await app.store.read(lambda tx: tx.activities.named(SURVEY))
    profile = await app.store.read(lambda tx: tx.activities.named(_PROFILE))
    if activity is None or profile is None:
        why = "; ".join(app.problems) or "it is missing"
        raise ValueError(f"content/surveys/{SURVEY}.yaml or {_PROFILE}.yaml cannot be used: {why}")
    editions = activity.edition, profile.edition
    forms = await app.store.read(lambda tx: [app.office.shelf(tx, edition) for edition in editions])
    links = await open_survey(app, playground, activity, forms[0])
    filling.opened = True
    opened.set()
    residents = draw(app.office.frames["lambeth"], app.voice.languages, filling.wanted, seed)
    await _answer(app, playground, forms, links, residents, filling)
    filling.done = True


async def _answer(
    app: App,
    playground: Playground,
    forms: Sequence[Form],
    links: dict[str, str],
    residents: Sequence[Drawn],
    filling: Filling,
) -> None:
    known_ways = {language: ways(app.voice, language) for language in {one.language for one in residents}}
    add = {language: app.voice.say("phone.add", language) for language in known_ways}
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(number: int, drawn: Drawn) -> None:
        async with gate:
            person = await Person.arrive(playground.act, "Resident", drawn.language, number=FIRST_RESIDENT + number)
            dice = Random(number)  # noqa: S311  a sample
            resident = Resident(
                person, dice, known_ways[drawn.language], wishes(app.voice, forms, drawn), drawn.patience
            )
            try:
                await resident.take_part(links.get(drawn.link, f"a_{SURVEY}"))
                if drawn.phone is not None:
                    await person.say("/phone")
                    await person.wait_for(add[drawn.language], resident.seconds)
                    await person.press(add[drawn.language])
                    resident.wishes = wishes(app.voice, forms, drawn.phone)
                    await resident.go_on()
            except TimeoutError:  # whoever plays the officer may close the survey while residents still answer
                filling.lost += 1
            filling.came += 1

    await asyncio.gather(*(one(number, drawn) for number, drawn in enumerate(residents)))
