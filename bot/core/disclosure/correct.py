"""Corrections: a second release of the same tables after a few answers came, changed or went.

Two honest exports can be subtracted. So a published cell keeps its value unless the count has moved so far from all it
can stand for that the difference is itself no small number; a hidden cell stays hidden; a table that can do neither
is withdrawn. What is left is checked again as a release of its own, kept cells standing for the wider interval.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.counts import NO_ANSWER
from bot.core.disclosure.crossed import REST, Layout, grid_of
from bot.core.disclosure.disclose import frame_of, without_figures
from bot.core.disclosure.one_way import protected
from bot.core.disclosure.policy import DisclosurePolicy
from bot.core.disclosure.rounding import base_cell, interval, whole_cell, with_share
from bot.core.disclosure.safe import SafeCell, SafeLine, SafeTable, Shown, Status
from bot.core.disclosure.suppress import Grid, Place, suppress
from bot.core.report import ANSWERED, Risk, Table


def correct_all(
    previous: Sequence[SafeTable], new: Sequence[Table], policy: DisclosurePolicy, number: int
) -> tuple[SafeTable, ...]:
    """Correct a whole release, table by table. Raises ValueError if the tables are not the same ones."""
    by_name = {table.name: table for table in new}
    if set(by_name) != {table.name for table in previous}:
        raise ValueError("a correction has the tables of the release it corrects")
    return tuple(correct(table, by_name[table.name], policy, number) for table in previous)


def correct(previous: SafeTable, new: Table, policy: DisclosurePolicy, number: int) -> SafeTable:
    """The table as corrected in release `number`. Nothing that had no figures gets any."""
    if previous.status is not Status.SHOWN:
        return without_figures(new, previous.status)
    crossed = bool(previous.question and previous.across)
    layout = _layout_of(previous, new, crossed=crossed)
    grid = grid_of(new, layout)
    people = {line.code: size for line, size in zip(new.rows, new.people, strict=True)}
    whole = sum(new.people)
    of_answers = previous.risk is Risk.WHOLE and previous.question and new.columns[0].code != ANSWERED.code
    cells: list[list[SafeCell]] = []
    bases: list[SafeCell] = []
    for row, line, old_base, counts in zip(previous.rows, previous.cells, previous.bases, grid.counts, strict=False):
        true_base = sum(people[member] for member in row.members) if crossed else whole
        base = _moved(old_base, new.answered[0] if of_answers else true_base, previous, 0, policy, number)
        moved: list[SafeCell | None] = [base]
        for cell, count, column in zip(line, counts, previous.columns, strict=False):
            now = _moved(cell, count, previous, old_base.count or 0, policy, number)
            if now is not cell and now is not None and previous.risk is Risk.WHOLE and previous.question:
                of = new.answered[0] if of_answers and column.code != NO_ANSWER else whole
                now = whole_cell(count, of, policy, number)
            moved.append(now)
        settled = [cell for cell in moved if cell is not None]
        if len(settled) < len(moved):
            return without_figures(new, Status.WITHDRAWN)
        bases.append(settled[0])
        cells.append(settled[1:])
    if crossed:
        hidden = _protect(previous, grid, cells, policy, number)
        if hidden is None:
            return without_figures(new, Status.WITHDRAWN)
        for r, c in hidden & grid.listed:
            if cells[r][c].shown is not Shown.HIDDEN:
                cells[r][c] = SafeCell(Shown.HIDDEN, since=number)
    elif previous.risk is Risk.CAREFUL:
        kept_back = [
            grid.counts[r][c] for r, row in enumerate(cells) for c, cell in enumerate(row) if cell.shown is Shown.HIDDEN
        ]
        if not protected(kept_back, new.answered[0] if new.several else whole, policy):
            return without_figures(new, Status.WITHDRAWN)
    shares = tuple(
        tuple(_share(cell, base, previous, column, policy) for cell, column in zip(row, previous.columns, strict=True))
        for row, base in zip(cells, bases, strict=True)
    )
    return SafeTable(
        **frame_of(new),
        status=Status.SHOWN,
        rows=previous.rows,
        columns=previous.columns,
        cells=shares,
        bases=tuple(bases),
    )


def _layout_of(previous: SafeTable, new: Table, *, crossed: bool) -> Layout:
    """The rows and columns of before; what was in none of them is the unlisted rest."""

    def with_rest(lines: tuple[SafeLine, ...], codes: Sequence[str]) -> tuple[tuple[SafeLine, ...], bool]:
        listed = {member for line in lines for member in line.members}
        rest = tuple(code for code in codes if code not in listed)
        return ((*lines, SafeLine(REST, {}, rest)), True) if rest else (lines, False)

    answers = [line.code for line in new.columns if not (new.several and crossed and line.code == NO_ANSWER)]
    rows, unlisted_row = with_rest(previous.rows, [line.code for line in new.rows])
    columns, unlisted_column = with_rest(previous.columns, answers)
    return Layout(rows, columns, unlisted_row, unlisted_column)


def reach(cell: SafeCell, risk: Risk, base: int, policy: DisclosurePolicy) -> tuple[int, int]:
    """The counts at which a published cell keeps its value: what it stands for, and nearly one threshold further."""
    low, high = interval(cell, risk, base, policy)
    assert high is not None
    further = policy.correction_keeps_below - 1
    return max(0, low - further), high + further


def _moved(
    cell: SafeCell, count: int, table: SafeTable, published_base: int, policy: DisclosurePolicy, number: int
) -> SafeCell | None:
    """The cell after the move; None where it became small, which cannot be said safely."""
    if cell.shown is Shown.HIDDEN:
        return cell
    least, most = reach(cell, table.risk, published_base, policy)
    if least <= count <= most:
        return cell
    small_is_shown = table.risk is Risk.WHOLE and table.question and published_base
    return base_cell(count, policy, number) if small_is_shown or count >= policy.hide_below else None


def _protect(
    previous: SafeTable, grid: Grid, cells: Sequence[Sequence[SafeCell]], policy: DisclosurePolicy, number: int
) -> set[Place] | None:
    """Check the corrected cross as a release of its own, and hide more where that needs it."""
    places = [(r, c) for r, line in enumerate(grid.counts) for c in range(len(line))]
    first = {(r, c) for r, c in places if (r, c) not in grid.listed or cells[r][c].shown is Shown.HIDDEN}

    def bounds(row: int, column: int) -> tuple[int, int]:
        cell = cells[row][column]
        changed = cell.since == number
        least, most = interval(cell, previous.risk, 0, policy) if changed else reach(cell, previous.risk, 0, policy)
        cap = grid.caps[row][column]
        return least, cap if most is None else min(most, cap)

    return suppress(grid, first, bounds, policy)


def _share(cell: SafeCell, base: SafeCell, table: SafeTable, column: SafeLine, policy: DisclosurePolicy) -> SafeCell:
    """The percentage or word again: the base may have moved where the count was kept."""
    if not (table.question or table.across) or (column.code == NO_ANSWER and table.risk is Risk.WHOLE):
        return cell
    return with_share(SafeCell(cell.shown, cell.count, since=cell.since), base.count or 0, policy)
