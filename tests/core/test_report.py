"""What is tabled depends on the form and the frame; what people wrote is never in it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from bot.core.counts import Answers, AttributeCounts, Counts, Kind, Line, QuestionCounts
from bot.core.report import Risk
from bot.core.reports import REPORTS, draw_up
from tests.core.borough import borough

GOLDEN = Path(__file__).parents[1] / "golden" / "reports"


def golden_text(report):
    tables = [asdict(table) for table in report.tables(borough(1, 40))]
    return json.dumps(tables, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_each_report_tables_what_its_golden_file_holds(report):
    assert golden_text(report) == (GOLDEN / f"{report.name}.json").read_text("utf-8")


def test_there_is_no_golden_file_without_a_report():
    assert {path.stem for path in GOLDEN.iterdir()} == {report.name for report in REPORTS}


def test_a_table_carries_the_name_of_its_report():
    for report in REPORTS:
        assert all(t.report == report.name and t.name.startswith(report.name) for t in report.tables(borough(1, 40)))


def test_every_table_adds_up_to_everyone():
    counts = borough(8, 500)
    for table in draw_up(counts):
        assert sum(table.people) == 500
        assert table.several or sum(map(sum, table.counts)) == 500
        for row, people in zip(table.counts, table.people, strict=True):
            assert table.several or sum(row) == people


def test_an_interim_release_has_whole_group_tables_of_questions_that_are_not_sensitive():
    tables = draw_up(borough(8, 500), full=False)
    assert {table.name for table in tables} == {
        "who_took_part",
        "whole_group/safe",
        "whole_group/wants",
        "whole_group/words",
    }
    assert all(table.risk is Risk.WHOLE for table in tables)


def test_a_written_question_is_counted_but_not_crossed():
    names = {table.name for table in draw_up(borough(8, 500))}
    assert "whole_group/words" in names
    assert not any(name.startswith("by_section/words") for name in names)


def test_a_question_that_fills_the_profile_has_no_second_table():
    area = AttributeCounts("ethnic_group", {}, (Line("a"), Line("b")), {"a": 20, "b": 30})
    question = QuestionCounts(
        "heritage", {}, Kind.ONE, Answers(50, {"a": 20, "b": 30}), (Line("a"), Line("b")), profile="ethnic_group"
    )
    names = [table.name for table in draw_up(Counts(50, (area,), (question,)))]
    assert names == ["who_took_part", "who_took_part/ethnic_group"]


@pytest.mark.parametrize(
    ("everyone", "sections"),
    [
        (Answers(3, {"a": 2}), {}),
        (Answers(3, {"a": 4}), {}),
        (Answers(11, {"a": 11}), {}),
        (Answers(3, {"z": 3}), {}),
        (Answers(3, {"a": 3}), {"age": {}}),
        (Answers(3, {"a": 3}), {"area": {"n": Answers(5, {"a": 5})}}),
        (Answers(3, {"a": 2, "b": 1}), {"area": {"n": Answers(2, {"b": 2})}}),
        (Answers(10, {"a": 10}), {"area": {"n": Answers(2, {"a": 2})}}),
    ],
)
def test_counts_that_do_not_add_up_are_our_own_fault(everyone, sections):
    area = AttributeCounts("area", {}, (Line("n"),), {"n": 6})
    question = QuestionCounts("q", {}, Kind.ONE, everyone, (Line("a"), Line("b")), sections=sections)
    with pytest.raises(ValueError):
        Counts(10, (area,), (question,))


def test_an_attribute_that_everyone_has_shows_no_row_not_stated():
    tables = {table.name: table for table in draw_up(borough(8, 500))}
    for name in ("who_took_part/language", "by_section/safe/language"):
        assert [row.code for row in tables[name].rows] == ["en", "pt", "so"]
    with pytest.raises(ValueError):
        Counts(10, (AttributeCounts("language", {}, (Line("n"),), {"n": 9}, by_all=True),))


@pytest.mark.parametrize("took_part", [{"z": 1}, {"n": 11}])
def test_sections_must_be_declared_and_fit_who_took_part(took_part):
    with pytest.raises(ValueError):
        Counts(10, (AttributeCounts("area", {}, (Line("n"),), took_part),))
