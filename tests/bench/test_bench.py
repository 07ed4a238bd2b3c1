"""The bench itself works: small, so that what `make bench` prints is measured by something that is known to run."""

from __future__ import annotations

import json
from pathlib import Path

import aiohttp

from tests.bench.__main__ import Bench, Process, content_folder
from tests.bench.server import middle_rate


async def test_the_bench_measures_the_real_bot_and_the_stock_bot(tmp_path: Path) -> None:
    server = await Process.start("tests.bench.server")
    root = f"http://127.0.0.1:{await server.line()}"
    async with aiohttp.ClientSession() as http:
        bench = Bench(root, http, tmp_path)
        content = content_folder(tmp_path)
        rate, idle, _ = await bench.evenhand(content, 12)
        assert rate > 0
        assert idle < 200e6
        assert await bench.stock(2, concurrent=False) > 0
        state = await bench.webhook(content, 40, 1.0)
        assert (state["acks"], state["failed"]) == (40, 0)
    await server.stop()


def test_a_rate_leaves_out_start_and_end() -> None:
    steady = [n / 100 for n in range(1000)]
    assert round(middle_rate([-50.0, *steady, 90.0])) == 100
    assert json.dumps(middle_rate([])) == "0.0"
