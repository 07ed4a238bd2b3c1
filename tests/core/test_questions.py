"""Every question kind keeps its promise, file by file."""

from __future__ import annotations

import json

import pytest

from bot.core.questions import KINDS
from tests.core.kinds import GOLDEN, golden_text


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_kind_shows_and_reads_what_its_golden_file_says(name: str, request: pytest.FixtureRequest) -> None:
    path = GOLDEN / f"{name}.json"
    assert path.exists(), f"{name} has no golden file: write its question and inputs into {path.name}, then make golden"
    if request.config.getoption("--golden", default=False):
        path.write_text(golden_text(path), "utf-8")
    assert json.loads(golden_text(path)) == json.loads(path.read_text("utf-8"))


def test_every_golden_file_is_of_a_kind_and_has_something_to_say() -> None:
    for path in GOLDEN.glob("*.json"):
        written = json.loads(path.read_text("utf-8"))
        assert written["question"]["kind"] == path.stem
        assert not KINDS[path.stem].asked or len(written["inputs"]) >= 2


def test_a_kinds_name_is_its_files_name() -> None:
    for name, kind in KINDS.items():
        assert kind.name == name
        assert type(kind).__module__ == f"bot.core.questions.{name}"
