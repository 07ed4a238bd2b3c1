"""The real bot, a process of its own, is killed with -9 while residents answer: what they were told stands.

In `make test` a small run on each engine (KILLS, UPDATES); `make torture` does 20 kills and 2,000 updates. The checkers
(tests/torture/verdict.py) read only the delivery log and the database, and are themselves tested by planted bugs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.torture.disk import Filled, fill_the_disk
from tests.torture.leaks import leaks
from tests.torture.reconcile import close_and_export, reconcile
from tests.torture.run import Wanted, kill_run, town

KILLS, UPDATES, SEED = 6, 600, 7


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'evenhand.sqlite'}"
    return str(request.getfixturevalue("pg_server").url(like=request.getfixturevalue("pg_template")))


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Iterator[list[str]]:
    """Lines printed for whoever runs the tests, whether they pass or not."""
    lines: list[str] = []
    yield lines
    with capsys.disabled():
        for line in lines:
            print(f"\n  {line}")


async def test_what_was_acknowledged_is_stored_once_at_its_last_value_after_kills_at_random(
    database: str, tmp_path: Path, said: list[str]
) -> None:
    async with asyncio.timeout(170), town(tmp_path, database, SEED) as here:
        result = await kill_run(here, Wanted(SEED, KILLS, UPDATES))
        said.append(f"{database.partition(':')[0]}: {result}")
        assert result.verdict.faults() == []
        assert result.kills == KILLS
        assert result.updates >= UPDATES
        assert result.verdict.acknowledged > UPDATES / 4
        assert len(result.verdict.unthanked) + result.verdict.unsure <= 3 * KILLS
        document = await close_and_export(here)
        assert reconcile(here, document) == []
        assert await here.bot.stop() == 0
        assert leaks(here.bot, set(here.residents)) == []


@pytest.mark.parametrize(
    ("bug", "caught"), [("acknowledge_before_commit", "lost"), ("no_dedupe", "doubled"), ("no_redraw", "unshown")]
)
async def test_a_planted_bug_is_caught(bug: str, caught: str, tmp_path: Path) -> None:
    async with asyncio.timeout(170), town(tmp_path, f"sqlite:///{tmp_path / 'evenhand.sqlite'}", SEED) as here:
        here.bot.bug = bug
        for seed in range(SEED, SEED + 10):  # a kill at random may miss: then another few
            result = await kill_run(here, Wanted(seed, 2, 160, starting=0.0))
            if getattr(result.verdict, caught):
                return
    pytest.fail(f"{bug} was not caught: {result}")


@pytest.mark.parametrize("how", ["file_size", "pages"])
async def test_when_the_disk_is_full_nobody_is_told_saved_and_it_recovers(
    how: str, tmp_path: Path, said: list[str]
) -> None:
    async with asyncio.timeout(110), town(tmp_path, f"sqlite:///{tmp_path / 'evenhand.sqlite'}", SEED) as here:
        filled: Filled = await fill_the_disk(here, how, SEED)
        said.append(f"disk full ({how}): {filled}")
        assert filled.refused > 0
        if how == "file_size":  # with `pages` what fits into the pages there are is stored all along
            assert filled.acknowledged_while_full == 0
        assert filled.verdict.faults() == []
        assert filled.verdict.acknowledged > 0
        assert leaks(here.bot, set(here.residents)) == []
