"""A report: what is tabled from the counts. The promise that every file in `reports/` keeps.

Which tables exist, and their rows and columns here, follow from the form and the frame alone. What may be shown of
them is for `disclosure` to say; a `Table` holds exact counts and never leaves the process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from bot.core.counts import NO_ANSWER, Answers, Counts, Kind, Labels, Line, QuestionCounts

EVERYONE = Line("_everyone", {"en": "Everyone who took part"})
UNANSWERED = Line(NO_ANSWER, {"en": "Not asked or not answered"})
ANSWERED = Line("_answered", {"en": "Answered"})
PEOPLE = Line("_took_part", {"en": "Took part"})


class Risk(StrEnum):
    """WHOLE: everyone, a question that is not sensitive. CAREFUL: crossed with a section, or sensitive (10-5 rule)."""

    WHOLE = "whole"
    CAREFUL = "careful"


@dataclass(frozen=True, slots=True)
class Table:
    """Exact integer counts, rows × columns. Never written out: `disclosure` makes a SafeTable of it.

    `people`: those in each row; `answered`: those of them who answered. In a table of `several` a person may stand in
    more than one column; else, where the last column is "no answer", a row adds up to its people.
    `across` is the attribute whose sections are the rows of a cross; empty for the whole group.
    """

    name: str
    report: str
    risk: Risk
    labels: Labels
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    counts: tuple[tuple[int, ...], ...]
    people: tuple[int, ...]
    answered: tuple[int, ...]
    question: str = ""
    across: str = ""
    across_labels: Labels = field(default_factory=dict)
    several: bool = False
    parents: tuple[Line, ...] = ()
    row_parents: tuple[Line, ...] = ()


class Report(Protocol):
    """One report: a name, the same as its file's, and how to table the counts."""

    @property
    def name(self) -> str:
        """The report's name: its file, its golden file and its tables carry it."""

    def tables(self, counts: Counts) -> tuple[Table, ...]:
        """Every table of this report, the same ones whatever was answered."""


def shown_questions(counts: Counts) -> tuple[QuestionCounts, ...]:
    """The questions that have tables of their own: those which do not fill an attribute shown as such."""
    attributes = {attribute.name for attribute in counts.attributes}
    return tuple(q for q in counts.questions if not {q.name, q.profile} & attributes)


def columns_of(question: QuestionCounts) -> tuple[Line, ...]:
    """The columns of a question's table; of a text only "answered"; "no answer" last."""
    if question.kind is Kind.TEXT:
        return (ANSWERED, UNANSWERED)
    return (*question.choices, UNANSWERED)


def row_of(question: QuestionCounts, answers: Answers, people: int) -> tuple[int, ...]:
    """The counts of one row, in the order of `columns_of`."""
    unanswered = people - answers.answered
    if question.kind is Kind.TEXT:
        return (answers.answered, unanswered)
    return (*(answers.by_code.get(line.code, 0) for line in question.choices), unanswered)


def remainder(whole: Answers, parts: Mapping[str, Answers]) -> Answers:
    """Answers of those who are in no part: the people who did not state the attribute."""
    left = dict(whole.by_code)
    for part in parts.values():
        for code, count in part.by_code.items():
            left[code] -= count
    return Answers(whole.answered - sum(part.answered for part in parts.values()), left)
