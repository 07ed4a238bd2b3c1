"""The codebook: every question, code, marker and word of a release, in each language it has."""

from __future__ import annotations

from bot.core.disclosure import SafeLine
from bot.core.release import Release
from bot.core.report import Risk
from bot.writers.csv_zip.cells import Value
from bot.writers.csv_zip.package import Field
from bot.writers.wording import WORDS, markers, statuses

Row = tuple[Value, ...]

CODEBOOK = (
    Field("kind", "string", "question, answer, attribute, section, marker, word or status", key=True),
    Field("name", "string", "Name of the question or attribute it belongs to", key=True),
    Field("code", "string", "The code, as in the other files", key=True),
    Field("language", "string", "Language of the text", key=True),
    Field("text", "string", "What it means, as people were asked or in plain words"),
    Field("merged_into", "string", "The code it may be shown together with"),
    Field("note", "string", "How the answers add up, and which rule holds"),
)


def codebook(release: Release) -> list[Row]:
    """All rows; a code is explained once, under its question or attribute."""
    rows: dict[Row, Row] = {}
    for table in release.tables:
        if table.question and not table.across:
            several = "several answers possible; " if table.several else ""
            careful = "sensitive" if table.risk is Risk.CAREFUL else "whole group"
            _explain(rows, "question", table.question, SafeLine("_", table.labels, ()), several + careful)
        if table.question:
            for line in (*table.column_leaves, *table.columns):
                _explain(rows, "answer", table.question, line)
        if table.across:
            _explain(rows, "attribute", table.across, SafeLine("_", table.across_labels, ()))
            for line in (*table.row_leaves, *table.rows):
                _explain(rows, "section", table.across, line)
    policy = release.about.policy
    meanings = [("marker", code, meaning) for code, meaning in markers(policy).items()]
    meanings += [("word", code, meaning) for code, meaning in WORDS.items()]
    meanings += [("status", status.value, meaning) for status, meaning in statuses(policy).items()]
    plain: list[Row] = [(kind, "_", code, "en", meaning, None, None) for kind, code, meaning in meanings]
    return [*sorted(rows.values(), key=lambda row: (row[0] in {"attribute", "section"}, str(row[1]))), *plain]


def _explain(rows: dict[Row, Row], kind: str, name: str, line: SafeLine, note: str = "") -> None:
    for language, words in sorted(line.labels.items()):
        key = (kind, name, line.code, language)
        rows.setdefault(key, (*key, words, line.parent or None, note or None))
