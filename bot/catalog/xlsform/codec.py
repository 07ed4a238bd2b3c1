"""An import's outcome as JSON text: how the worker process hands it back. Nothing executable crosses the pipe."""

from __future__ import annotations

import json
from dataclasses import asdict

from bot.catalog.xlsform.outcome import Gap, Imported, Refusal, Refused
from bot.core.form_json import from_json, to_json


def dumps(outcome: Imported | Refused) -> str:
    """Write an outcome."""
    if isinstance(outcome, Refused):
        return json.dumps({"reasons": [asdict(reason) for reason in outcome.reasons]})
    return json.dumps(
        {
            "form": to_json(outcome.form),
            "title": outcome.title,
            "languages": outcome.languages,
            "questions": outcome.questions,
            "gaps": [asdict(gap) for gap in outcome.gaps],
            "warnings": outcome.warnings,
        },
    )


def loads(text: str) -> Imported | Refused:
    """Read what `dumps` wrote; raises ValueError, KeyError or TypeError where it is anything else."""
    data = json.loads(text)
    if "reasons" in data:
        return Refused(tuple(Refusal(**reason) for reason in data["reasons"]))
    return Imported(
        form=from_json(data["form"]),
        title=data["title"],
        languages=tuple(data["languages"]),
        questions=data["questions"],
        gaps=tuple(Gap(**gap) for gap in data["gaps"]),
        warnings=tuple(data["warnings"]),
    )
