"""Equal Shares against its definition, worked out in the slowest and plainest way: prices, ties, leaps, exactness."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from bot.core.ballots import APPROVING, Kind
from bot.core.methods import METHODS
from bot.core.shares import Matrix, raised, run
from bot.core.shares import purse as purses
from bot.core.tally import Lost, Purchase
from tests.core.elections import election, random_election


def plainly(held, endowment):
    """Winners, price of a mark in each round, and whether a tie decided; voter by voter, all in fractions."""
    voters = []
    for group, marks in held.marks():
        given = {place: mark for place, mark in zip(group.choices, marks, strict=True) if mark > 0}
        voters += [[endowment, given] for _ in range(group.voters)]
    worth = [project.cost if held.kind in APPROVING else 1 for project in held.projects]
    bought, prices, passed = [], [], set()
    while True:
        found = {}
        for place, project in enumerate(held.projects):
            each = _price([(own, given[place]) for own, given in voters if place in given], project.cost)
            if each is not None and place not in bought:
                found[place] = each
        if not found:
            return [held.projects[one].id for one in bought], prices, bool(passed - set(bought))
        least = min(each / worth[place] for place, each in found.items())
        equal = sorted(place for place, each in found.items() if each / worth[place] == least)
        equal.sort(key=lambda place: held.projects[place].id)
        passed.update(equal[1:])
        first = equal[0]
        for voter in voters:
            voter[0] -= min(voter[0], found[first] * voter[1].get(first, 0))
        bought.append(first)
        prices.append(found[first])


def _price(supporters, cost):
    supporters = sorted(supporters, key=lambda one: one[0] / one[1])
    if not supporters or sum(own for own, _ in supporters) < cost:
        return None
    marks, rest = sum(mark for _, mark in supporters), Fraction(cost)
    for own, mark in supporters:
        if rest * mark <= own * marks:
            return rest / marks
        rest, marks = rest - own, marks - mark
    raise AssertionError


KINDS = [Kind.APPROVAL, Kind.POINTS, Kind.RANKING]


@pytest.mark.parametrize("kind", KINDS)
def test_every_price_and_every_tie_is_what_the_definition_says(kind):
    ties = 0
    for seed in range(150):
        held = election(kind, *random_election(Random(f"plain {kind} {seed}"), kind))
        count = METHODS["equal-shares"].count(held)
        winners, prices, tie = plainly(held, Fraction(held.budget, held.voters))
        assert list(count.winners) == winners
        assert [one.price for one in count.rounds if isinstance(one, Purchase)] == prices
        assert count.tie == tie
        ties += tie
    assert ties > 3, "these elections are meant to have ties"


@pytest.mark.parametrize("kind", KINDS)
def test_larger_elections_with_prices_a_hair_apart_are_told_apart(kind):
    chance = Random(f"hair {kind}")
    for _ in range(6):
        costs = {f"p{number:02}": 10**9 + chance.choice([0, 0, 1, 2]) for number in range(12)}
        names = sorted(costs)
        ballots = []
        for _ in range(60):
            named = chance.sample(names, chance.randint(1, 6))
            ballots.append({name: chance.randint(1, 3) for name in named} if kind is Kind.POINTS else named)
        held = election(kind, costs, ballots, 7 * 10**9)
        count = METHODS["equal-shares"].count(held)
        winners, prices, tie = plainly(held, Fraction(held.budget, held.voters))
        assert (list(count.winners), count.tie) == (winners, tie)
        assert [one.price for one in count.rounds if isinstance(one, Purchase)] == prices


@pytest.mark.parametrize(
    "distrust",
    [{"NEAR": 10.0, "DRIFT": -1.0}, {"OFF": -1.0, "DRIFT": -1.0}, {"ROUNDING": 1e-3}, {"ROUNDING": 1e-3, "DRIFT": 1e9}],
)
@pytest.mark.parametrize("kind", KINDS)
def test_where_floats_are_distrusted_the_result_is_the_same(kind, distrust, monkeypatch):
    def counts():
        return [
            METHODS["equal-shares-add1"].count(election(kind, *random_election(Random(f"all {seed}"), kind)))
            for seed in range(40)
        ]

    trusting = counts()
    for name, value in distrust.items():
        monkeypatch.setattr(purses, name, value)
    assert counts() == trusting


@pytest.mark.parametrize("kind", KINDS)
def test_leaping_over_steps_ends_where_walking_ends(kind, monkeypatch):
    leaps = 0
    for seed in range(25):
        chance = Random(f"leap {kind} {seed}")
        costs, ballots, _ = random_election(chance, kind)
        costs = {name: cost * 40 + chance.randint(0, 9) for name, cost in costs.items()}
        held = election(kind, costs, ballots, chance.randint(40, sum(costs.values())))
        matrix = Matrix.of(held)

        def order(place, held=held):
            return held.projects[place].id

        runs = []

        def counted(*given, runs=runs):
            runs.append(given)
            return run(*given)

        monkeypatch.setattr("bot.core.shares.add_one.run", counted)
        done, steps, _ = raised(matrix, held.budget, 1, order)
        leaps += steps > len(runs)
        buyable = len(
            {place for group, marks in held.marks() for place, mark in zip(group.choices, marks, strict=True) if mark}
        )
        walked, here = 0, plainly(held, Fraction(held.budget, held.voters))[0]
        while len(here) < buyable:
            more = plainly(held, Fraction(held.budget, held.voters) + walked + 1)[0]
            if sum(costs[name] for name in more) > held.budget:
                break
            walked, here = walked + 1, more
        assert steps == walked
        assert [held.projects[place].id for place in done.projects] == here
    assert leaps > 5, "these elections are meant to be leapt through"


def test_a_resident_reads_what_a_project_cost_each_supporter_and_why_the_best_loser_lost():
    held = election(Kind.APPROVAL, {"bench": 60, "club": 90, "lamp": 50}, [["bench", "lamp"]] * 3 + [["club"]] * 2, 150)
    count = METHODS["equal-shares"].count(held)
    bench, club, lamp = (
        next((one for one in count.rounds if getattr(one, "elected", getattr(one, "id", "")) == name), None)
        for name in ("bench", "club", "lamp")
    )
    assert count.winners == ("bench",)
    assert (bench.price, bench.effective, bench.left, bench.spent) == (20, 3, 90, 0)
    assert club == Lost("club", 2, Fraction(90), Fraction(60))
    assert lamp == Lost("lamp", 3, Fraction(50), Fraction(30))


def test_who_cannot_pay_their_part_counts_for_the_part_they_paid():
    held = election(Kind.APPROVAL, {"a": 40, "b": 36}, [["a", "b"], ["a", "b"], ["b"], ["b"], ["a"]], 100)
    first, second = (one for one in METHODS["equal-shares"].count(held).rounds if isinstance(one, Purchase))
    assert (first.elected, first.votes, first.price, first.spent) == ("b", 4, 9, 0)
    assert (second.elected, second.votes, second.price, second.spent) == ("a", 3, 18, 2)
    assert second.effective == Fraction(20, 9)
    assert second.left == 24


def test_add1_says_what_the_next_pound_would_have_cost():
    held = election(Kind.APPROVAL, {"a": 60, "b": 60}, [["a"]] * 5 + [["b"]] * 4, 90)
    count = METHODS["equal-shares-add1"].count(held)
    assert (count.winners, count.rounds[0].raised, count.rounds[0].next_cost) == (("a",), 4, 120)


@pytest.mark.parametrize("people", [3, 7, 49, 1000])
@pytest.mark.parametrize("pounds", [10, 10**15])
def test_supporters_who_own_exactly_the_cost_buy_and_those_a_penny_short_do_not(people, pounds):
    enough = election(Kind.APPROVAL, {"a": pounds * people}, [["a"]] * people, pounds * people)
    (bought,) = (one for one in METHODS["equal-shares"].count(enough).rounds if isinstance(one, Purchase))
    assert (bought.price, bought.spent, bought.left) == (pounds, people, 0)
    short = election(Kind.APPROVAL, {"a": pounds * people + 1}, [["a"]] * people, pounds * people)
    assert METHODS["equal-shares"].count(short).winners == ()
    marked = election(Kind.POINTS, {"a": 6, "b": 4}, [{"a": 1, "b": 2}, {"a": 3}], 10)
    winners, prices, _ = plainly(marked, Fraction(5))
    count = METHODS["equal-shares"].count(marked)
    assert [one.price for one in count.rounds if isinstance(one, Purchase)] == prices
    assert list(count.winners) == winners


def test_few_voters_with_much_money_and_equal_projects_need_few_runs(monkeypatch):
    chance = Random(5)
    costs = {f"p{number}": chance.randint(1000, 500_000) for number in range(20)}
    held = election(Kind.APPROVAL, costs, [chance.sample(sorted(costs), 5) for _ in range(22)], 1_500_000)
    runs = []

    def counted(*given):
        runs.append(given)
        return run(*given)

    monkeypatch.setattr("bot.core.shares.add_one.run", counted)
    count = METHODS["equal-shares-add1"].count(held)
    steps = count.rounds[0].raised
    assert steps > 10_000
    assert len(runs) < steps / 20
    for step in [*chance.sample(range(int(steps)), 30), int(steps)]:
        winners, _, _ = plainly(held, Fraction(held.budget, held.voters) + step)
        assert sum(costs[name] for name in winners) <= held.budget
    assert winners == list(count.winners)
    beyond, _, _ = plainly(held, Fraction(held.budget, held.voters) + steps + 1)
    assert sum(costs[name] for name in beyond) == count.rounds[0].next_cost > held.budget
