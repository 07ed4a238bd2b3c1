"""Polling: what stops it and what does not."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from aiohttp import web

from bot.playground.people import Person
from bot.playground.server import Playground
from bot.telegram.courier import Courier
from bot.telegram.office import BadToken, who
from bot.workers.intake import Faulty
from bot.workers.polling import Polling


async def test_a_token_nobody_knows_is_one_clear_error(playground: Playground) -> None:
    async with Courier(playground.url, "1:wrong") as courier:
        with pytest.raises(BadToken, match="BotFather"):
            await who(courier)
        with pytest.raises(BadToken):
            await Polling(courier, _take).run()


async def test_polling_outlives_a_conflict_and_a_lost_network(playground: Playground) -> None:
    waits: list[float] = []
    taken: list[int] = []

    async def rest(seconds: float) -> None:
        waits.append(seconds)
        await asyncio.sleep(0.01)
        if len(waits) == 3:
            await playground.unhook()

    async def take(update: Mapping[str, Any]) -> None:
        taken.append(update["update_id"])

    async with Courier(playground.url, playground.token) as courier:
        await courier.ask("setWebhook", {"url": "https://127.0.0.1:1/x", "secret_token": "s"})
        polling = Polling(courier, take, seconds=1, rest=rest)
        task = asyncio.create_task(polling.run())
        rosa = await Person.arrive(playground.act, "Rosa")
        await rosa.start()
        async with asyncio.timeout(5):
            while not taken:
                await asyncio.sleep(0.02)
        assert waits == sorted(waits) or len(waits) >= 3
        await polling.stop()
        await task
        left = await courier.ask("getUpdates", {"timeout": 0})
        assert left == [], "stopping confirms what was taken"


async def test_an_update_is_confirmed_only_once_it_is_taken(playground: Playground) -> None:
    stored = asyncio.Event()

    async def slow(_: Mapping[str, Any]) -> None:
        await stored.wait()

    async with Courier(playground.url, playground.token) as courier:
        rosa = await Person.arrive(playground.act, "Rosa")
        await rosa.start()
        polling = Polling(courier, slow, seconds=1)
        task = asyncio.create_task(polling.run())
        await asyncio.sleep(0.8)  # several rounds of asking
        assert (await playground.act("counts"))["pending"] == 1
        stored.set()
        await asyncio.sleep(0.6)
        assert (await playground.act("counts"))["pending"] == 0
        await polling.stop()
        await task


async def test_stopping_confirms_nothing_that_is_not_stored(playground: Playground) -> None:
    """Neither what keeps failing and is resting, nor what broke in an unforeseen way."""

    async def failing(update: Mapping[str, Any]) -> None:
        if update["message"]["text"] != "fine":
            raise Faulty if update["message"]["text"] == "poison" else KeyError

    async with Courier(playground.url, playground.token) as courier:
        rosa = await Person.arrive(playground.act, "Rosa")
        await rosa.start()
        await rosa.say("poison")
        await rosa.say("fine")
        polling = Polling(courier, failing, seconds=1, rest=lambda _: asyncio.sleep(30))
        task = asyncio.create_task(polling.run())
        await asyncio.sleep(0.5)
        began = asyncio.get_running_loop().time()
        await polling.stop()
        await task
        assert asyncio.get_running_loop().time() - began < 2, "stopping does not wait for what rests"
        left = await courier.ask("getUpdates", {"timeout": 0})
        assert [update["message"]["text"] for update in left] == ["/start", "poison", "fine"]


async def _take(_: Mapping[str, Any]) -> None:
    raise AssertionError


async def test_a_server_that_holds_no_answer_back_is_not_asked_without_a_pause() -> None:
    asked = 0

    async def updates(_: web.Request) -> web.Response:
        nonlocal asked
        asked += 1
        return web.json_response({"ok": True, "result": []})

    pauses: list[float] = []

    async def rest(seconds: float) -> None:
        pauses.append(seconds)
        await asyncio.sleep(0.01)

    lesser = web.Application()
    lesser.router.add_post("/bot7:x/getUpdates", updates)
    runner = web.AppRunner(lesser)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    async with Courier(f"http://127.0.0.1:{runner.addresses[0][1]}", "7:x") as courier:
        polling = Polling(courier, _take, rest=rest)
        task = asyncio.create_task(polling.run())
        async with asyncio.timeout(5):
            while asked < 5:
                await asyncio.sleep(0.01)
        await polling.stop()
        await task
    await runner.cleanup()
    assert len(pauses) >= 4
    assert min(pauses) >= 0.2
