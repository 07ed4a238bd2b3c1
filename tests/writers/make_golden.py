"""Rewrite the golden files of the writers: `python -m tests.writers.make_golden`. Say in the commit why they changed."""

from bot.writers import WRITERS
from tests.writers.test_writers import GOLDEN, golden_text

for each in WRITERS:
    (GOLDEN / f"{each.name}.txt").write_text(golden_text(each), "utf-8")
