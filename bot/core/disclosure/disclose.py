"""From exact tables to tables that may leave: the ladder by base, the risk classes, and what is decided first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.disclosure.crossed import Layout, grid_of, hide, lay_out, row_bases
from bot.core.disclosure.merge import leaves
from bot.core.disclosure.one_way import settle, sizes_of
from bot.core.disclosure.policy import DisclosurePolicy
from bot.core.disclosure.rounding import base_cell, nearest, whole_cell, with_share
from bot.core.disclosure.safe import SafeCell, SafeTable, Shown, Status, seal
from bot.core.disclosure.suppress import Grid, Place
from bot.core.report import ANSWERED, Risk, Table

TOTAL = "who_took_part"
"""The table of one figure: how many took part. Every set of tables has it."""


def disclose(tables: Sequence[Table], policy: DisclosurePolicy, number: int = 1) -> tuple[SafeTable, ...]:
    """Make every table of a release safe, in the same order. Raises ValueError without the table of who took part.

    The tables must be all those of the release: crosses rest on the margins published beside them.
    """
    total = next((table.people[0] for table in tables if table.name == TOTAL), None)
    if total is None:
        raise ValueError("a release needs the table of who took part")
    if total < policy.themes_below:
        status = Status.FEWER_THAN_TEN if total < policy.nothing_below else Status.TOO_FEW
        return tuple(without_figures(table, status) for table in tables)
    done: dict[str, SafeTable] = {}
    for table in tables:
        if not table.question:
            done[table.name] = _total(table, policy, number) if not table.across else _margin(table, policy, number)
        elif not table.across:
            done[table.name] = _whole(table, policy, number)
    for table in tables:
        if table.name not in done:
            done[table.name] = _cross(table, done, total, policy, number)
    return tuple(done[table.name] for table in tables)


def frame_of(table: Table) -> dict[str, Any]:
    """The fields which a SafeTable takes over from its table."""
    return {
        "name": table.name,
        "report": table.report,
        "risk": table.risk,
        "labels": table.labels,
        "question": table.question,
        "across": table.across,
        "across_labels": table.across_labels,
        "several": table.several,
        "row_leaves": tuple(group.line for group in leaves(table.rows)),
        "column_leaves": tuple(group.line for group in leaves(table.columns)),
        "seal": seal(),
    }


def without_figures(table: Table, status: Status) -> SafeTable:
    """The table's name and status alone."""
    return SafeTable(**frame_of(table), status=status)


def _total(table: Table, policy: DisclosurePolicy, number: int) -> SafeTable:
    cell = base_cell(table.people[0], policy, number)
    lines = tuple(group.line for group in leaves(table.rows))
    columns = tuple(group.line for group in leaves(table.columns))
    return SafeTable(
        **frame_of(table), status=Status.SHOWN, rows=lines, columns=columns, cells=((cell,),), bases=(cell,)
    )


def _margin(table: Table, policy: DisclosurePolicy, number: int) -> SafeTable:
    total = sum(table.people)
    parents = {line.code: line for line in table.row_parents}
    settled = settle(table.rows, table.people, parents, total, policy)
    if settled is None:
        return without_figures(table, Status.NOT_SAFE)
    groups, hidden = settled
    sizes = sizes_of(groups, {line.code: size for line, size in zip(table.rows, table.people, strict=True)})
    base = nearest(total, policy.round_to)
    cells = [
        careful_cell(size, base, policy, number, hidden=group.line.code in hidden)
        for group, size in zip(groups, sizes, strict=True)
    ]
    return SafeTable(
        **frame_of(table),
        status=Status.SHOWN,
        rows=tuple(group.line for group in groups),
        columns=tuple(group.line for group in leaves(table.columns)),
        cells=tuple((cell,) for cell in cells),
        bases=tuple(base_cell(total, policy, number) for _ in cells),
    )


def _whole(table: Table, policy: DisclosurePolicy, number: int) -> SafeTable:
    """One row. The base is who answered; of sensitive questions and texts who took part: "no answer" is a cell."""
    answered, total = table.answered[0], table.people[0]
    text = table.columns[0].code == ANSWERED.code
    if not text and answered < policy.whole_group_base:
        status = Status.FEWER_THAN_TEN if answered < policy.nothing_below else Status.TOO_FEW
        return without_figures(table, status)
    if table.risk is Risk.CAREFUL:
        return _sensitive(table, policy, number)
    of = total if text else answered
    base = base_cell(of, policy, number)
    cells = [with_share(whole_cell(count, of, policy, number), base.count or 0, policy) for count in table.counts[0]]
    if not text:  # those who did not answer are no share of those who did
        cells[-1] = whole_cell(table.counts[0][-1], total, policy, number)
    return SafeTable(
        **frame_of(table),
        status=Status.SHOWN,
        rows=tuple(group.line for group in leaves(table.rows)),
        columns=tuple(group.line for group in leaves(table.columns)),
        cells=(tuple(cells),),
        bases=(base,),
    )


def _sensitive(table: Table, policy: DisclosurePolicy, number: int) -> SafeTable:
    total = table.people[0]
    columns, counts = (table.columns, table.counts[0])
    parents = {line.code: line for line in table.parents}
    cap = total
    if table.several:
        # Mentions do not add up to people: nothing to merge, and who did not answer is left out of the sum.
        columns, counts, parents, cap = columns[:-1], counts[:-1], {}, table.answered[0]
    settled = settle(columns, counts, parents, cap, policy)
    if settled is None:
        return without_figures(table, Status.NOT_SAFE)
    groups, hidden = settled
    sizes = sizes_of(groups, {line.code: count for line, count in zip(columns, counts, strict=True)})
    base = base_cell(total, policy, number)
    cells = tuple(
        careful_cell(size, base.count or 0, policy, number, hidden=group.line.code in hidden)
        for group, size in zip(groups, sizes, strict=True)
    )
    return SafeTable(
        **frame_of(table),
        status=Status.SHOWN,
        rows=tuple(group.line for group in leaves(table.rows)),
        columns=tuple(group.line for group in groups),
        cells=(cells,),
        bases=(base,),
    )


def _cross(table: Table, done: Mapping[str, SafeTable], total: int, policy: DisclosurePolicy, number: int) -> SafeTable:
    margin = done[f"{TOTAL}/{table.across}"]
    whole = done[f"whole_group/{table.question}"]
    if Status.SHOWN not in {margin.status} & {whole.status} or min(total, sum(table.answered)) < policy.words_below:
        return without_figures(table, Status.NOT_BROKEN_DOWN)
    status = Status.NOT_BROKEN_DOWN
    for least in (policy.section_from, 2 * policy.section_from, 4 * policy.section_from):
        layout = lay_out(table, margin, whole, policy, least)
        if layout is None:
            break
        grid = grid_of(table, layout)
        hidden = hide(grid, policy)
        if hidden is not None:
            return _shown_cross(table, layout, grid, hidden, policy, number)
        status = Status.NOT_SAFE
    return without_figures(table, status)


def _shown_cross(
    table: Table, layout: Layout, grid: Grid, hidden: set[Place], policy: DisclosurePolicy, number: int
) -> SafeTable:
    bases = row_bases(table, layout, policy, number)
    rows, columns = len(bases), len(layout.columns) - layout.unlisted_column
    cells = tuple(
        tuple(
            careful_cell(grid.counts[r][c], bases[r].count or 0, policy, number, hidden=(r, c) in hidden)
            for c in range(columns)
        )
        for r in range(rows)
    )
    return SafeTable(
        **frame_of(table),
        status=Status.SHOWN,
        rows=layout.rows[:rows],
        columns=layout.columns[:columns],
        cells=cells,
        bases=tuple(bases),
    )


def careful_cell(count: int, base: int, policy: DisclosurePolicy, number: int, *, hidden: bool) -> SafeCell:
    """A cell under the 10-5 rule."""
    if hidden:
        return SafeCell(Shown.HIDDEN, since=number)
    return with_share(SafeCell(Shown.COUNT, nearest(count, policy.round_to), since=number), base, policy)
