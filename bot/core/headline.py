"""The few figures of a release that a participant is told: each question's leading answer, and beside it the same
figure of the person's own section, where the release itself shows it. Everything here was published already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.counts import NO_ANSWER, Labels
from bot.core.disclosure import SafeCell, SafeTable, Shown, Status
from bot.core.release import Release
from bot.core.report import ANSWERED, Risk

_NO_HEADLINE = frozenset({NO_ANSWER, ANSWERED.code, "prefer_not", "not_sure", "dont_know"})
_TOLD = ("area", "age_band")
"""Sections that may be named in a chat that others may read along: nothing sensitive."""
_ENOUGH = frozenset({Shown.COUNT, Shown.NEARLY_ALL})


@dataclass(frozen=True, slots=True)
class Own:
    """The person's section, and what it answered."""

    attribute: str
    labels: Labels
    cell: SafeCell


@dataclass(frozen=True, slots=True)
class Headline:
    """A question, the answer that most people gave, its published figure."""

    question: Labels
    answer: Labels
    cell: SafeCell
    own: Own | None = None


def base(release: Release) -> int | None:
    """How many took part, as published; None where it is not said."""
    table = next((t for t in release.tables if not t.question and not t.across), None)
    if table is None or table.status is not Status.SHOWN or not table.cells:
        return None
    return table.cells[0][0].count


def headlines(release: Release, sections: Mapping[str, str], most: int) -> tuple[Headline, ...]:
    """The first `most` questions that show a leading answer. `sections`: the person's own code by attribute."""
    found = []
    crosses = {(t.question, t.across): t for t in release.tables if t.across and t.question}
    for table in release.tables:
        if not table.question or table.across or table.risk is not Risk.WHOLE or table.status is not Status.SHOWN:
            continue
        at = _leading(table)
        if at is None:
            continue
        column = table.columns[at]
        own = next(
            (
                told
                for attribute in _TOLD
                if attribute in sections
                and (told := _own(crosses.get((table.question, attribute)), sections[attribute], column.members))
            ),
            None,
        )
        found.append(Headline(table.labels, column.labels, table.cells[0][at], own))
        if len(found) == most:
            break
    return tuple(found)


def _leading(table: SafeTable) -> int | None:
    """The column with the highest published figure; the first of equals, in the form's own order."""
    ranked = [
        (cell.shown is Shown.NEARLY_ALL, cell.count or 0, -at)
        for at, (column, cell) in enumerate(zip(table.columns, table.cells[0], strict=True))
        if cell.shown in _ENOUGH and column.code not in _NO_HEADLINE
    ]
    return -max(ranked)[2] if ranked else None


def _own(cross: SafeTable | None, code: str, members: tuple[str, ...]) -> Own | None:
    """The figure of the row that holds the section, in the column of the very same answers; None where not shown."""
    if cross is None or cross.status is not Status.SHOWN:
        return None
    row = next((at for at, line in enumerate(cross.rows) if code in line.members), None)
    column = next((at for at, line in enumerate(cross.columns) if line.members == members), None)
    if row is None or column is None:
        return None
    cell = cross.cells[row][column]
    return Own(cross.across, cross.rows[row].labels, cell) if cell.shown in _ENOUGH else None
