"""A run of Equal Shares as a count: each purchase with what it cost, and why the others were not bought."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bot.core.shares.add_one import raised
from bot.core.shares.matrix import Matrix
from bot.core.shares.run import Order, Run, run
from bot.core.tally import Count, Endowment, Lost, Purchase, Round, ids

if TYPE_CHECKING:
    from bot.core.ballots import Election


def bought(method: str, election: Election, order: Order, *, raising: bool) -> Count:
    """Count by Equal Shares, with Add1 where `raising`."""
    if not election.voters:
        return Count(method, (), Fraction(0), False, ())
    matrix, budget = Matrix.of(election), election.budget or 0
    steps, beyond = 0, None
    if raising:
        done, steps, beyond = raised(matrix, budget, election.unit, order)
    else:
        done = run(matrix, Fraction(budget, election.voters), order)
    winners = set(done.projects)
    tie = any(place not in winners for one in done.rounds for place in one.passed)
    start = Endowment(
        election.money(done.endowment), Fraction(steps), None if beyond is None else election.money(beyond)
    )
    votes = election.supporters()
    rounds: tuple[Round, ...] = (start, *_purchases(election, votes, done), *_lost(election, votes, done))
    cost = election.money(election.cost(done.projects))
    return Count(method, ids(election, done.projects), cost, tie, rounds)


def _purchases(election: Election, votes: list[int], done: Run) -> list[Purchase]:
    left = done.endowment * election.voters
    rounds = []
    for number, one in enumerate(done.rounds):
        project, price = election.projects[one.project], done.purse.ledger.price(number)
        left -= project.cost
        rounds.append(
            Purchase(
                project.id,
                votes[one.project],
                election.money(price) * election.grain,
                done.purse.spent(one.project, number),
                project.cost / price / election.grain,
                election.money(project.cost),
                election.money(left),
                ids(election, one.passed),
            )
        )
    return rounds


def _lost(election: Election, votes: list[int], done: Run) -> list[Lost]:
    winners = set(done.projects)
    others = [place for place in range(len(election.projects)) if place not in winners]
    others.sort(key=lambda place: (-votes[place], election.projects[place].id))
    return [
        Lost(
            election.projects[place].id,
            votes[place],
            election.money(election.projects[place].cost),
            election.money(done.purse.owned(place)),
        )
        for place in others
    ]
