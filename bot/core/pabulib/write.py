"""An election as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from fractions import Fraction

from bot.core.ballots import MARKING, Election, Group, OptionId
from bot.core.pabulib.kinds import TYPES
from bot.core.pabulib.rows import text_of


def write(election: Election, meta: Mapping[str, str], winners: Iterable[OptionId] = ()) -> str:
    """A file with one row for each voter, in no order that tells anything (identical ballots stand together).

    `meta` is added to what the election says itself: description, country, unit, instance, rule, dates, limits.
    """
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\n")
    own = {
        "num_projects": str(len(election.projects)),
        "num_votes": str(election.voters),
        "budget": text_of(election.money(election.budget or 0)),
        "vote_type": TYPES[election.kind],
    }
    rows.writerows([["META"], ["key", "value"], *({**meta, **own}).items()])
    columns = ["project_id", "cost", "votes", *(["score"] if election.kind in MARKING else [])]
    rows.writerows([["PROJECTS"], [*columns, "name", "category", "district", "proposer", "selected"]])
    votes, totals, chosen = election.supporters(), election.totals(), set(winners)
    for place, project in enumerate(election.projects):
        score = [text_of(Fraction(totals[place], election.grain))] if election.kind in MARKING else []
        cells = [project.id, text_of(election.money(project.cost)), str(votes[place]), *score]
        told = [project.name, project.category, project.area, project.proposer, str(int(project.id in chosen))]
        rows.writerow([*cells, *told])
    rows.writerows([["VOTES"], ["voter_id", "vote", *(["points"] if election.kind in MARKING else [])]])
    number = 0
    for group in election.groups:
        cells = _vote(election, group)
        for _ in range(group.voters):
            number += 1
            rows.writerow([str(number), *cells])
    return out.getvalue()


def _vote(election: Election, group: Group) -> list[str]:
    named = ",".join(election.projects[place].id for place in group.choices)
    points = ",".join(text_of(Fraction(point, election.grain)) for point in group.points)
    # pabutools stumbles over no points at all, and takes this word for them.
    return [named, points or "None"] if election.kind in MARKING else [named]
