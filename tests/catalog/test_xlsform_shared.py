"""Real forms by other authors, where they lie beside the project (they are not part of it), and our own content."""

from pathlib import Path

import pytest

from bot.catalog.xlsform.outcome import Imported, Refused
from bot.catalog.xlsform.read import read_form

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data" / "xlsforms"
KNOWN = {
    "good_eats_multilang.xlsx": (("English", "French"), 9, 0),
    "socio-economic-survey.xlsx": (("en", "fr"), 17, 1),
    "tutorial_arabic_labels.xlsx": (("English", "Arabic"), 6, 0),
    "xlsform_spec_test.xlsx": (("default", "english", "chinese"), 27, 38),
}


def test_forms_beside_the_project_are_understood_or_refused_readably():
    for path in sorted(SHARED.glob("*.xlsx")):
        outcome = read_form(path.name, path.read_bytes())
        if path.name in KNOWN:
            assert isinstance(outcome, Imported), path.name
            assert (outcome.languages, outcome.questions, len(outcome.gaps)) == KNOWN[path.name]
        else:
            assert isinstance(outcome, Refused), path.name
            first = outcome.reasons[0]
            assert (first.sheet, first.row, first.column, first.code) == ("choices", 7, "name", "choice.twice")


@pytest.mark.parametrize("path", sorted((ROOT / "content" / "surveys").glob("*.md")), ids=lambda path: path.stem)
def test_our_own_surveys_are_complete_in_every_language(path):
    if path.stem == "README":
        return
    outcome = read_form(path.name, path.read_bytes())
    assert isinstance(outcome, Imported), outcome
    assert (outcome.gaps, outcome.warnings) == ((), ())
    assert len(outcome.languages) == 8
