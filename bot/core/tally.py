"""What a count gives: winners, whether a tie decided, and its rounds as data that can be explained and published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from bot.core.ballots import Election, OptionId

Order = Callable[[int], Any]
"""A tie rule at work: among equals the place with the smallest key goes first."""
TieRule = Callable[[Election], Order]


def by_id(election: Election) -> Order:
    """The first id in the order of letters (code points, so "10" stands before "2")."""
    return lambda place: election.projects[place].id


def by_votes_cost_id(election: Election) -> Order:
    """More people who named it, then lower cost, then id: what a vote publishes unless it says otherwise."""
    votes = election.supporters()
    return lambda place: (-votes[place], election.projects[place].cost, election.projects[place].id)


TIES: Mapping[str, TieRule] = MappingProxyType({"id": by_id, "votes-cost-id": by_votes_cost_id})


@dataclass(frozen=True, slots=True)
class Standing:
    """Everybody's total. `equal` are those with the total of the last winner who were passed over."""

    totals: Mapping[OptionId, Fraction]
    elected: tuple[OptionId, ...]
    equal: tuple[OptionId, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """Instant run-off: ballots by first choice among those left. `out` leaves; `equal` had as few and stay for now.
    `spent` ballots name nobody who is left. The last stage has `elected`."""

    totals: Mapping[OptionId, int]
    spent: int
    out: OptionId | None = None
    equal: tuple[OptionId, ...] = ()
    elected: OptionId | None = None


@dataclass(frozen=True, slots=True)
class Duels:
    """Schulze: how many prefer the first to the second, and the strongest path from one to the other."""

    prefer: Mapping[OptionId, Mapping[OptionId, int]]
    paths: Mapping[OptionId, Mapping[OptionId, int]]
    elected: tuple[OptionId, ...]
    equal: tuple[OptionId, ...] = ()


@dataclass(frozen=True, slots=True)
class Pick:
    """Greedy: what was taken, its total of marks, and the money left after it."""

    elected: OptionId
    votes: int
    total: Fraction
    cost: Fraction
    left: Fraction
    equal: tuple[OptionId, ...] = ()


@dataclass(frozen=True, slots=True)
class Purchase:
    """Equal Shares: `price` is what a supporter paid for each mark (an approval is one mark), or all they had left
    where that was less; `spent` of the `votes` supporters have nothing left after it. `effective` is cost / price: the
    votes (or points), where who could not pay their part counts for the part they paid. `left` is everybody's money."""

    elected: OptionId
    votes: int
    price: Fraction
    spent: int
    effective: Fraction
    cost: Fraction
    left: Fraction
    equal: tuple[OptionId, ...] = ()


@dataclass(frozen=True, slots=True)
class Endowment:
    """Equal Shares: what each voter had to begin with, `raised` of it added by Add1. `next_cost` is what would be
    bought with one more unit each, where that is more than the budget."""

    each: Fraction
    raised: Fraction
    next_cost: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """Why a project was not bought: its cost, and the money there was for it (left in the budget for greedy when its
    turn came, left with its supporters at the end for Equal Shares)."""

    id: OptionId
    votes: int
    cost: Fraction
    money: Fraction


Round = Standing | Stage | Duels | Pick | Purchase | Endowment | Lost


@dataclass(frozen=True, slots=True)
class Count:
    """A result. `winners` in the order elected; `tie` where the tie rule chose between equals and one passed over did
    not win (instant run-off: where another choice could have elected somebody else)."""

    method: str
    winners: tuple[OptionId, ...]
    cost: Fraction
    tie: bool
    rounds: tuple[Round, ...]


def as_data(value: Any) -> Any:
    """A count, or part of it, for JSON. A fraction becomes a whole number where it is one, otherwise a float: the
    figures decided before, and these are for reading."""
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    if is_dataclass(value) and not isinstance(value, type):
        data = {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
        return data if isinstance(value, Count) else {"kind": type(value).__name__.lower(), **data}
    if isinstance(value, Mapping):
        return {key: as_data(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [as_data(item) for item in value]
    return value


def ids(election: Election, places: Iterable[int]) -> tuple[OptionId, ...]:
    """Ids of projects by place."""
    return tuple(election.projects[place].id for place in places)


def by_total(method: str, election: Election, totals: Sequence[int], ties: TieRule) -> Count:
    """The highest totals win as many places as there are; nobody wins where nobody named anything."""
    order = ties(election)
    ranked = sorted(range(len(totals)), key=lambda place: (-totals[place], order(place)))
    if not any(group.choices for group in election.groups):
        ranked = []
    winners, others = ranked[: election.places], ranked[election.places :]
    equal = [place for place in others if totals[place] == totals[winners[-1]]]
    named = {election.projects[place].id: Fraction(totals[place], election.grain) for place in ranked}
    standing = Standing(named, ids(election, winners), ids(election, equal))
    cost = election.money(election.cost(winners))
    return Count(method, standing.elected, cost, bool(equal), (standing,))
