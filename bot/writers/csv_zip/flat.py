"""Tables as long rows, one cell each: what a spreadsheet's filter and a statistics program both like.

Columns that stand in several files mean the same: `count` is the published, rounded figure (`*` hidden, empty where
only `shown` says it), `shown` how it is to be read, `percent` and `words` its share of `base`, `since` the release in
which the figure was first published.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.counts import NO_ANSWER
from bot.core.disclosure import SafeCell, SafeTable, Shown, Status
from bot.core.release import Release
from bot.writers.csv_zip.cells import Value
from bot.writers.csv_zip.package import Field
from bot.writers.wording import HIDDEN, WORDS, shown, statuses, text

_FIGURE = (
    Field("count", "integer", "The figure, rounded to 5; * where hidden; empty where only `shown` says it"),
    Field("shown", "string", "The figure as it is to be read: a number, under 5, nearly all, or *"),
    Field("percent", "integer", "Share of the base in percent, worked out from the published figures"),
    Field("words", "string", "The same in words, where the base is too small for percentages"),
    Field("base", "integer", "How many the figure is out of, rounded to 5"),
    Field("since", "integer", "The release in which this figure was first published"),
)
TABLES = (
    Field("table", "string", "Name of the table", key=True),
    Field("report", "string", "took part, whole group, or by section"),
    Field("question", "string", "Name of the question, if it is about one"),
    Field("attribute", "string", "Name of the attribute, if it is by one"),
    Field("status", "string", "Whether it is shown"),
    Field("meaning", "string", "The status in plain words"),
)
TOOK_PART = (
    Field("attribute", "string", "Name of the attribute; _total for everyone", key=True),
    Field("section", "string", "Code of the section", key=True),
    Field("section_label", "string", "The section in words"),
    Field("population", "integer", "How many live there, from the frame"),
    Field("population_percent", "number", "Share of the population, in percent"),
    *_FIGURE,
)
WHOLE_GROUP = (
    Field("question", "string", "Name of the question", key=True),
    Field("question_label", "string", "The question in words"),
    Field("answer", "string", "Code of the answer", key=True),
    Field("answer_label", "string", "The answer in words"),
    *_FIGURE,
)
BY_SECTION = (
    Field("question", "string", "Name of the question", key=True),
    Field("attribute", "string", "Name of the attribute", key=True),
    Field("section", "string", "Code of the section", key=True),
    Field("section_label", "string", "The section in words"),
    Field("answer", "string", "Code of the answer", key=True),
    Field("answer_label", "string", "The answer in words"),
    *_FIGURE,
)
MERGED = (
    Field("table", "string", "Name of the table", key=True),
    Field("kind", "string", "section or answer", key=True),
    Field("code", "string", "The code that does not stand alone there", key=True),
    Field("label", "string", "The same in words"),
    Field("population", "integer", "How many live there, from the frame"),
    Field("shown_as", "string", "What it is shown as; empty where it is in no figure of that table"),
)


def _figure(cell: SafeCell, base: SafeCell | None) -> tuple[Value, ...]:
    """No base: those who did not answer are no share of those who did."""
    count: Value = HIDDEN if cell.shown is Shown.HIDDEN else cell.count
    return (count, shown(cell), cell.percent, WORDS.get(cell.word, ""), base.count if base else None, cell.since)


def _of(release: Release, report: str) -> Iterator[SafeTable]:
    return (table for table in release.tables if table.report == report)


def tables(release: Release) -> list[tuple[Value, ...]]:
    """One row for every table, shown or not."""
    meaning = statuses(release.about.policy)
    return [
        (table.name, table.report, table.question, table.across, table.status.value, meaning[table.status])
        for table in release.tables
    ]


def took_part(release: Release) -> list[tuple[Value, ...]]:
    """Everyone, then each attribute's sections beside the population."""
    language = release.about.language
    rows: list[tuple[Value, ...]] = []
    for table in _of(release, "who_took_part"):
        whole = sum(line.population or 0 for line in table.row_leaves)
        for line, cells, base in zip(table.rows, table.cells, table.bases, strict=True):
            share = round(100 * line.population / whole, 1) if line.population is not None and whole else None
            label = text(line.labels, language, line.code)
            figure = _figure(cells[0], base)
            rows.append((table.across or "_total", line.code, label, line.population, share, *figure))
    return rows


def whole_group(release: Release) -> list[tuple[Value, ...]]:
    """Every answer to every question."""
    language = release.about.language
    return [
        (
            table.question,
            text(table.labels, language, table.question),
            column.code,
            text(column.labels, language, column.code),
            *_figure(cell, None if column.code == NO_ANSWER else table.bases[0]),
        )
        for table in _of(release, "whole_group")
        for cells in table.cells
        for column, cell in zip(table.columns, cells, strict=True)
    ]


def by_section(release: Release) -> list[tuple[Value, ...]]:
    """Every answer of every section to every question."""
    language = release.about.language
    return [
        (
            table.question,
            table.across,
            row.code,
            text(row.labels, language, row.code),
            column.code,
            text(column.labels, language, column.code),
            *_figure(cell, base),
        )
        for table in _of(release, "by_section")
        for row, cells, base in zip(table.rows, table.cells, table.bases, strict=True)
        for column, cell in zip(table.columns, cells, strict=True)
    ]


def merged(release: Release) -> list[tuple[Value, ...]]:
    """Every section and answer that is not a line of its own in a table that is shown."""
    language = release.about.language
    rows: list[tuple[Value, ...]] = []
    for table in release.tables:
        if table.status is Status.SHOWN:
            sides = (("section", table.row_leaves, table.rows), ("answer", table.column_leaves, table.columns))
            for kind, leaves, lines in sides:
                into = {member: line.code for line in lines for member in line.members}
                rows += [
                    (table.name, kind, leaf.code, text(leaf.labels, language, leaf.code), leaf.population, shown_as)
                    for leaf in leaves
                    if (shown_as := into.get(leaf.code)) != leaf.code
                ]
    return rows
