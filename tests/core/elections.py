"""Small elections, random and known, for the tests of counting."""

from __future__ import annotations

from bot.core.ballots import Election, Kind, OptionId, Project, grouped


def election(kind, costs, ballots, budget=None, **more):
    """An election of {id: cost} and ballots by id: lists in order, or {id: points}."""
    places = {name: place for place, name in enumerate(costs)}

    def one(ballot):
        if isinstance(ballot, dict):
            given = sorted((places[name], points) for name, points in ballot.items())
            return tuple(place for place, _ in given), tuple(points for _, points in given)
        named = [places[name] for name in ballot]
        return tuple(named if kind is Kind.RANKING else sorted(named)), ()

    projects = tuple(Project(OptionId(name), cost) for name, cost in costs.items())
    return Election(kind, projects, grouped(map(one, ballots)), budget, **more)


def rankings(**people):
    """An election of rankings: `ABC=3` is three people who put A before B before C."""
    ballots = [list(order) for order, count in people.items() for _ in range(count)]
    return election(Kind.RANKING, dict.fromkeys(sorted({one for ballot in ballots for one in ballot}), 1), ballots)


def random_election(chance, kind, most=7, voters=14):
    """A small election full of ties: few costs, few points, some empty ballots. Gives (costs, ballots, budget)."""
    costs = {f"p{number}": chance.choice([1, 2, 2, 3, 4, 6, 10]) for number in range(chance.randint(1, most))}
    ballots = []
    for _ in range(chance.randint(1, voters)):
        named = chance.sample(sorted(costs), chance.randint(0, len(costs)))
        marked = kind in {Kind.SCORE, Kind.POINTS}
        ballots.append({name: chance.randint(0, 4) for name in named} if marked else named)
    return costs, ballots, chance.randint(1, sum(costs.values()) + 2)
