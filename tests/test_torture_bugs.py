"""More of the torture bench, small: roles at every door, power cuts, and planted bugs that must be caught."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_torture_small import nothing_broken, small
from tests.torture.board import Caught


async def test_nobody_does_through_any_door_what_is_not_theirs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = f"sqlite:///{tmp_path / 'evenhand.sqlite'}"
    nothing_broken(await small("escalations", "sqlite", database, tmp_path), capsys)


async def test_what_a_power_cut_leaves_holds_every_answer_that_was_acknowledged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = f"sqlite:///{tmp_path / 'evenhand.sqlite'}"
    nothing_broken(await small("power_cuts", "sqlite", database, tmp_path), capsys)


@pytest.mark.parametrize(("name", "bug"), [("broadcast", "cursor_resume"), ("finishers", "count_then_write")])
async def test_a_planted_bug_of_sending_and_of_places_is_caught(name: str, bug: str, tmp_path: Path) -> None:
    caught = await small(name, "sqlite", f"sqlite:///{tmp_path / 'evenhand.sqlite'}", tmp_path, bug)
    assert isinstance(caught, Caught)
    assert caught.count > 0
