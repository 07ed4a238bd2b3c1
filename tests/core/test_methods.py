"""Counting methods: known elections and paradoxes, ties, refusals, the check of proportionality."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import permutations
from random import Random

import pytest

from bot.core.ballots import Kind
from bot.core.methods import METHODS
from bot.core.proportionality import unmet
from bot.core.tally import TIES, Stage
from tests.core.elections import election, random_election, rankings
from tests.core.make_golden_methods import CASES, GOLDEN, HELENA, SHARES, golden


@pytest.mark.parametrize("method", METHODS)
def test_every_method_keeps_its_golden_file_and_elects_whom_the_sources_name(method):
    kept = json.loads((GOLDEN / f"{method}.json").read_text("utf-8"))
    assert golden(method) == kept
    assert {path.stem for path in GOLDEN.iterdir()} == set(METHODS) == set(CASES)
    for name, (held, expected, tie) in CASES[method].items():
        count = METHODS[method].count(held)
        assert (list(count.winners), count.tie) == (expected, tie), name


def condorcet(held):
    """Whoever beats everybody else, worked out pair by pair; None if nobody does."""
    places = range(len(held.projects))

    def beats(one, other):
        margin = 0
        for choices, _, voters in held.groups:
            ranks = {place: rank for rank, place in enumerate(choices)}
            margin += voters * (
                (ranks.get(one, 99) < ranks.get(other, 99)) - (ranks.get(one, 99) > ranks.get(other, 99))
            )
        return margin > 0

    return next((held.projects[a].id for a in places if all(beats(a, b) for b in places if a != b)), None)


def test_schulze_elects_whoever_beats_everybody_and_says_no_tie():
    found = 0
    for seed in range(150):
        held = election(Kind.RANKING, *random_election(Random(f"duel {seed}"), Kind.RANKING))
        if (best := condorcet(held)) is not None and any(group.choices for group in held.groups):
            count = METHODS["schulze"].count(held)
            assert (count.winners, count.tie) == ((best,), False)
            found += 1
    assert found > 50


def run_off(held, ties):
    """Instant run-off in the plainest way; `ties` is the order in which equals are kept."""
    left = {project.id for project in held.projects}
    names = [project.id for project in held.projects]
    while len(left) > 1:
        totals = dict.fromkeys(left, 0)
        for choices, _, voters in held.groups:
            first = next((names[place] for place in choices if names[place] in left), None)
            if first:
                totals[first] += voters
        left.remove(min(left, key=lambda name: (totals[name], -ties.index(name))))
    return left.pop()


def test_instant_run_off_says_tie_exactly_where_another_order_elects_another():
    tied = 0
    for seed in range(200):
        costs, ballots, _ = random_election(Random(f"run-off {seed}"), Kind.RANKING, most=4, voters=9)
        held = election(Kind.RANKING, costs, ballots)
        if not any(ballots):
            continue
        count = METHODS["irv"].count(held)
        possible = {run_off(held, order) for order in permutations(costs)}
        assert count.winners == (run_off(held, sorted(costs)),), ballots
        # The orders tried here keep one order throughout, so they can only find fewer winners than there are.
        assert count.tie or possible == set(count.winners), ballots
        tied += count.tie
        if count.tie and len(possible) == 1:
            assert any(isinstance(one, Stage) and one.equal for one in count.rounds)
    assert tied > 20


def test_instant_run_off_says_tie_where_it_could_not_look_far_enough(monkeypatch):
    elections = [
        election(Kind.RANKING, *random_election(Random(f"run-off {seed}"), Kind.RANKING, most=4, voters=9)[:2])
        for seed in range(200)
    ]
    before = [METHODS["irv"].count(held).tie for held in elections]
    monkeypatch.setattr("bot.core.methods.irv.LOOKS", -1)
    after = [METHODS["irv"].count(held).tie for held in elections]
    assert sum(before) < sum(after) < len(elections)
    assert all(later for earlier, later in zip(before, after, strict=True) if earlier)


def test_a_published_tie_rule_puts_more_votes_then_lower_cost_then_the_id_first():
    held = election(Kind.SCORE, {"a": 3, "b": 2, "c": 2}, [{"a": 2}, {"b": 1, "c": 2}, {"b": 1}])
    assert METHODS["score"].count(held).winners == ("a",)
    count = METHODS["score"].count(held, TIES["votes-cost-id"])
    assert (count.winners, count.tie) == (("b",), True)
    cheaper = election(Kind.APPROVAL, {"a": 3, "c": 2}, [["a"], ["c"]], 3)
    assert METHODS["greedy"].count(cheaper, TIES["votes-cost-id"]).winners == ("c",)


def test_several_places_go_to_the_highest_and_a_tie_for_the_last_is_said():
    held = election(Kind.APPROVAL, dict.fromkeys("abcd", 1), [["a", "b", "c"], ["a", "c", "b"], ["a", "d"]], places=2)
    count = METHODS["approval"].count(held)
    assert (count.winners, count.tie, count.rounds[0].equal) == (("a", "b"), True, ("c",))
    assert METHODS["schulze"].count(
        election(Kind.RANKING, dict.fromkeys("abc", 1), [list("bac")], places=2)
    ).winners == (
        "b",
        "a",
    )


@pytest.mark.parametrize("method", METHODS)
def test_where_nobody_voted_nobody_is_elected(method):
    for ballots in ([], [[], []]):
        kind = min(METHODS[method].takes)
        held = election(
            kind, {"a": 5, "b": 20}, [{} if kind in {Kind.SCORE, Kind.POINTS} else one for one in ballots], 10
        )
        expected = ("a",) if method == "greedy" else ()
        assert METHODS[method].count(held).winners == expected


def test_ballots_that_a_method_cannot_count_are_refused_in_words():
    with pytest.raises(ValueError, match=r"irv counts these ballots: ranking; here they are: approval"):
        METHODS["irv"].count(HELENA)
    with pytest.raises(ValueError, match="no"):
        METHODS["greedy"].count(rankings(AB=1))
    with pytest.raises(ValueError, match="several"):
        METHODS["plurality"].count(HELENA)
    with pytest.raises(ValueError, match="elects one"):
        METHODS["irv"].count(election(Kind.RANKING, {"a": 1}, [["a"]], places=2))


def test_the_check_names_the_third_that_greedy_left_out_and_passes_equal_shares():
    (left_out,) = unmet(SHARES, METHODS["greedy"].count(SHARES).winners)
    assert (left_out.project, left_out.group, left_out.share, left_out.got) == ("d", 3, Fraction(30), 0)
    assert unmet(SHARES, METHODS["equal-shares"].count(SHARES).winners) == ()
    assert unmet(rankings(AB=1), ["A"]) == (), "without a budget nobody has a share"


def test_the_check_is_what_its_formula_says_person_by_person():
    for seed in range(100):
        costs, ballots, budget = random_election(Random(f"check {seed}"), Kind.APPROVAL)
        held = election(Kind.APPROVAL, costs, ballots, budget)
        winners = set(Random(seed).sample(sorted(costs), len(costs) // 2))
        expected = []
        for name in sorted(set(costs) - winners):
            got = sorted(sum(costs[one] for one in ballot if one in winners) for ballot in ballots if name in ballot)
            share = [Fraction(size * budget, len(ballots)) for size in range(1, len(got) + 1)]
            if any(part >= costs[name] and had + costs[name] <= part for part, had in zip(share, got, strict=True)):
                expected.append(name)
        assert [one.project for one in unmet(held, winners)] == expected


def test_equal_shares_never_leaves_a_group_short_of_a_project_it_could_pay_alone():
    for seed in range(100):
        held = election(Kind.APPROVAL, *random_election(Random(f"fair {seed}"), Kind.APPROVAL))
        assert unmet(held, METHODS["equal-shares"].count(held).winners) == ()
