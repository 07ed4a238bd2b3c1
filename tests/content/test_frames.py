"""Who lives here: the frames are the census's own figures and keep to the format any council can write."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

FRAMES = Path(__file__).parents[2] / "content" / "frames"
HEADER = ["attribute", "code", "label", "population", "parent"]
Row = dict[str, str]


def read(path: Path) -> tuple[dict[str, str], list[Row]]:
    """Give the leading `# key: value` lines and the rows."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# "))
    body = csv.DictReader(line for line in lines if not line.startswith("#"))
    rows = list(body)
    assert body.fieldnames == HEADER
    return head, rows


@pytest.fixture(params=sorted(FRAMES.glob("*.csv")), ids=lambda path: path.stem)
def frame(request: pytest.FixtureRequest) -> tuple[dict[str, str], list[Row]]:
    """Every frame in content/frames, one by one."""
    return read(request.param)


def total(rows: list[Row], attribute: str) -> int:
    """Add up the published figures of one margin."""
    return sum(int(row["population"]) for row in rows if row["attribute"] == attribute and row["population"])


def test_a_frame_says_what_it_counts_and_whose_figures_they_are(frame: tuple[dict[str, str], list[Row]]) -> None:
    head, _ = frame
    assert head["unit"] in {"people", "households"}
    assert {"ages", "source", "licence"} <= set(head)
    assert "Census 2021" in head["source"]


def test_a_code_stands_once_in_its_attribute(frame: tuple[dict[str, str], list[Row]]) -> None:
    codes = [(row["attribute"], row["code"]) for row in frame[1]]
    assert len(codes) == len(set(codes))
    assert all(row["label"] for row in frame[1])


def test_every_small_group_can_be_shown_together_with_its_neighbours(frame: tuple[dict[str, str], list[Row]]) -> None:
    _, rows = frame
    parents = {(row["attribute"], row["code"]) for row in rows if not row["population"]}
    named = {(row["attribute"], row["parent"]) for row in rows if row["parent"]}
    assert named == parents
    assert all(not row["parent"] for row in rows if not row["population"])
    assert all(row["population"].isdigit() for row in rows if (row["attribute"], row["code"]) not in parents)


def test_lambeth_has_25_wards_and_19_ethnic_groups_with_the_published_total() -> None:
    _, rows = read(FRAMES / "lambeth.csv")
    counted = [row["attribute"] for row in rows if row["population"]]
    assert counted.count("area") == 25
    assert counted.count("ethnic_group") == 19
    # 317,672: the ward rows of TS021 as published, by ward and by group; not the borough's own 317,650.
    assert total(rows, "area") == total(rows, "ethnic_group") == 317_672


def test_households_are_never_mixed_with_people() -> None:
    head, rows = read(FRAMES / "lambeth_households.csv")
    assert head["unit"] == "households"
    assert total(rows, "area") == total(rows, "tenure") == 134_682


def test_what_no_table_says_is_not_made_up() -> None:
    _, people = read(FRAMES / "lambeth.csv")
    _, homes = read(FRAMES / "lambeth_households.csv")
    assert {row["attribute"] for row in people} == {"area", "ethnic_group"}
    assert {row["attribute"] for row in homes} == {"area", "tenure"}
