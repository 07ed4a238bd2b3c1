"""The sample's officer, tester and champions: each by their own chat, as a council would begin."""

from __future__ import annotations

import re
from random import Random
from typing import Any

from bot.app import App
from bot.cli.borough.stage import CHAMPIONS, OFFICER, SURVEY, TESTER
from bot.cli.borough.wishes import ways
from bot.core.form import Form, Language
from bot.playground import Person, Playground
from bot.playground.people import drawn
from bot.playground.resident import Resident, Wish
from bot.ports import Activity

_LONG = 30.0
"""Seconds to wait for the bot; a laptop may be busy."""


async def open_survey(app: App, playground: Playground, activity: Activity, form: Form) -> dict[str, str]:
    """First officer, test by one who is no officer, opening, six champions. Gives start parameters by champion."""

    def label(code: str) -> str:
        return app.voice.say(code, "en")

    officer = await Person.arrive(playground.act, "Sam", "en", number=OFFICER)
    await officer.start(payload_in(await app.first_officer()))
    await officer.wait_for(label("invite.first")[:30], _LONG)
    await _test(app, playground, int(activity.id), form)
    await officer.say("/activities")
    title = "".join(str(piece) for piece in form.title[Language("en")])
    await officer.wait_for(title, _LONG)
    await officer.pick(title)
    await officer.wait_for(label("activity.button.open"), _LONG)
    await officer.press(label("activity.button.open"))
    await officer.wait_for(label("button.cancel"), _LONG)
    await officer.press(label("activity.button.open"))
    await officer.wait_for(f"a_{SURVEY}", _LONG)
    return {
        key: await _champion(app, playground, officer, name, language, number)
        for key, (number, name, language) in CHAMPIONS.items()
    }


async def _test(app: App, playground: Playground, activity: int, form: Form) -> None:
    """Amina of the tenants' association reads the survey and says that it is ready."""

    def label(code: str) -> str:
        return app.voice.say(code, "en")

    tester = await Person.arrive(playground.act, "Amina", "en", number=TESTER)
    known = {
        words: Wish(text="It reads well.")
        for question in form.questions()
        if (words := "".join(str(piece) for piece in question.label.get(Language("en"), ())))
        and question.kind in ("text", "own_words")
    }
    reading = Resident(tester, Random(5), ways(app.voice, "en", "test.ready"), known)  # noqa: S311  a sample
    await reading.take_part(f"t_{activity}")
    await tester.press(label("test.ready"))
    await tester.wait_for(label("test.name")[:20], _LONG)
    await tester.say("Amina, tenants' association (sample)")
    await tester.wait_for(label("test.noted_ready")[:20], _LONG)


async def _champion(app: App, playground: Playground, officer: Person, name: str, language: str, number: int) -> str:
    """Invite, check words, confirm; gives the start parameter of the champion's own link."""
    champion = await Person.arrive(playground.act, name, language, number=number)
    role = app.voice.say("role.champion", "en")
    await officer.say("/invite")
    await officer.wait_for(role, _LONG)
    await officer.press(role)
    everywhere = app.voice.say("area.everywhere", "en")
    await officer.wait_for(everywhere, _LONG)
    await officer.press(everywhere)
    await champion.start(payload_in((await officer.wait_for("start=i_", _LONG))["text"]))
    waits = await champion.wait_for(_six_digits, _LONG)
    words = re.search(r"\d{3} \d{3}", waits["text"])
    await officer.say("/people")
    confirm = app.voice.say("invite.yes_words", "en", {"words": words[0] if words else ""})
    await officer.wait_for(confirm, _LONG)
    await officer.press(confirm)
    await officer.wait_for(lambda one: confirm not in drawn(one), _LONG)
    await champion.say("/link")
    return payload_in((await champion.wait_for("start=s_", _LONG))["text"])


def payload_in(text: str) -> str:
    """The start parameter of the first link in a text; "" where there is none."""
    found = re.search(r"start=([A-Za-z0-9_-]+)", text)
    return found[1] if found else ""


def _six_digits(message: dict[str, Any]) -> bool:
    return re.search(r"\d{3} \d{3}", message.get("text", "")) is not None
