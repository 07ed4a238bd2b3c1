"""The command `count`: a file of ballots in, winners and rounds or one clear line out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.core.methods import METHODS
from bot.core.pabulib import write
from tests.core.make_golden_methods import HELENA, MONOTONE, SHARES

ROOT = Path(__file__).resolve().parents[2]


def counted(path, method, *more):
    return subprocess.run(
        [sys.executable, "-m", "bot", "count", str(path), "--method", method, *more],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.fixture
def shares(tmp_path):
    path = tmp_path / "shares.pb"
    path.write_text(write(SHARES, {}), "utf-8")
    return path


def refused(done, *words):
    """Exit 2, one line on standard error with the words, nothing else."""
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.strip().splitlines()
    assert not [word for word in words if word not in line], line
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("method", "winners", "cost", "tie"),
    [("equal-shares", ["a", "b", "d"], 90, True), ("equal-shares-add1", ["a", "b", "d"], 90, True),
     ("greedy", ["a", "b", "c"], 90, False)],
)  # fmt: skip
def test_a_machine_reads_winners_cost_tie_and_rounds(shares, method, winners, cost, tie):
    done = counted(shares, method, "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert set(said) == {"method", "winners", "cost", "tie", "rounds"}
    assert (said["method"], said["winners"], said["cost"], said["tie"]) == (method, winners, cost, tie)
    assert said["rounds"]


def test_an_officer_reads_what_was_bought_what_is_left_and_who_is_owed(shares):
    done = counted(shares, "greedy")
    assert done.returncode == 0, done.stderr
    assert "Spent 90, left 0." in done.stdout
    assert "owed a project by their share: d." in done.stdout
    assert "A tie decided" in counted(shares, "equal-shares").stdout


def test_ties_and_places_are_as_asked(tmp_path):
    path = tmp_path / "it.pb"
    path.write_text(write(HELENA, {}), "utf-8")
    assert json.loads(counted(path, "approval", "--json", "--places", "2").stdout)["winners"] == ["a", "b"]
    assert json.loads(counted(path, "greedy", "--json", "--ties", "votes-cost-id").stdout)["winners"] == ["a", "b"]
    refused(counted(path, "approval", "--places", "0"), "--places")
    refused(counted(path, "approval", "--ties", "coin"), "coin", "votes-cost-id")


def test_what_cannot_be_counted_ends_with_one_line(tmp_path, shares):
    refused(counted(shares, "coin"), "'coin'", *METHODS)
    refused(counted(shares, "irv"), "shares.pb", "ranking", "approval")
    refused(counted(tmp_path / "none.pb", "irv"), "cannot be read")
    text = shares.read_text("utf-8")
    for name, broken, words in (
        ("free.pb", text.replace("a;30", "a;0"), ("row 9", "above 0")),
        ("over.pb", text.replace("vote_type", "max_length;2\nvote_type"), ("over its limit",)),
        ("stray.pb", text.replace("9;d\n", "9;q\n"), ("'q'",)),
        ("cut.pb", text[:150], ("no section VOTES",)),
    ):
        (tmp_path / name).write_text(broken, "utf-8")
        refused(counted(tmp_path / name, "greedy"), name, *words)
    (tmp_path / "no.pb").write_bytes(b"PK\x03\x04\xff\xfe")
    refused(counted(tmp_path / "no.pb", "irv"), "UTF-8")


def test_rankings_come_from_a_file_too(tmp_path):
    path = tmp_path / "ranked.pb"
    path.write_text(write(MONOTONE, {}).replace("budget;0", "budget;1"), "utf-8")
    assert json.loads(counted(path, "irv", "--json").stdout)["winners"] == ["A"]


def test_nobody_who_does_not_count_loads_numpy():
    code = "import sys, bot.app, bot.cli, bot.core.methods, bot.cli.count\nprint('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
