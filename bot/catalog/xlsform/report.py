"""An import's outcome as plain data, as `python -m bot import FILE --json` prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.catalog.xlsform.outcome import Imported, Refused


def summary(imported: Imported) -> dict[str, Any]:
    """Return `{"title", "languages", "questions", "gaps": [{"language", "sheet", "row", "column"}], "warnings"}`."""
    return {
        "title": imported.title,
        "languages": list(imported.languages),
        "questions": imported.questions,
        "gaps": [
            {"language": gap.language, "sheet": gap.sheet, "row": gap.row, "column": gap.column}
            for gap in imported.gaps
        ],
        "warnings": list(imported.warnings),
    }


def refused_json(refused: Refused) -> dict[str, Any]:
    """Return `{"refused": [{"sheet", "row", "column", "why", "mend"}]}`; what is not known is null."""
    return {
        "refused": [
            {
                "sheet": reason.sheet or None,
                "row": reason.row or None,
                "column": reason.column or None,
                "why": reason.why,
                "mend": reason.mend,
            }
            for reason in refused.reasons
        ],
    }


def refused_lines(refused: Refused) -> list[str]:
    """Return one readable line for each reason: where, why, how to mend."""
    lines = []
    for reason in refused.reasons:
        where = [
            f"sheet {reason.sheet}" if reason.sheet else "",
            f"row {reason.row}" if reason.row else "",
            f"column {reason.column}" if reason.column else "",
        ]
        place = ", ".join(part for part in where if part)
        lines.append(f"{place}: {reason.why} {reason.mend}" if place else f"{reason.why} {reason.mend}")
    return lines
