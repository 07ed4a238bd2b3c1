"""Our counts beside pabutools' on hundreds of random elections, ties included, under the same tie rule."""

from __future__ import annotations

from random import Random

import pytest
from pabutools import election as pabu
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares

from bot.core.ballots import Kind
from bot.core.methods import METHODS
from tests.core.elections import election, random_election

KINDS = [Kind.APPROVAL, Kind.ONE, Kind.POINTS, Kind.SCORE, Kind.RANKING]
EACH = 100


def theirs(kind, costs, ballots, budget):
    """The same election for pabutools, with the utility that METHODS.md names."""
    projects = {name: pabu.Project(name, cost) for name, cost in costs.items()}
    instance = pabu.Instance(projects.values(), budget_limit=budget)
    if kind is Kind.RANKING:
        ranked = [pabu.OrdinalBallot([projects[name] for name in ballot]) for ballot in ballots]
        return instance, pabu.OrdinalProfile(ranked), pabu.Additive_Borda_Sat
    if kind in {Kind.SCORE, Kind.POINTS}:
        marked = [pabu.CardinalBallot({projects[name]: points for name, points in one.items()}) for one in ballots]
        return instance, pabu.CardinalProfile(marked), pabu.Additive_Cardinal_Sat
    approved = [pabu.ApprovalBallot([projects[name] for name in ballot]) for ballot in ballots]
    return instance, pabu.ApprovalProfile(approved), pabu.Cost_Sat


def names(allocation):
    return [project.name for project in allocation]


def cases(kind):
    for seed in range(EACH):
        costs, ballots, budget = random_election(Random(f"{kind} {seed}"), kind)
        if kind is Kind.ONE:
            ballots = [ballot[:1] for ballot in ballots]
        yield costs, ballots, budget


@pytest.mark.parametrize("kind", KINDS)
def test_equal_shares_elects_what_pabutools_elects(kind):
    for costs, ballots, budget in cases(kind):
        instance, profile, utility = theirs(kind, costs, ballots, budget)
        ours = METHODS["equal-shares"].count(election(kind, costs, ballots, budget))
        assert list(ours.winners) == names(method_of_equal_shares(instance, profile, utility)), (costs, ballots, budget)


@pytest.mark.parametrize("kind", KINDS)
def test_greedy_elects_what_pabutools_elects(kind):
    for costs, ballots, budget in cases(kind):
        instance, profile, utility = theirs(kind, costs, ballots, budget)
        ours = METHODS["greedy"].count(election(kind, costs, ballots, budget))
        assert list(ours.winners) == names(greedy_utilitarian_welfare(instance, profile, utility))
        every = greedy_utilitarian_welfare(instance, profile, utility, resoluteness=False)
        assert ours.tie == (len({frozenset(names(one)) for one in every}) > 1), (costs, ballots, budget)


@pytest.mark.parametrize("kind", KINDS)
def test_add1_gives_the_last_step_within_the_budget_or_everything(kind):
    for costs, ballots, budget in cases(kind):
        instance, profile, utility = theirs(kind, costs, ballots, budget)
        ours = METHODS["equal-shares-add1"].count(election(kind, costs, ballots, budget))
        marks = [range(len(one) - 1, -1, -1) if kind is Kind.RANKING else [1] * len(one) for one in ballots]
        marks = [one.values() if isinstance(one, dict) else given for one, given in zip(ballots, marks, strict=True)]
        pairs = [pair for one, given in zip(ballots, marks, strict=True) for pair in zip(one, given, strict=True)]
        buyable = len({name for name, mark in pairs if mark})
        steps, bought = 0, names(method_of_equal_shares(instance, profile, utility))
        while len(bought) < buyable:
            instance.budget_limit = budget + (steps + 1) * len(ballots)
            more = names(method_of_equal_shares(instance, profile, utility))
            if sum(costs[name] for name in more) > budget:
                break
            steps, bought = steps + 1, more
        assert list(ours.winners) == bought, (costs, ballots, budget)
        assert ours.rounds[0].raised == steps
