"""The torture bench, small: both engines and some of its planted bugs (`make torture` does all of it at full size).

Each trial is the very one of the bench (tests/torture/trials.py) with fewer people, kills and seconds. What is measured
by the clock is not judged here but for what must hold at any speed.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.storage.schema import migrate
from tests.torture.board import INVARIANTS, Board, Caught, Finding
from tests.torture.chain import links
from tests.torture.opening import rows
from tests.torture.trials import TRIALS, Setting, perform

SEED = 7


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """(engine, DATABASE_URL)."""
    if request.param == "sqlite":
        return "sqlite", f"sqlite:///{tmp_path / 'evenhand.sqlite'}"
    return "postgresql", str(request.getfixturevalue("pg_server").url(like=request.getfixturevalue("pg_template")))


async def small(name: str, engine: str, database: str, folder: Path, bug: str = "") -> Sequence[Finding] | Caught:
    """One trial of the bench."""
    return await perform(name, Setting(SEED, engine, folder, database, small=True, bug=bug))


def nothing_broken(found: Sequence[Finding] | Caught, said: pytest.CaptureFixture[str]) -> None:
    """Print the figures; no promise may be broken."""
    assert not isinstance(found, Caught)
    with said.disabled():
        for one in found:
            print(f"\n  {'/'.join(one.numbers)} {one.trial}: {one.figure}")
    assert [fault for one in found for fault in one.faults] == []


async def test_a_broadcast_under_kills_freezes_and_faults_reaches_everybody_at_most_once(
    place: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing_broken(await small("broadcast", *place, tmp_path), capsys)


def test_a_changed_or_missing_entry_of_the_audit_log_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "audit.sqlite"
    database = f"sqlite:///{path}"
    migrate(database)
    before, made = "", []
    for seq in range(1, 5):
        said = json.dumps([before, seq, 1, 7, "open", "1"], separators=(",", ":"))
        before = hashlib.sha256(said.encode()).hexdigest()
        made.append((7001, seq, 1, 7, "open", "1", before))
    with sqlite3.connect(path) as file:
        file.executemany(
            "INSERT INTO audit (bot_id, seq, at, actor, verb, object, hash) VALUES (?, ?, ?, ?, ?, ?, ?)", made
        )
    assert links(database) == (4, [])
    with sqlite3.connect(path) as file:
        for (name,) in rows(database, "SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            file.execute(f"DROP TRIGGER {name}")
        file.execute("UPDATE audit SET actor = 8 WHERE seq = 2")
    assert links(database)[1] == ["entry 2 of the audit log does not follow from the one before"]
    with sqlite3.connect(path) as file:
        file.execute("DELETE FROM audit WHERE seq = 3")
    assert "entry 3 of the audit log is missing" in links(database)[1]


def test_what_is_broken_not_built_or_not_caught_does_not_pass() -> None:
    board = Board(SEED)
    board.findings += [Finding(("I4",), "a", "fine"), Finding(("I4", "I16"), "b", "figures", ("one got it twice",))]
    board.bugs += [Caught("no_fence", "broadcast", 0), Caught("no_unique", "broadcast", 3, "twice")]
    assert [board.verdict(number) for number in ("I4", "I16", "I8", "I10")] == [
        "broken",
        "broken",
        "not built",
        "not run",
    ]
    assert board.problems == ["I4/I16 b: one got it twice", "planted bug no_fence (broadcast) was not caught"]
    document = board.document()
    assert document["passed"] == 0
    assert [row["number"] for row in document["invariants"]] == list(INVARIANTS)
    assert len([line for line in board.lines() if line.lstrip().startswith("I")]) == len(INVARIANTS)


def test_every_planted_bug_of_the_contract_is_in_a_trial() -> None:
    planted = {bug for trial in TRIALS.values() for bug in trial.bugs}
    assert planted >= {
        "acknowledge_before_commit", "no_dedupe", "no_unique", "cursor_resume", "normal", "no_fence",
        "count_then_write", "older_overrules", "no_redraw",
    }  # fmt: skip
