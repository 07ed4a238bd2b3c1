"""A command hands its verb to the running bot, whatever the size of the answer."""

from pathlib import Path

import pytest

from bot.workers.doorbell import Doorbell, ring


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bell"


async def test_nobody_answers_where_no_bot_runs(path: Path):
    assert await ring(path, {"verb": "export"}) is None


async def test_an_export_of_any_size_comes_back_whole(path: Path):
    async def export(asked):
        return {"data": "x" * int(asked["size"])}

    bell = Doorbell(path, {"export": export})
    await bell.start()
    try:
        answer = await ring(path, {"verb": "export", "size": 3_000_000})
        assert answer is not None
        assert len(answer["data"]) == 3_000_000
        assert path.stat().st_mode & 0o077 == 0
    finally:
        await bell.stop()
    assert not path.exists()


async def test_what_goes_wrong_comes_back_as_one_line(path: Path):
    async def broken(asked):
        raise ValueError(f"there is no activity '{asked['name']}'")

    bell = Doorbell(path, {"export": broken})
    await bell.start()
    try:
        assert await ring(path, {"verb": "export", "name": "x"}) == {"error": "there is no activity 'x'"}
        assert await ring(path, {"verb": "dance"}) == {"error": "unknown verb"}
    finally:
        await bell.stop()
