"""Who took part: everyone, and each attribute's sections beside their share of the population."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.counts import NOT_STATED, Counts, Line
from bot.core.report import EVERYONE, PEOPLE, Risk, Table

UNSTATED = Line(NOT_STATED, {"en": "Not stated"})


@dataclass(frozen=True, slots=True)
class WhoTookPart:
    """One table for everyone (`who_took_part`) and one per attribute (`who_took_part/area`), one column each."""

    name: str = "who_took_part"

    def tables(self, counts: Counts) -> tuple[Table, ...]:
        """Rows are the attribute's sections and "not stated"; sections are profile facts, so the 10-5 rule holds."""
        everyone = Table(
            name=self.name,
            report=self.name,
            risk=Risk.WHOLE,
            labels={"en": "Who took part"},
            rows=(EVERYONE,),
            columns=(PEOPLE,),
            counts=((counts.took_part,),),
            people=(counts.took_part,),
            answered=(counts.took_part,),
        )
        tables = [everyone]
        for attribute in counts.attributes:
            sizes = [attribute.took_part.get(line.code, 0) for line in attribute.sections]
            unstated = () if attribute.by_all else (UNSTATED,)
            sizes += [counts.took_part - sum(sizes) for _ in unstated]
            tables.append(
                Table(
                    name=f"{self.name}/{attribute.name}",
                    report=self.name,
                    risk=Risk.CAREFUL,
                    labels={"en": "Who took part"},
                    across=attribute.name,
                    across_labels=attribute.labels,
                    rows=(*attribute.sections, *unstated),
                    row_parents=attribute.parents,
                    columns=(PEOPLE,),
                    counts=tuple((size,) for size in sizes),
                    people=tuple(sizes),
                    answered=tuple(sizes),
                )
            )
        return tuple(tables)
