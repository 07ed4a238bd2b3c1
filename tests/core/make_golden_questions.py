"""Rewrite the golden files of the question kinds: `python -m tests.core.make_golden_questions`. Say in the commit why."""

from tests.core.kinds import GOLDEN, golden_text

for each in sorted(GOLDEN.glob("*.json")):
    each.write_text(golden_text(each), "utf-8")
