"""Rewrite the golden files of the reports: `python -m tests.core.make_golden_reports`. Say in the commit why."""

from bot.core.reports import REPORTS
from tests.core.test_report import GOLDEN, golden_text

for each in REPORTS:
    (GOLDEN / f"{each.name}.json").write_text(golden_text(each), "utf-8")
