"""Fifty people by chance through every survey of ours and every workbook at hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.catalog.xlsform.bounded import import_form
from bot.core import interview
from bot.core.form import Form
from tests.core.forms import NOW
from tests.core.soundness import check

ROOT = Path(__file__).parents[1]
SURVEYS = sorted(path for path in (ROOT / "content" / "surveys").glob("*.md") if "| survey" in path.read_text("utf-8"))
WORKBOOKS = sorted((ROOT.parent / "shared" / "data" / "xlsforms").glob("*.xlsx"))
PEOPLE = 50


@cache
def _form(path: Path) -> Form | None:
    outcome = import_form(path.name, path.read_bytes())
    return getattr(outcome, "form", None)


def test_there_are_surveys_to_interview_with() -> None:
    assert any(path.stem == "feeling_safe" for path in SURVEYS)


@pytest.mark.parametrize("path", [*SURVEYS, *WORKBOOKS], ids=lambda path: path.stem)
def test_everybody_gets_through(path: Path) -> None:
    form = _form(path)
    if form is None:
        assert path.stem.startswith("refused"), f"{path.name} was refused"
        return
    for seed in range(PEOPLE):
        check(form, interview.run(form, seed, now=NOW))
