"""The webhook's door and the state of health, over real HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.playground.people import Person
from bot.playground.server import Playground
from bot.ports import Store
from bot.telegram.office import Me, Office, library_bot
from bot.web.site import Serving, site
from bot.web.webhook import MOST_BODY, Webhook
from tests.workers.desk import VOICE, edge

SECRET = {"X-Telegram-Bot-Api-Secret-Token": "s3cret"}


class Inn:
    """Takes updates as told."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.trouble: Exception | None = None
        self.well = True

    async def take(self, update: dict[str, Any]) -> None:
        if self.trouble:
            raise self.trouble
        self.taken.append(update)

    async def pulse(self) -> dict[str, object]:
        return {"ok": self.well, "in_hand": 0}


@pytest.fixture
async def inn() -> AsyncIterator[tuple[Inn, str, aiohttp.ClientSession]]:
    keeper = Inn()
    app = site(keeper.pulse, take=keeper.take, webhook_url="https://example.org/hook/x", secret="s3cret")
    serving = Serving(app, "127.0.0.1", 0)
    await serving.start()
    async with aiohttp.ClientSession() as session:
        yield keeper, serving.address, session
    await serving.stop()


async def test_an_update_with_the_secret_is_taken(inn: tuple[Inn, str, aiohttp.ClientSession]) -> None:
    keeper, root, http = inn
    async with http.post(f"{root}/hook/x", json={"update_id": 1}, headers=SECRET) as answer:
        assert answer.status == 200
    assert keeper.taken == [{"update_id": 1}]


@pytest.mark.parametrize(
    "headers", [{}, {"X-Telegram-Bot-Api-Secret-Token": "guess"}, {"X-Telegram-Bot-Api-Secret-Token": "s3cret " * 2}]
)
async def test_without_the_secret_nothing_is_read(
    inn: tuple[Inn, str, aiohttp.ClientSession], headers: dict[str, str]
) -> None:
    keeper, root, http = inn
    async with http.post(f"{root}/hook/x", data=b"not even json", headers=headers) as answer:
        assert answer.status == 403
    assert keeper.taken == []


async def test_odd_bodies_are_refused(inn: tuple[Inn, str, aiohttp.ClientSession]) -> None:
    keeper, root, http = inn

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(MOST_BODY // 65536 + 2):
            yield b"x" * 65536

    for body, status in ((b"{", 400), (b"[]", 400), (b"\xff\xfe", 400), (b" " * (MOST_BODY + 1), 413), (chunks(), 413)):
        async with http.post(f"{root}/hook/x", data=body, headers=SECRET) as answer:
            assert answer.status == status
    async with http.get(f"{root}/hook/x", headers=SECRET) as answer:
        assert answer.status == 405
    assert keeper.taken == []


async def test_what_cannot_be_taken_now_is_brought_again(inn: tuple[Inn, str, aiohttp.ClientSession]) -> None:
    keeper, root, http = inn
    for trouble, status in ((asyncio.QueueFull(), 503), (RuntimeError("secret words"), 500), (None, 200)):
        keeper.trouble = trouble
        async with http.post(f"{root}/hook/x", json={"update_id": 1}, headers=SECRET) as answer:
            assert answer.status == status
            assert await answer.read() == b""


async def test_health_is_told_without_a_person_in_it(inn: tuple[Inn, str, aiohttp.ClientSession]) -> None:
    keeper, root, http = inn
    for well, status in ((True, 200), (False, 503)):
        keeper.well = well
        async with http.get(f"{root}/healthz") as answer:
            assert answer.status == status
            assert json.loads(await answer.read()) == {"ok": well, "in_hand": 0}


def test_a_webhook_without_secret_is_not_opened() -> None:
    with pytest.raises(ValueError, match="secret"):
        Webhook(Inn().take, "")
    with pytest.raises(ValueError, match="healthz"):
        site(Inn().pulse, take=Inn().take, webhook_url="https://a.b/healthz", secret="x")


async def test_a_taken_port_is_an_error_that_can_be_told(inn: tuple[Inn, str, aiohttp.ClientSession]) -> None:
    port = int(inn[1].rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        await Serving(site(Inn().pulse), "127.0.0.1", port).start()


async def test_a_resident_is_served_through_the_webhook_with_retries(
    kept: Store,
    playground: Playground,
) -> None:
    async with edge(kept, playground) as made:
        failures = iter([True, False])

        async def take(update: dict[str, Any]) -> None:
            if next(failures, False):
                raise RuntimeError
            await made.intake.take(update)

        serving = Serving(site(Inn().pulse, take=take, webhook_url="http://x/hook", secret="s3cret"), "127.0.0.1", 0)
        await serving.start()
        async with library_bot(playground.url, playground.token, Me(1, "bot")) as bot:
            await Office(bot, VOICE, {"resident": ["start", "help"]}).use_webhook(f"{serving.address}/hook", "s3cret")
        rosa = await Person.arrive(playground.act, "Rosa")
        await rosa.start()
        await rosa.wait_for("Question 1")
        await rosa.press("Option 1")
        await rosa.wait_for("Question 2")
        await serving.stop()
