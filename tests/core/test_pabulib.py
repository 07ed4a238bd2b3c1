"""Pabulib files: what real ones hold is read exactly; what cannot be counted is refused with its row."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from bot.core.ballots import Kind, Project
from bot.core.methods import METHODS
from bot.core.pabulib import Unreadable, read, write
from tests.core.elections import election, random_election

META = {"description": "x", "country": "United Kingdom", "unit": "Lambeth", "instance": "2026", "rule": "unknown"}


def file(votes, *, kind="approval", meta="", projects="p1;100\np2;50\np-3;20", columns="voter_id;vote"):
    return (
        f"META\nkey;value\nbudget;150\nvote_type;{kind}\n{meta}PROJECTS\nproject_id;cost\n{projects}\n"
        f"VOTES\n{columns}\n{votes}\n"
    )


def test_names_with_semicolons_and_quotes_spaces_and_selected_are_read():
    held = read(
        "\ufeffMETA;;\r\nkey; value\r\nbudget; 2500,50\r\nvote_type; approval\r\n\r\nPROJECTS\r\n"
        "project_id; cost; name; category; selected; district\r\n"
        '18; 1000.25; "Park; part II"; green, play; 2; North\r\n'
        '499-A; 3; """Konik"" - a square"; None; 3;\r\n'
        "VOTES\r\nvoter_id; age; vote\r\nv1; 34; 18,499-A\r\nv2; 51; 499-A, 18\r\nv3;; None\r\n"
    )
    assert held.projects[0] == Project("18", 4001, "Park; part II", "North", "green, play", "", 2)
    assert (held.projects[1].name, held.projects[1].selected, held.projects[1].category) == (
        '"Konik" - a square',
        3,
        "",
    )
    assert (held.unit, held.budget, held.voters) == (4, 10002, 3)
    assert {group.choices: group.voters for group in held.groups} == {(0, 1): 2, (): 1}
    assert METHODS["greedy"].count(held).cost == Fraction("1003.25")


def test_each_kind_of_ballot_is_read_as_what_it_is():
    assert read(file("a;p2\nb;", kind="choose-1")).kind is Kind.ONE
    ranked = read(file("a;p-3,p1", kind="ordinal"))
    assert (ranked.kind, ranked.groups[0].choices) == (Kind.RANKING, (2, 0))
    shared = read(file("a;p2,p1;1.5,4\nb;p1;2", kind="cumulative", columns="voter_id;vote;points"))
    assert (shared.kind, shared.grain) == (Kind.POINTS, 2)
    assert {group.choices: group.points for group in shared.groups} == {(0,): (4,), (0, 1): (8, 3)}
    scored = read(file("a;p2;-2\nb;p1;3", kind="scoring", meta="default_score;1\n", columns="voter_id;vote;points"))
    assert {group.points for group in scored.groups} == {(1, -2, 1), (3, 1, 1)}


def test_writers_that_know_no_limit_put_a_word_there():
    assert read(
        file(
            "a;p2;1",
            kind="cumulative",
            meta="max_sum_points;Auto-filled max_sum_points\n",
            columns="voter_id;vote;points",
        )
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["no section META"]),
        ("hello", ["row 1", "META"]),
        (file("a;p1").replace("VOTES", "VOTE"), ["no section VOTES", "row 12"]),
        ("META\nkey;value\nbudget;1\nvote_type;approval\n", ["no section PROJECTS"]),
        (file("a;p1").replace("budget;150\n", ""), ["budget"]),
        (file("a;p1").replace("150", "lots"), ["row 3", "'lots'"]),
        (file("a;p1").replace("150", "0"), ["row 3", "0 or below"]),
        (file("a;p1").replace("150", "1,500"), ["row 3", "1,500"]),
        (file("a;p1", kind="guess"), ["row 4", "'guess'", "ordinal"]),
        (file("a;p1").replace("project_id", "id"), ["row 6", "'project_id'"]),
        (file("a;p1", projects=",;5"), ["row 7", "commas"]),
        (file("a;p1", projects=""), ["no rows"]),
        (file('a;"p1' + ",p1" * 50_000), ["row 12", "quote"]),
        (file("a;p1", projects="p1;0"), ["row 7", "above 0"]),
        (file("a;p1", projects="p1;-5"), ["row 7", "above 0"]),
        (file("a;p1", projects="p1;ten"), ["row 7", "'ten'"]),
        (file("a;p1", projects="p1;1/0"), ["row 7", "cost"]),
        (file("a;p1", projects="p1;5\np1;6"), ["row 8", "row 7"]),
        (file("a;p1", projects="p1;5;more"), ["row 7", "3 cells"]),
        (file("a;p9"), ["row 12", "'p9'"]),
        (file("a;p1,p1"), ["row 12", "twice"]),
        (file("a;p1\na;p2"), ["row 13", "row 12", "'a'"]),
        (file("a;p1,p2", kind="choose-1"), ["row 12", "choose-1"]),
        (file("a;p1,p2", meta="max_length;1\n"), ["row 13", "over its limit", "max_length"]),
        (file("a;p1,p2", meta="max_sum_cost;149\n"), ["row 13", "over its limit", "150"]),
        (file("a;p1", meta="max_length;many\n"), ["row 5", "'many'"]),
        (file("a;p1;3,4", kind="cumulative", columns="voter_id;vote;points"), ["row 12", "1 projects and 2 points"]),
        (file("a;p1;x", kind="cumulative", columns="voter_id;vote;points"), ["row 12", "'x'"]),
        (file("a;p1;-1", kind="cumulative", columns="voter_id;vote;points"), ["row 12", "below 0"]),
        (
            file("a;p1;9", kind="cumulative", meta="max_sum_points;8\n", columns="voter_id;vote;points"),
            ["row 13", "over its limit", "8"],
        ),
        (file("a;p1", meta="num_votes;2\n"), ["row 5", "num_votes is 2", "1 rows"]),
        (file("a;p1", meta="num_projects;4\n"), ["row 5", "num_projects"]),
        (file('a;"p1\nb;p2\nc;p1'), ["row 12", "quote"]),
        (file("a;p1", projects='p1;5\np2;"6'), ["row 8", "quote"]),
        (file("a;p1", projects="p1;5;4").replace("project_id;cost", "project_id;cost;selected"), ["row 7", "selected"]),
    ],
)
def test_a_file_that_cannot_be_counted_says_where_and_how_to_mend(text, words):
    with pytest.raises(Unreadable) as refused:
        read(text)
    assert not [word for word in words if word not in str(refused.value)], str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize("kind", [Kind.APPROVAL, Kind.ONE, Kind.RANKING, Kind.POINTS, Kind.SCORE])
def test_what_is_written_is_read_again_and_counts_the_same(kind):
    for seed in range(40):
        chance = Random(f"file {kind} {seed}")
        costs, ballots, budget = random_election(chance, kind)
        ballots = [ballot[:1] for ballot in ballots] if kind is Kind.ONE else ballots
        held = election(
            kind,
            costs,
            ballots,
            budget,
            unit=chance.choice([1, 100, 3]),
            grain=chance.choice([1, 2]) if kind in {Kind.POINTS, Kind.SCORE} else 1,
        )
        held = replace(
            held,
            projects=tuple(replace(one, name=chance.choice(["a;b", 'say "so"', "x\ny", ""])) for one in held.projects),
        )
        count = METHODS["equal-shares"].count(held)
        again = read(write(held, META, count.winners))
        assert METHODS["equal-shares"].count(again) == count
        assert [one.name for one in again.projects] == [one.name for one in held.projects]
        assert {one.id for one in again.projects if one.selected} == set(count.winners)


def test_a_written_file_keeps_no_order_of_voting_and_no_voter():
    first = election(Kind.APPROVAL, {"a": 1, "b": 2}, [["a"], ["b"], ["a"]], 2)
    other = election(Kind.APPROVAL, {"a": 1, "b": 2}, [["b"], ["a"], ["a"]], 2)
    assert write(first, META) == write(other, META)


def test_pabutools_reads_what_we_write_and_we_read_what_it_writes(tmp_path):
    from pabutools.election import Additive_Cardinal_Sat, pabulib
    from pabutools.rules import method_of_equal_shares

    for seed in range(30):
        held = election(Kind.POINTS, *random_election(Random(f"both {seed}"), Kind.POINTS))
        instance, profile = pabulib.parse_pabulib_from_string(write(held, {**META, "max_sum_points": "100"}))
        theirs = [one.name for one in method_of_equal_shares(instance, profile, Additive_Cardinal_Sat)]
        assert list(METHODS["equal-shares"].count(held).winners) == theirs
        pabulib.write_pabulib(instance, profile, str(tmp_path / "it.pb"))
        assert list(METHODS["equal-shares"].count(read((tmp_path / "it.pb").read_text("utf-8"))).winners) == theirs
