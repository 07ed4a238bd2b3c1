"""The command `draw`: an officer's files in, people or one clear line out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.core.lottery import hold
from tests.core.make_golden_lottery import requests, wanted

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def files(tmp_path):
    """The sample workshop's requests and targets as files."""
    lines = [f"{one},Name of {one},{cells['area']},{cells['age']}" for one, cells in requests().items()]
    (tmp_path / "pool.csv").write_text("\n".join(["id,name,area,age", *lines]) + "\n", "utf-8")
    rows = [f"{one.attribute},{one.code},{one.least},{one.most}" for one in wanted()]
    (tmp_path / "targets.csv").write_text("\n".join(["attribute,code,min,max", *rows]) + "\n", "utf-8")
    return tmp_path


def drawn(folder, *more, seats=24):
    return subprocess.run(
        [sys.executable, "-m", "bot", "draw", str(folder / "pool.csv"), "--targets", str(folder / "targets.csv"),
         "--seats", str(seats), "--seed", "s1", *more],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def refused(done, *words):
    """Exit 2, one line on standard error with the words, nothing else."""
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.strip().splitlines()
    assert not [word for word in words if word not in line], line
    assert done.stdout == ""


def test_an_officer_draws_from_files_and_a_machine_reads_who(files):
    done = drawn(files, "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert set(said) == {"selected", "probabilities", "seed"}
    expected = hold(requests(), wanted(), 24, "s1")
    assert said["selected"] == list(expected.selected)
    assert said["probabilities"] == dict(expected.probabilities)
    assert said["seed"] == "s1"


def test_an_officer_reads_targets_beside_what_was_drawn_and_a_slip_of_the_pen(files):
    pool = files / "pool.csv"
    pool.write_text(pool.read_text("utf-8") + "r99,X,ovall,25_44\n", "utf-8")
    done = drawn(files)
    assert done.returncode == 0, done.stderr
    for words in (
        "24 of 62 drawn",
        "area,oval",
        "age not stated",
        "Chances: ",
        "area,ovall has no target (1 in the pool)",
    ):
        assert words in done.stdout


def test_targets_that_cannot_be_met_end_with_one_line_per_change(files):
    (files / "targets.csv").write_text("attribute,code,min,max\narea,oval,23,24\n", "utf-8")
    done = drawn(files)
    assert done.returncode == 1
    head, *changes = done.stderr.strip().splitlines()
    assert "no 24 people" in head
    assert len(changes) == 1
    there = sum(cells["area"] == "oval" for cells in requests().values())
    assert changes[0].startswith("area,oval: lower min from 23 to ")
    said = json.loads(drawn(files, "--json").stdout)
    (change,) = said["infeasible"]
    assert (change["attribute"], change["code"], change["side"], change["from"]) == ("area", "oval", "min", 23)
    assert change["to"] <= there
    assert changes[0].endswith(f" {change['to']}")


def test_a_draw_that_takes_too_long_draws_nobody(files):
    done = drawn(files, "--limit", "0.01")
    assert done.returncode == 1
    assert "--limit" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("pool.csv", "", ("pool.csv", "empty")),
        ("pool.csv", "name,area,age\nAda,oval,16_24\n", ("pool.csv", "row 1", "'id' is missing")),
        ("pool.csv", "id,area,age\n", ("pool.csv", "no rows")),
        ("pool.csv", "id,area,age\na,oval,16_24\na,oval,16_24\n", ("pool.csv", "row 3", "'a'", "already")),
        ("pool.csv", "id,area,age\na,oval,16_24\n,oval,16_24\n", ("pool.csv", "row 3", "empty")),
        ("pool.csv", "id,area,age\na,oval\n", ("pool.csv", "row 2", "2 cells")),
        ("pool.csv", "id,area,area\na,oval,oval\n", ("pool.csv", "row 1", "same name")),
        ("pool.csv", 'id,area,age\na,"oval,16_24\n', ("pool.csv", "quotes")),
        ("pool.csv", "id,age\na,16_24\n", ("targets.csv", "no column 'area'", "pool.csv")),
        ("targets.csv", "attribute,code,min\narea,oval,1\n", ("targets.csv", "'max' is missing")),
        ("targets.csv", "attribute,code,min,max\narea,oval,few,3\n", ("targets.csv", "row 2", "min", "'few'")),
        ("targets.csv", "attribute,code,min,max\narea,oval,1,-3\n", ("targets.csv", "row 2", "max", "'-3'")),
        ("targets.csv", "attribute,code,min,max\narea,oval,4,3\n", ("targets.csv", "row 2", "above")),
        ("targets.csv", "attribute,code,min,max\narea,,1,3\n", ("targets.csv", "row 2", "filled in")),
        ("targets.csv", "attribute,code,min,max\narea,oval,1,3\narea,oval,1,3\n", ("targets.csv", "row 3", "already")),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_says_where_and_how_to_mend(files, name, text, words):
    (files / name).write_text(text, "utf-8")
    refused(drawn(files), *words)


def test_a_file_that_is_no_text_or_not_there_and_numbers_that_are_none(files):
    (files / "pool.csv").write_bytes(b"PK\x03\x04\xff\xfe")
    refused(drawn(files), "pool.csv", "UTF-8")
    (files / "pool.csv").unlink()
    refused(drawn(files), "pool.csv", "cannot be read")
    refused(drawn(files, seats=0), "--seats")
    refused(drawn(files, "--limit", "0"), "--limit")


def test_nobody_who_does_not_draw_loads_the_solver():
    code = (
        "import sys, bot.app, bot.cli, bot.core.lottery, bot.cli.draw\n"
        "print([name for name in ('numpy', 'scipy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
