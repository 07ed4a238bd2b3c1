"""A council brings its own census table; what is wrong with it is said in one line each."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.frame import Frame, read_frame

NOTES = "# unit: people\n# ages: 16 and over\n# source: a census\n# licence: OGL\n"
HEAD = NOTES + "attribute,code,label,population,parent\n"


def test_a_council_reads_its_own_frame():
    frame = read_frame(
        NOTES + "attribute,code,label,population,parent,label::Português (pt)\n"
        "area,north,North,,,Norte\n"
        'area,n1,"Hill, upper","1,200",north,Colina\n'
        "area,n2,Vale,800,north,Vale\n"
        "age,16,16 to 24,500,,\n"
        "age,25,25 and over,1510,,\n"
    )
    assert isinstance(frame, Frame)
    area = frame.margin("area")
    assert [line.code for line in area.leaves] == ["n1", "n2"]
    assert [line.code for line in area.parents] == ["north"]
    assert area.leaves[0].labels == {"en": "Hill, upper", "pt": "Colina"}
    assert frame.notes["ages"] == "16 and over"
    assert frame.margin("tenure") is None


def test_margins_that_differ_by_a_few_people_are_scaled_to_one_total():
    frame = read_frame(HEAD + "area,a,A,317672,\nsex,f,F,160000,\nsex,m,M,157650,\n")
    scaled = frame.scaled()
    assert sum(scaled["sex"].values()) == pytest.approx(317672)
    assert scaled["sex"]["f"] / scaled["sex"]["m"] == pytest.approx(160000 / 157650)
    assert sum(frame.scaled(1000)["area"].values()) == pytest.approx(1000)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no header line"),
        (NOTES + "attribute,code\n", "line 5: the header lacks the column label, population, parent"),
        ("attribute,code,label,population,parent\na,b,B,1,\n", "say the unit in a line '# unit: …'"),
        (HEAD, "there are no rows"),
        (HEAD + "area,a,A,many,\n", "line 6: the population 'many' is not a whole number"),
        (HEAD + "area,a,A,-3,\n", "line 6: the population '-3' is not a whole number"),
        (HEAD + "area,a,A,3\n", "line 6: 4 cells where the header has 5"),
        (HEAD + "area,a,,3,\n", "line 6: 'a' has no label"),
        (HEAD + "area,,A,3,\n", "line 6: attribute and code must both be filled in"),
        (HEAD + "area,_x,A,3,\n", "line 6: the code '_x' starts with _"),
        (HEAD + "area,a,A,3,\narea,a,A,4,\n", "line 7: 'a' stands twice under area"),
        (HEAD + "area,a,A,3,north\n", "line 6: the parent 'north' is no row of area"),
        (HEAD + "area,a,A,3,b\narea,b,B,4,\n", "line 6: the parent 'b' has a population of its own"),
        (HEAD + "area,a,A,3,\narea,b,B,,\n", "line 7: 'b' has no population and is nobody's parent"),
        (HEAD + "area,a,A,3,b\narea,b,B,,c\narea,c,C,,b\n", "line 7: 'b' is above itself"),
        (HEAD + "area,a,A,0,\n", "line 6: area has nobody in it"),
    ],
)
def test_each_problem_is_one_readable_line(text, said):
    problems = read_frame(text)
    assert not isinstance(problems, Frame)
    assert any(said in str(problem) for problem in problems)


def test_all_problems_are_said_at_once():
    assert len(read_frame(HEAD + "area,a,A,x,\narea,b,B,y,\n")) == 2


@pytest.mark.parametrize("name", ["lambeth", "lambeth_households"])
def test_the_sample_frames_are_in_order(name):
    root = Path(__file__).parents[2]
    frame = read_frame((root / "content" / "frames" / f"{name}.csv").read_text("utf-8"))
    assert isinstance(frame, Frame), [str(problem) for problem in frame]
    assert len(frame.margin("area").leaves) == 25
    parents = {line.code for line in frame.margin("area").parents}
    assert {line.parent for line in frame.margin("area").leaves} == parents
