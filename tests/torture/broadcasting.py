"""A champion's message, from the first tap to the officer's yes, through the chat of the real bot."""

from __future__ import annotations

import re

from bot.catalog.voice import Voice
from bot.playground import Person, Playground
from tests.torture.borough import NAME

CHAMPION = 770_000_003
_PATIENCE = 45
_LINK = re.compile(r"start=(i_[0-9a-f]+)")


async def champion(playground: Playground, officer: Person, voice: Voice) -> Person:
    """Somebody invited as a champion of the whole borough, and confirmed."""

    def label(code: str, **values: str) -> str:
        return voice.say(code, "en", values)

    await officer.say("/invite champion")
    await officer.wait_for("t.me/", _PATIENCE)
    link = _LINK.search(await officer.screen())
    assert link is not None
    grace = await Person.arrive(playground.act, "Grace", "en", number=CHAMPION)
    await grace.start(link[1])
    await grace.wait_for(label("invite.waits")[:20].partition("{")[0], _PATIENCE)
    await officer.say("/people")
    confirm = label("invite.yes_words").partition("{")[0].strip()
    await officer.wait_for(f"[{confirm}", _PATIENCE)
    await officer.press(confirm)
    await officer.quiet(0.3)
    return grace


async def written(grace: Person, voice: Voice, words: str) -> None:
    """A draft to everybody, looked at and sent, or where there are many, handed in for a yes."""

    def label(code: str) -> str:
        return voice.say(code, "en")

    await grace.say("/broadcast")
    await grace.wait_for(label("broadcast.new"), _PATIENCE)
    await grace.press(label("broadcast.new"))
    await grace.wait_for("Torture", _PATIENCE)
    await grace.press("Torture")
    await grace.wait_for(label("broadcast.type").partition("{")[0], _PATIENCE)
    await grace.say(words)
    await grace.wait_for(label("broadcast.preview"), _PATIENCE)
    await grace.press(label("broadcast.preview"))
    await grace.wait_for(label("preview.ask"), _PATIENCE)
    await grace.press(label("preview.ask"))
    await grace.wait_for(label("broadcast.state.waiting"), _PATIENCE)


async def approved(officer: Person, voice: Voice) -> None:
    """The officer's yes: from now on it is being sent."""
    await officer.say("/approve")
    listed = await officer.wait_for(voice.say("approve.list", "en")[:20], _PATIENCE)
    await officer.press_at(0, message_id=listed["message_id"])
    await officer.wait_for(voice.say("approve.yes", "en"), _PATIENCE)
    await officer.press(voice.say("approve.yes", "en"))
    await officer.wait_for(voice.say("approve.done", "en")[:20], _PATIENCE)


__all__ = ["CHAMPION", "NAME", "approved", "champion", "written"]
