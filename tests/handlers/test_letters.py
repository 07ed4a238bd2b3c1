"""Every letter: what people read when its turn comes, kept in a golden file and read by a person."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handlers.letters import LETTERS
from tests.handlers.letter_cast import GOLDEN, on_paper

KINDS = [letter.kind for letter in LETTERS]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("kind", KINDS)
async def test_each_letter_reads_as_its_golden_file_says(shared, kind):
    written = await on_paper(shared.app.store, shared.app.office, kind)
    assert json.loads(written) == json.loads((GOLDEN / f"{kind}.json").read_text("utf-8")), (
        f"python -m tests.handlers.make_golden_letters {kind}"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_each_golden_letter_says_something_in_both_languages(kind):
    pages = json.loads((GOLDEN / f"{kind}.json").read_text("utf-8"))
    assert pages
    for page in pages:
        assert len(page["en"]) == len(page["ar"])
        assert page["en"] != page["ar"] or not page["en"], "no longer true: nothing is said"
        for message in (*page["en"], *page["ar"]):
            labels = [label for row in message.get("buttons", ()) for label in row]
            assert len({label.rpartition(" → ")[0] for label in labels}) == len(labels), "buttons differ in words"
    assert any(page["en"] for page in pages), "at least one sample is still true"


def test_every_letter_has_one_file_and_one_sample_and_none_is_left_over():
    samples = {path.stem for path in (Path(__file__).parent / "letter_samples").glob("[!_]*.py")}
    assert len(set(KINDS)) == len(KINDS)
    assert samples == set(KINDS)
    assert {path.stem for path in GOLDEN.iterdir()} == set(KINDS)
