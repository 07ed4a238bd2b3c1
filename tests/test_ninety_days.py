"""Ninety days on the civil clock: nobody over budget, nothing in quiet hours, everyone who took part heard back once."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from bot.storage.schema import migrate
from tests.ninety_days.borough import Size
from tests.ninety_days.bugs import BUGS
from tests.ninety_days.checker import check
from tests.ninety_days.figures import measured
from tests.ninety_days.run import run


def content(tmp_path):
    folder = tmp_path / "content"
    folder.mkdir()
    return folder


async def test_in_ninety_days_with_a_clock_change_nobody_is_nagged_and_everyone_hears_back(tmp_path):
    ran = await run(Size(24, 6, 90, 7, idle_hours=12), content(tmp_path), f"sqlite:///{tmp_path / 'days.db'}")
    assert [str(finding) for finding in check(ran.log, ran.diary)] == []
    assert ran.figures["problems"] == []
    seen = measured(ran.log, ran.diary)
    # there was something to hold
    assert (seen["most_unasked_in_14_days"], seen["most_unasked_in_60_days"]) == (2, 4)
    assert seen["people_at_the_limit_of_60_days"] >= 5
    assert seen["sent_as_the_quiet_hours_ended"] >= 20
    for kind in (
        "broadcast",
        "result",
        "we_did",
        "notice",
        "reminder",
        "moved",
        "called_off",
        "drawn",
        "asked",
        "nudge",
    ):
        assert seen["letters_by_kind"].get(kind), kind
    for what in ("stopped", "blocked", "chose", "changed_language", "left_unfinished"):
        assert seen[what], what


async def test_over_the_spring_clock_change_on_postgresql_it_is_the_same(tmp_path, pg_url):
    migrate(pg_url)
    ran = await run(Size(14, 4, 32, 3, idle_hours=24), content(tmp_path), pg_url, first=date(2027, 3, 8))
    assert [str(finding) for finding in check(ran.log, ran.diary)] == []
    seen = measured(ran.log, ran.diary)
    assert seen["most_unasked_in_14_days"] == 2
    assert seen["letters_by_kind"]["result"] >= 5


@pytest.mark.parametrize("bug", BUGS)
async def test_the_checker_catches(bug, tmp_path, monkeypatch):
    plant, rule, days = BUGS[bug]
    size = Size(16, 4, days, 5, idle_hours=24)
    ran = await run(size, content(tmp_path), f"sqlite:///{tmp_path / 'days.db'}", plant=partial(plant, monkeypatch))
    assert rule in {finding.rule for finding in check(ran.log, ran.diary)}
