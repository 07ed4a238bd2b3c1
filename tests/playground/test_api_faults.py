"""Bad weather on the road: refusals, cut connections, lost replies."""

import time

import aiohttp
import pytest

from bot.playground import Refused
from bot.playground.faults import Faults


async def test_a_planned_fault_meets_the_next_request_and_no_other(bot, playground, sam):
    playground.world.faults.plan("sendMessage", "429")
    playground.world.faults.retry_after = 3
    refused = await bot("sendMessage", chat_id=sam.id, text="x")
    assert (refused["error_code"], refused["parameters"]) == (429, {"retry_after": 3})
    playground.world.faults.plan("sendMessage", "500")
    assert (await bot("sendMessage", chat_id=sam.id, text="x"))["error_code"] == 500
    assert (await bot("sendMessage", chat_id=sam.id, text="x"))["ok"]
    assert len(await sam.messages()) == 1


async def test_a_reset_does_nothing_and_a_lost_reply_was_done(bot, playground, sam):
    for fault, done in (("reset", 0), ("lost", 1)):
        playground.world.faults.plan("sendMessage", fault)
        with pytest.raises(aiohttp.ClientError):
            await bot("sendMessage", chat_id=sam.id, text=fault)
        assert len(await sam.messages()) == done


async def test_weather_is_the_same_for_the_same_seed(playground, bot, sam):
    def run(seed):
        faults = Faults(seed=seed, rates={"429": 0.2, "lost": 0.1})
        return [faults.next("sendmessage")[0] for _ in range(200)]

    assert run(1) == run(1)
    assert run(1) != run(2)
    assert 20 < run(1).count("429") < 60
    await playground.act("faults", seed=1, rates={"500": 1.0}, methods=["sendMessage"])
    assert (await bot("sendMessage", chat_id=sam.id, text="x"))["error_code"] == 500
    assert await bot.ok("getMe")
    with pytest.raises(Refused):
        await playground.act("faults", rates={"hail": 1.0})


async def test_a_delay_holds_a_request_back(bot, playground):
    await playground.act("faults", delay=0.1, delay_rate=1.0)
    began = time.monotonic()
    await bot.ok("getMe")
    assert time.monotonic() - began >= 0.1
