"""`python -m tests.ninety_days --people 600 --champions 20 --days 90 --seed 7`: 1 where a promise was broken."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from bot.logs import set_up_logs
from bot.playground import TOKEN
from bot.storage.schema import migrate
from tests.ninety_days.borough import Size
from tests.ninety_days.checker import check
from tests.ninety_days.figures import measured
from tests.ninety_days.run import AUTUMN, SPRING, run
from tests.postgres import server

_SHOWN = 40


def main() -> int:
    """Run, check, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.ninety_days", description=__doc__)
    for name, number in (("people", 600), ("champions", 20), ("days", 90), ("seed", 7)):
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--spring", action="store_true", help="over the spring clock change instead of the autumn one")
    parser.add_argument("--first", type=date.fromisoformat, help="the first day; a Monday")
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL server of its own")
    parser.add_argument("--idle-hours", type=int, default=1, help="the longest step of the clock where nothing is due")
    parser.add_argument("--report", type=Path, help="where the figures go as JSON")
    given = parser.parse_args()
    size = Size(given.people, given.champions, given.days, given.seed, given.idle_hours)
    set_up_logs("error", TOKEN)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "content").mkdir()
        url = stack.enter_context(server()).url() if given.postgresql else f"sqlite:///{folder / 'days.db'}"
        migrate(url)
        first = given.first or (SPRING if given.spring else AUTUMN)
        ran = asyncio.run(run(size, folder / "content", url, first))
    findings = check(ran.log, ran.diary)
    figures = ran.figures | measured(ran.log, ran.diary) | {"broken": [str(finding) for finding in findings]}
    if given.report:
        given.report.write_text(json.dumps(figures, indent=1, ensure_ascii=False, default=str) + "\n", encoding="utf-8")
    for name, value in figures.items():
        if name != "broken":
            print(f"{name}: {value}")
    for finding in findings[:_SHOWN]:
        print(f"BROKEN  {finding}")
    print(
        f"{len(findings)} promises broken" if findings else "nobody over budget, nothing in quiet hours, all heard back"
    )
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
