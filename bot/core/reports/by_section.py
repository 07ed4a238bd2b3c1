"""By section: what each section of each attribute answered. At close only."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.counts import NOT_STATED, Answers, Counts, Kind, Line
from bot.core.report import Risk, Table, columns_of, remainder, row_of, shown_questions

UNSTATED = Line(NOT_STATED, {"en": "Not stated"})


@dataclass(frozen=True, slots=True)
class BySection:
    """One table per closed question and attribute (`by_section/lighting/area`).

    Texts are not crossed (nothing to compare), nor sensitive questions with several answers: their hidden codes and
    the hidden cells of every cross would have to be protected together, which cannot be checked one table at a time.
    """

    name: str = "by_section"

    def tables(self, counts: Counts) -> tuple[Table, ...]:
        """Rows are the attribute's sections and "not stated", columns as in the whole group."""
        tables = []
        for question in shown_questions(counts):
            if question.kind is Kind.TEXT or (question.sensitive and question.kind is Kind.SEVERAL):
                continue
            for attribute in counts.attributes:
                stated = question.sections.get(attribute.name, {})
                people = [attribute.took_part.get(line.code, 0) for line in attribute.sections]
                unstated = () if attribute.by_all else (UNSTATED,)
                people += [counts.took_part - sum(people) for _ in unstated]
                parts = [stated.get(line.code, Answers(0)) for line in attribute.sections]
                parts += [remainder(question.everyone, stated) for _ in unstated]
                tables.append(
                    Table(
                        name=f"{self.name}/{question.name}/{attribute.name}",
                        report=self.name,
                        risk=Risk.CAREFUL,
                        labels=question.labels,
                        question=question.name,
                        across=attribute.name,
                        across_labels=attribute.labels,
                        rows=(*attribute.sections, *unstated),
                        row_parents=attribute.parents,
                        columns=columns_of(question),
                        parents=question.parents,
                        counts=tuple(row_of(question, a, n) for a, n in zip(parts, people, strict=True)),
                        people=tuple(people),
                        answered=tuple(part.answered for part in parts),
                        several=question.kind is Kind.SEVERAL,
                    )
                )
        return tuple(tables)
