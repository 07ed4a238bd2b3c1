"""A file as an election."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import lcm

from bot.core.ballots import Election, Kind, OptionId, Project, grouped
from bot.core.pabulib.ballots import Terms, ballots_of, filled, limits_of
from bot.core.pabulib.kinds import KINDS
from bot.core.pabulib.rows import Row, Unreadable, sections


def read(text: str) -> Election:
    """Parse a file. Raises Unreadable."""
    tables = sections(text)
    meta = {row.cells["key"]: Row(row.number, {row.cells["key"]: row.cells["value"]}) for row in tables["META"]}
    kind = KINDS.get((named := _meta(meta, "vote_type")).cells["vote_type"].lower())
    if kind is None:
        named.refuse(f"vote_type is '{named.cells['vote_type']}'; it is one of: {', '.join(KINDS)}")
    asked = _meta(meta, "budget")
    budget = asked.amount("budget")
    if budget <= 0:
        asked.refuse("budget is 0 or below; write what there is to spend")
    costs = _costs(tables["PROJECTS"])
    unit = lcm(budget.denominator, *(cost.denominator for cost in costs))
    projects = tuple(_project(row, int(cost * unit)) for row, cost in zip(tables["PROJECTS"], costs, strict=True))
    ballots = list(ballots_of(tables["VOTES"], Terms(kind, projects, unit, limits_of(meta))))
    for name, size in (("num_projects", len(projects)), ("num_votes", len(ballots))):
        if name in meta and meta[name].cells[name] and (said := meta[name].amount(name)) != size:
            meta[name].refuse(f"{name} is {said}, but there are {size} rows; is the file cut off? Mend one of them")
    default = meta.get("default_score") if kind is Kind.SCORE else None
    if default is not None and default.cells["default_score"]:
        rest = default.amount("default_score")
        ballots = [filled(ballot, len(projects), rest) for ballot in ballots] if rest else ballots
    grain = lcm(1, *(point.denominator for _, points in ballots for point in points))
    whole = ((choices, tuple(int(point * grain) for point in points)) for choices, points in ballots)
    return Election(kind, projects, grouped(whole), int(budget * unit), unit, grain)


def _meta(meta: Mapping[str, Row], name: str) -> Row:
    if name not in meta:
        raise Unreadable(0, f"META says no {name}; add a row '{name};…'")
    return meta[name]


def _costs(rows: list[Row]) -> list[Fraction]:
    costs = []
    seen: dict[str, int] = {}
    for row in rows:
        name = row.cells["project_id"]
        if not name or "," in name:
            row.refuse(f"project_id is '{name}'; give each project an id without commas")
        if name in seen:
            row.refuse(f"project '{name}' stands in row {seen[name]} already; give each its own id")
        seen[name] = row.number
        cost = row.amount("cost")
        if cost <= 0:
            row.refuse(f"project '{name}' costs {row.cells['cost']}; a cost is above 0")
        costs.append(cost)
    if not costs:
        raise Unreadable(0, "PROJECTS has no rows")
    return costs


def _project(row: Row, cost: int) -> Project:
    cells = {name: "" if cell.lower() == "none" else cell for name, cell in row.cells.items()}
    selected = cells.get("selected", "")
    if selected not in {"", "0", "1", "2", "3"}:
        row.refuse(f"selected is '{selected}'; it is 0, 1, 2 or 3")
    return Project(
        OptionId(row.cells["project_id"]),
        cost,
        cells.get("name", ""),
        cells.get("district") or cells.get("neighborhood") or cells.get("subunit", ""),
        cells.get("category", ""),
        cells.get("proposer", ""),
        int(selected) if selected else None,
    )
