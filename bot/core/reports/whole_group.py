"""Whole group: what everyone answered to each question."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.counts import Counts, Kind
from bot.core.report import EVERYONE, Risk, Table, columns_of, row_of, shown_questions


@dataclass(frozen=True, slots=True)
class WholeGroup:
    """One table per question (`whole_group/lighting`): one row, a column per code and one for "no answer"."""

    name: str = "whole_group"

    def tables(self, counts: Counts) -> tuple[Table, ...]:
        """Of a text only how many answered: words never leave this way."""
        return tuple(
            Table(
                name=f"{self.name}/{question.name}",
                report=self.name,
                risk=Risk.CAREFUL if question.sensitive else Risk.WHOLE,
                labels=question.labels,
                question=question.name,
                rows=(EVERYONE,),
                columns=columns_of(question),
                parents=question.parents,
                counts=(row_of(question, question.everyone, counts.took_part),),
                people=(counts.took_part,),
                answered=(question.everyone.answered,),
                several=question.kind is Kind.SEVERAL,
            )
            for question in shown_questions(counts)
        )
