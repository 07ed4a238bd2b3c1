"""Safe tables as plain JSON values and back, so that a release can be kept, hashed and later corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.disclosure.safe import SafeCell, SafeLine, SafeTable, Shown, Status, seal
from bot.core.report import Risk


def to_plain(table: SafeTable) -> dict[str, Any]:
    """A table as JSON values: everything it holds, nothing else."""
    return {
        "name": table.name,
        "report": table.report,
        "risk": table.risk.value,
        "status": table.status.value,
        "labels": dict(table.labels),
        "question": table.question,
        "across": table.across,
        "across_labels": dict(table.across_labels),
        "several": table.several,
        "rows": [_line(line) for line in table.rows],
        "columns": [_line(line) for line in table.columns],
        "cells": [[_cell(cell) for cell in row] for row in table.cells],
        "bases": [_cell(cell) for cell in table.bases],
        "row_leaves": [_line(line) for line in table.row_leaves],
        "column_leaves": [_line(line) for line in table.column_leaves],
    }


def from_plain(plain: Mapping[str, Any]) -> SafeTable:
    """A table as it was released. Only for what `to_plain` made of one: the release's hash says so."""
    return SafeTable(
        name=plain["name"],
        report=plain["report"],
        risk=Risk(plain["risk"]),
        status=Status(plain["status"]),
        labels=plain["labels"],
        seal=seal(),
        question=plain["question"],
        across=plain["across"],
        across_labels=plain["across_labels"],
        several=plain["several"],
        rows=_lines(plain["rows"]),
        columns=_lines(plain["columns"]),
        cells=tuple(_cells(row) for row in plain["cells"]),
        bases=_cells(plain["bases"]),
        row_leaves=_lines(plain["row_leaves"]),
        column_leaves=_lines(plain["column_leaves"]),
    )


def _line(line: SafeLine) -> dict[str, Any]:
    return {
        "code": line.code,
        "labels": dict(line.labels),
        "members": list(line.members),
        "parent": line.parent,
        "population": line.population,
    }


def _lines(plain: Sequence[Mapping[str, Any]]) -> tuple[SafeLine, ...]:
    return tuple(
        SafeLine(line["code"], line["labels"], tuple(line["members"]), line["parent"], line["population"])
        for line in plain
    )


def _cell(cell: SafeCell) -> dict[str, Any]:
    return {
        "shown": cell.shown.value,
        "count": cell.count,
        "percent": cell.percent,
        "word": cell.word,
        "since": cell.since,
    }


def _cells(plain: Sequence[Mapping[str, Any]]) -> tuple[SafeCell, ...]:
    return tuple(
        SafeCell(Shown(cell["shown"]), cell["count"], cell["percent"], cell["word"], cell["since"]) for cell in plain
    )
