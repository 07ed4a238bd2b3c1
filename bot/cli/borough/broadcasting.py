"""A champion's message that is on its way when a visitor comes: written, approved, and held once some have it."""

from __future__ import annotations

import asyncio

from bot.app import App
from bot.cli.borough.chat import Chat
from bot.cli.borough.past import at_rest
from bot.ports import State, Tx

_TEXT = "The survey about the evening is still open. It takes five minutes and it is your choice. Grace (sample)"
_SHARE, _REST_S, _TRIES = 3, 0.1, 100


async def broadcast(app: App, champion: Chat, officer: Chat, title: str) -> None:
    """Grace writes to those who came by her link; where they are many, the officer says yes. Then it is held, so that a
    third or so have it: in quiet hours nobody yet."""
    await champion.says("/broadcast", champion.words("broadcast.new"))
    await champion.presses(champion.words("broadcast.new"), title)
    await champion.presses(title, champion.words("broadcast.to_draft"))
    await champion.says(_TEXT, champion.words("broadcast.whom"))
    await champion.presses(champion.words("broadcast.whom"), champion.words("aim.link"))
    await champion.presses(champion.words("aim.link"), champion.words("aim.not_link"))
    await champion.presses(champion.words("aim.done"), champion.words("broadcast.preview"))
    await champion.presses(champion.words("broadcast.preview"), champion.words("preview.title"))
    send, ask = champion.words("preview.send"), champion.words("preview.ask")
    if await champion.offered(ask):
        await champion.presses(ask, champion.words("sent.take_back"))
        await officer.says("/approve", title)
        await officer.presses(title, officer.words("approve.yes"))
        await officer.presses(officer.words("approve.yes"), officer.words("sent.pause"))
        await _some_have_it(app)
        await officer.presses(officer.words("sent.pause"), officer.words("sent.go_on"))
    elif await champion.offered(send):
        await champion.presses(send, champion.words("sent.all"))
        await at_rest(app)


async def _some_have_it(app: App) -> None:
    for _ in range(_TRIES):
        sent, all_ = await app.store.read(_progress)
        if sent * _SHARE >= all_ > 0:
            return
        await asyncio.sleep(_REST_S)


def _progress(tx: Tx) -> tuple[int, int]:
    found = next(iter(tx.broadcasts.in_state(("sending",))), None)
    done = tx.notices.progress(found.notice) if found is not None else {}
    return done.get(State.SENT, 0), sum(done.values())
