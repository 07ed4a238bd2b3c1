"""Ballots of the VOTES table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from bot.core.ballots import MARKING, Kind, OptionId, Project
from bot.core.pabulib.rows import Row, exact, text_of

Ballot = tuple[tuple[int, ...], tuple[Fraction, ...]]
"""Choices (places of projects) and points beside them."""
LIMITS = ("max_length", "max_sum_cost", "max_points", "max_sum_points")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a ballot may say. `limits` are the most that it may hold, by Pabulib's names."""

    kind: Kind
    projects: tuple[Project, ...]
    unit: int
    limits: Mapping[str, Fraction]


def limits_of(meta: Mapping[str, Row]) -> dict[str, Fraction]:
    """The limits that META names. Writers that know none put a word there, which is no limit."""
    limits = {}
    for name in LIMITS:
        said = meta[name].cells[name] if name in meta else ""
        if said and said.lower() != "none" and not said.startswith("Auto-filled"):
            limits[name] = meta[name].amount(name)
    return limits


def ballots_of(rows: Iterable[Row], terms: Terms) -> Iterator[Ballot]:
    """One ballot for each row. Raises Unreadable."""
    places = {project.id: place for place, project in enumerate(terms.projects)}
    voters: dict[str, int] = {}
    for row in rows:
        voter = row.cells["voter_id"]
        if voter in voters:
            row.refuse(f"voter '{voter}' stands in row {voters[voter]} already; one person has one ballot")
        voters[voter] = row.number
        choices = _choices(row, places)
        points = _points(row, len(choices), terms.kind) if terms.kind in MARKING else ()
        if terms.limits:
            _check_limits(row, terms, choices, points)
        if terms.kind is Kind.ONE and len(choices) > 1:
            row.refuse(f"voter '{voter}' chose {len(choices)}, and this is choose-1")
        if terms.kind is not Kind.RANKING:
            order = sorted(range(len(choices)), key=choices.__getitem__)
            points = tuple(points[at] for at in order) if points else ()
            choices = tuple(choices[at] for at in order)
        yield choices, points


def filled(ballot: Ballot, size: int, default: Fraction) -> Ballot:
    """A ballot with the default score for whatever it leaves out."""
    given = dict(zip(*ballot, strict=True))
    return tuple(range(size)), tuple(given.get(place, default) for place in range(size))


def _choices(row: Row, places: Mapping[OptionId, int]) -> tuple[int, ...]:
    text = row.cells["vote"]
    names = [name.strip() for name in text.split(",")] if text and text.lower() != "none" else []
    try:
        choices = tuple(places[OptionId(name)] for name in names)
    except KeyError as error:
        row.refuse(f"votes for '{error.args[0]}', which is no project of this file; mend the id or add the project")
    if len(set(choices)) < len(choices):
        row.refuse("names a project twice; name each once")
    return choices


def _points(row: Row, size: int, kind: Kind) -> tuple[Fraction, ...]:
    text = row.cells.get("points", "")
    cells = text.split(",") if text and text.lower() != "none" else []
    if len(cells) != size:
        row.refuse(f"{size} projects and {len(cells)} points; write one number for each project, commas between")
    try:
        points = tuple(exact(cell) for cell in cells)
    except ValueError:
        row.refuse(f"points are '{text}'; write numbers with commas between")
    if kind is Kind.POINTS and min(points, default=Fraction(0)) < 0:
        row.refuse("has points below 0; points are shared out, so they are 0 or more")
    return points


def _check_limits(row: Row, terms: Terms, choices: tuple[int, ...], points: tuple[Fraction, ...]) -> None:
    held = {
        "max_length": Fraction(len(choices)),
        "max_sum_cost": Fraction(sum(terms.projects[place].cost for place in choices), terms.unit),
        "max_points": max(points, default=Fraction(0)),
        "max_sum_points": sum(points, Fraction(0)),
    }
    for name, limit in terms.limits.items():
        if held[name] > limit:
            row.refuse(f"this ballot is over its limit: it has {text_of(held[name])}, and {name} is {text_of(limit)}")
