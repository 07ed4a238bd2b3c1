"""Crosses: which sections and answers are broken down, and which cells of the cross are hidden.

The layout follows from what is published anyway (the margin of the attribute, the whole group of the question) and from
the form's and frame's declared merges: it tells a reader nothing new. Sections and answers too small to be crossed go
into one rest row and one rest column, which are listed only when the published figures prove them large enough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.counts import NO_ANSWER, Line
from bot.core.disclosure.merge import Group, gather
from bot.core.disclosure.policy import DisclosurePolicy
from bot.core.disclosure.rounding import base_cell, interval, nearest
from bot.core.disclosure.safe import SafeCell, SafeLine, SafeTable, Shown
from bot.core.disclosure.suppress import Grid, Place, suppress
from bot.core.report import Table

REST = "_rest"
_REST_ROW = {"en": "All others together"}
_REST_COLUMN = {"en": "Any other answer, or none"}


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows and columns of a cross. The last of each may be the rest, listed or not."""

    rows: tuple[SafeLine, ...]
    columns: tuple[SafeLine, ...]
    unlisted_row: bool = False
    unlisted_column: bool = False


def published_groups(
    lines: Sequence[SafeLine], cells: Sequence[SafeCell], table: SafeTable, base: int, policy: DisclosurePolicy
) -> list[Group]:
    """The published lines of a margin or whole group with the least count each stands for."""
    return [
        Group(line, interval(cell, table.risk, base, policy)[0], cell.shown is Shown.HIDDEN)
        for line, cell in zip(lines, cells, strict=True)
    ]


def lay_out(table: Table, margin: SafeTable, whole: SafeTable, policy: DisclosurePolicy, least: int) -> Layout | None:
    """The layout, from published figures alone; None if there is nothing to break down.

    `least`: what a section's published figure must prove for it to be crossed (`section_from`, or more in a retry).

    A section or answer with a declared parent stands on its own only if, spread evenly, its cells would not be small.
    """
    base = whole.bases[0].count or 0
    answers = published_groups(whole.columns, whole.cells[0], whole, base, policy)
    if table.several:
        answers = [group for group in answers if group.line.code != NO_ANSWER]
    sections = published_groups(margin.rows, [line[0] for line in margin.cells], margin, 0, policy)
    width = sum(1 for group in answers if group.low >= policy.answer_from)
    rows = gather(sections, _by_code(table.row_parents), lambda g: g.low < max(least, policy.hide_below * width))
    listed_rows = [group for group in rows if not group.hidden and group.low >= least]
    if not table.several:  # codes of which one may choose several cannot be added up to people
        answers = gather(
            answers,
            _by_code(table.parents),
            lambda g: g.low < max(policy.answer_from, policy.hide_below * len(listed_rows)),
        )
    listed_columns = [group for group in answers if not group.hidden and group.low >= policy.answer_from]
    row_lines, unlisted_row = _with_rest(rows, listed_rows, _REST_ROW, least)
    column_lines, unlisted_column = _with_rest(answers, listed_columns, _REST_COLUMN, policy.answer_from)
    if table.several and len(column_lines) > len(listed_columns):
        unlisted_column = True
    if len(row_lines) - unlisted_row < 2 or not listed_columns:
        return None
    return Layout(tuple(row_lines), tuple(column_lines), unlisted_row, unlisted_column)


def _by_code(parents: Sequence[Line]) -> Mapping[str, Line]:
    return {line.code: line for line in parents}


def _with_rest(
    groups: Sequence[Group], listed: Sequence[Group], labels: Mapping[str, str], least: int
) -> tuple[list[SafeLine], bool]:
    rest = [group for group in groups if group not in listed]
    lines = [group.line for group in listed]
    if not rest:
        return lines, False
    members = tuple(member for group in rest for member in group.members)
    lines.append(SafeLine(REST, labels, members))
    return lines, sum(group.low for group in rest) < least


def grid_of(table: Table, layout: Layout) -> Grid:
    """The true counts in that layout. In a table of several answers each person is in a column at most once a code."""
    row_at = {line.code: place for place, line in enumerate(table.rows)}
    column_at = {line.code: place for place, line in enumerate(table.columns)}
    rows = [[row_at[member] for member in line.members] for line in layout.rows]
    columns = [[column_at[member] for member in line.members] for line in layout.columns]
    counts = tuple(tuple(sum(table.counts[r][c] for r in row for c in column) for column in columns) for row in rows)
    room = table.answered if table.several else table.people
    caps = tuple(tuple(sum(room[r] for r in row) * len(column) for column in columns) for row in rows)
    listed = frozenset(
        (r, c) for r in range(len(rows) - layout.unlisted_row) for c in range(len(columns) - layout.unlisted_column)
    )
    return Grid(counts, caps, listed)


def row_bases(table: Table, layout: Layout, policy: DisclosurePolicy, since: int) -> list[SafeCell]:
    """Who took part in each listed row: a margin that stays fixed in every argument, so its rounding may be shown."""
    people = {line.code: count for line, count in zip(table.rows, table.people, strict=True)}
    listed = layout.rows[: len(layout.rows) - layout.unlisted_row]
    return [base_cell(sum(people[member] for member in line.members), policy, since) for line in listed]


def hide(grid: Grid, policy: DisclosurePolicy) -> set[Place] | None:
    """The cells to hide: those below the threshold, the unlisted, and as many more as protect them."""
    places = [(r, c) for r, line in enumerate(grid.counts) for c in range(len(line))]
    first = {
        place for place in places if place not in grid.listed or grid.counts[place[0]][place[1]] < policy.hide_below
    }
    slack = policy.round_to // 2

    def bounds(row: int, column: int) -> tuple[int, int]:
        rounded = nearest(grid.counts[row][column], policy.round_to)
        most = min(rounded + slack, grid.caps[row][column])
        return max(policy.hide_below, rounded - slack), most

    return suppress(grid, first, bounds, policy)
