"""The reports there are. Adding one: a file here, a line below, a golden file under tests/golden/reports/."""

from __future__ import annotations

from bot.core.counts import Counts
from bot.core.report import Report, Risk, Table
from bot.core.reports.by_section import BySection
from bot.core.reports.who_took_part import WhoTookPart
from bot.core.reports.whole_group import WholeGroup

REPORTS: tuple[Report, ...] = (WhoTookPart(), WholeGroup(), BySection())


def draw_up(counts: Counts, *, full: bool = True) -> tuple[Table, ...]:
    """All tables of a full release, or (`full=False`) those an interim one may have: whole-group tables only.

    Sensitive questions wait for the close too: two releases of a 10-5 table show what came in between.
    """
    tables = (table for report in REPORTS for table in report.tables(counts))
    return tuple(table for table in tables if full or table.risk is Risk.WHOLE)
