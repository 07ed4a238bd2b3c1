"""Counts: what the database is grouped into for a report. Totals only: there is no shape here that holds a person.

Codes come from the form, the frame or a declared list, never from what happened to be answered: which rows exist must
not tell who took part. Labels are per language (`{"en": "…"}`); the default language is named by the release.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Labels = Mapping[str, str]

NO_ANSWER = "_no_answer"
"""Took part, but was not asked this question or left it out. A choice such as "prefer not to say" is an answer."""

NOT_STATED = "_not_stated"
"""Took part without stating this attribute."""


class Kind(StrEnum):
    """How the answers of a question add up.

    ONE: each person who answered has exactly one code (select_one, data card, banded number, first of a ranking).
    SEVERAL: one or more codes each (select_multiple). TEXT: words, voice, pictures: only how many answered is counted.
    """

    ONE = "one"
    SEVERAL = "several"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Line:
    """A choice of a question or a section of an attribute. `parent` is what it may be merged into; `population` is
    the frame's own figure (people or households), None where the frame has none.
    """

    code: str
    labels: Labels = field(default_factory=dict)
    parent: str = ""
    population: int | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """People who answered, and how many chose each code. Codes left out count as 0."""

    answered: int
    by_code: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QuestionCounts:
    """One question over everyone and, per attribute and section code, over those who stated that section.

    `choices` are leaves in the form's order; `parents` the codes they may be merged into (the form's declared merges).
    `profile` names the attribute which this question fills, where it does: it is then shown as that attribute alone,
    since two tables of one fact with different merges could be subtracted.
    `sections` may leave out whole sections (count 0); "not stated" is worked out, never handed in.
    """

    name: str
    labels: Labels
    kind: Kind
    everyone: Answers
    choices: tuple[Line, ...] = ()
    parents: tuple[Line, ...] = ()
    sensitive: bool = False
    profile: str = ""
    sections: Mapping[str, Mapping[str, Answers]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AttributeCounts:
    """An attribute of the frozen profile: its sections (leaves), their parents, and how many of each took part.

    An attribute must not be worked out from another (ward and neighbourhood): that is what `parent` is for.
    `by_all`: everyone has a section by design (language), so that there is no row "not stated" whose nought would have
    to be protected.
    """

    name: str
    labels: Labels
    sections: tuple[Line, ...]
    took_part: Mapping[str, int]
    parents: tuple[Line, ...] = ()
    by_all: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """All counts of one activity at one moment. Raises ValueError if they do not add up: that is our own fault."""

    took_part: int
    attributes: tuple[AttributeCounts, ...] = ()
    questions: tuple[QuestionCounts, ...] = ()

    def __post_init__(self) -> None:
        for attribute in self.attributes:
            known = {line.code for line in attribute.sections}
            _demand(known >= set(attribute.took_part), attribute.name, "a section that is not declared")
            stated = sum(attribute.took_part.values())
            _demand(stated <= self.took_part, attribute.name, "more people than took part")
            _demand(not attribute.by_all or stated == self.took_part, attribute.name, "people without a section")
        sizes = {attribute.name: attribute.took_part for attribute in self.attributes}
        for question in self.questions:
            _check_answers(question, question.everyone, self.took_part)
            for name, rows in question.sections.items():
                _demand(name in sizes, question.name, f"the unknown attribute {name}")
                for section, answers in rows.items():
                    _check_answers(question, answers, sizes[name].get(section, 0))
                stated_people = sum(sizes[name].values())
                stated_answers = sum(answers.answered for answers in rows.values())
                unstated = question.everyone.answered - stated_answers
                room = self.took_part - stated_people
                _demand(0 <= unstated <= room, question.name, f"answers that do not fit who took part by {name}")
                for code in (line.code for line in question.choices):
                    stated = sum(answers.by_code.get(code, 0) for answers in rows.values())
                    whole = question.everyone.by_code.get(code, 0)
                    _demand(stated <= whole, question.name, f"more answers {code} by {name} than altogether")


def _check_answers(question: QuestionCounts, answers: Answers, people: int) -> None:
    known = {line.code for line in question.choices}
    _demand(known >= set(answers.by_code), question.name, "a code that is not declared")
    _demand(0 <= answers.answered <= people, question.name, "more answers than people")
    chosen = answers.by_code.values()
    _demand(all(0 <= count <= answers.answered for count in chosen), question.name, "more choices than answers")
    if question.kind is Kind.ONE:
        _demand(sum(chosen) == answers.answered, question.name, "codes that do not add up to those who answered")


def _demand(holds: bool, name: str, what: str) -> None:
    if not holds:
        raise ValueError(f"the counts of {name} hold {what}")
