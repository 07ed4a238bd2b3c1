"""How the survey comes to be open: an officer by the start-up link, a tester who is none, and the officer's buttons."""

from __future__ import annotations

import re
import sqlite3
from random import Random
from typing import Any

from bot.catalog.voice import Voice
from bot.playground import Person
from tests.torture.borough import NAME
from tests.torture.process import Bot
from tests.torture.resident import CALM, Resident
from tests.torture.street import Street

OFFICER, TESTER = 770_000_001, 770_000_002
_LINK = re.compile(rb"start=(i_[0-9a-f]+)")


async def open_survey(bot: Bot, street: Street, voice: Voice) -> Person:
    """Everything through the chat; gives the officer, who can close it again."""

    def label(code: str) -> str:
        return voice.say(code, "en")

    playground = street.playground
    officer = await Person.arrive(playground.act, "Sam", "en", number=OFFICER)
    link = None
    while link is None:
        link = _LINK.search(bot.said)
        await officer.quiet(0.02)
    await officer.start(link[1].decode())
    await officer.wait_for(label("invite.first")[:30], 60)
    tester = Resident(street, TESTER, "en", voice, Random(1), CALM, _at_once)
    await tester.live(f"t_{activity_id(bot.database)}", lambda: True, until="test.ready")
    amina = await Person.arrive(playground.act, "Amina", "en", number=TESTER)
    await amina.press(label("test.ready"))
    await amina.wait_for(label("test.name")[:20], 60)
    await amina.say("Amina")
    await amina.wait_for(label("test.noted_ready")[:20], 60)
    await steps(officer, voice, "open", f"a_{NAME}")
    return officer


async def _at_once() -> None:
    """No pace."""


async def steps(officer: Person, voice: Voice, step: str, then: str) -> None:
    """/activities, the survey, the step, and yes; waits for the words `then`."""
    button = voice.say(f"activity.button.{step}", "en")
    await officer.say("/activities")
    listed = await officer.wait_for(lambda one: "inline_keyboard" in one.get("reply_markup", {}), 60)
    await officer.press(listed["reply_markup"]["inline_keyboard"][0][0]["text"])
    await officer.wait_for(button, 60)
    await officer.press(button)
    await officer.wait_for(voice.say("button.cancel", "en"), 60)
    await officer.press(button)
    await officer.wait_for(then, 60)


def rows(database: str, sql: str) -> list[tuple[Any, ...]]:
    """Read with a connection of one's own, on either engine."""
    if database.startswith("postgres"):
        import psycopg

        with psycopg.connect(database) as connection:
            return list(connection.execute(sql.encode()).fetchall())
    path = database.removeprefix("sqlite:///")
    file = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
    try:
        return file.execute(sql).fetchall()
    finally:
        file.close()


def activity_id(database: str) -> int:
    """The survey's id."""
    return int(rows(database, f"SELECT id FROM activities WHERE name = '{NAME}'")[0][0])
